// The numbered rows that authority follows: one for each change of a library, folder, membership, person, group, role,
// attribute, text of terms, the site, an asset's own rules, the requests of a person or group, and for each notice that
// somebody gets or reads. Whoever changes such a row notes it in the same transaction.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/vocabulary/error.h"
#include "platform/sql/database.h"

namespace exeat::store {

enum class ChangeKind : std::uint8_t {
    site,
    library,
    folder,
    member,
    person,
    group,
    role,
    asset,
    attribute,
    terms,
    notice,   // of a person, whose id it is
    request,  // of a person or a group: the id is theirs
};

struct Change {
    std::int64_t no = 0;
    ChangeKind kind = ChangeKind::site;
    std::string id;  // of the row that changed, whatever is left of it; empty for the site
};

/// Where other nodes hear that there are changes (sql::Database::listen).
inline constexpr std::string_view k_changes_channel = "exeat_changes";

/// Notes a change, and tells the other nodes at the commit. On PostgreSQL it first takes the lock that makes numbers
/// come in the order of commits, so it stands last in a transaction.
Done note_change(sql::Transaction& transaction, ChangeKind kind, std::string_view id);
/// Several of one kind, in order.
Done note_changes(sql::Transaction& transaction, ChangeKind kind, std::span<const std::string> ids);

/// The highest number, 0 before the first.
Result<std::int64_t> newest_change(sql::Session& session);
/// The lowest number that is kept, 0 before the first.
Result<std::int64_t> oldest_change(sql::Session& session);
/// At most `limit` changes after that number, in order.
Result<std::vector<Change>> changes_after(sql::Session& session, std::int64_t number, int limit);

}  // namespace exeat::store
