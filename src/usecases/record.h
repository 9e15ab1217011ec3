// What happened, into the ledger, in the transaction of the happening. Called by every use case that changes something
// or delivers. Refuses to know streams, hashes and seals: state/ledger does.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "core/vocabulary/error.h"
#include "core/vocabulary/id.h"
#include "core/vocabulary/instant.h"
#include "platform/sql/database.h"
#include "usecases/caller.h"

namespace exeat::usecases {

/// One entry. `kind` is what was done, in the past: "library_created", "delivery_opened". Ids are those it concerns.
/// `body` is a JSON object with the particulars; no secrets, no file contents.
struct Happening {
    std::string_view kind;
    std::optional<LibraryId> library{};
    std::optional<FolderId> folder{};
    std::optional<AssetId> asset{};
    std::optional<PersonId> person{};  // whom it concerns; who did it is the caller
    std::string about{};               // any other id: a delivery, a group, a token
    std::string body = "{}";
};

/// Writes the entry with who (or "operator", "nobody"), from where and when. Part of the caller's transaction: rolled
/// back with it.
Done record(sql::Transaction& transaction, const Caller& caller, Instant now, const Happening& happening);
/// Several, in order, for less than one at a time costs.
Done record_all(sql::Transaction& transaction, const Caller& caller, Instant now,
                std::span<const Happening> happenings);

}  // namespace exeat::usecases
