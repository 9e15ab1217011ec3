// Notices as their reader has them: with the name of whoever did it, read and unread. Called by usecases/inbox and
// usecases/mail; the rows are written by notice_rows.h. Refuses to know what the reader may see of what they name.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "platform/sql/database.h"
#include "state/store/notice_rows.h"

namespace exeat::store {

struct InboxRow {
    NoticeRow notice;
    std::optional<std::string> by_name;
};

enum class InboxPart : std::uint8_t {
    all,
    unread,
    requests,  // that somebody asks, and what became of it; not what passes do by themselves
};

/// Whose it is and when, without more.
[[nodiscard]] Result<std::optional<NoticeRow>> read_notice(sql::Session& session, std::string_view id);
/// Of that person, the newest first, behind that one.
[[nodiscard]] Result<std::vector<InboxRow>> read_inbox(sql::Session& session, PersonId person, InboxPart part,
                                                       const std::optional<std::string>& after, int limit);
/// Those of these that are the person's, the oldest first.
[[nodiscard]] Result<std::vector<InboxRow>> read_inbox_among(sql::Session& session, PersonId person,
                                                             const std::vector<std::string>& ids);
/// Counted up to k_most_unread.
[[nodiscard]] Result<std::int64_t> count_unread(sql::Session& session, PersonId person);
inline constexpr std::int64_t k_most_unread = 1'000;

/// How many were changed: those of the person that were unread (with `now`) or read (without). Notes the change of one.
[[nodiscard]] Result<std::int64_t> mark_notices(sql::Transaction& transaction, PersonId person,
                                                const std::vector<std::string>& ids, const std::optional<Instant>& now);
/// Those of the person that were unread and lead to these requests.
[[nodiscard]] Result<std::int64_t> mark_opened(sql::Transaction& transaction, PersonId person,
                                               std::span<const RequestId> requests, Instant now);
/// Those that were unread, up to and with the one of that id: the newest of them, at most `limit`.
[[nodiscard]] Result<std::int64_t> mark_notices_until(sql::Transaction& transaction, PersonId person,
                                                      std::string_view last, Instant now, int limit);

}  // namespace exeat::store
