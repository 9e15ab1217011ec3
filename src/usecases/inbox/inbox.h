// The inbox: what somebody was told, in words, with the names that they may see now. Called by src/api/inbox_routes.cpp
// and by usecases/mail, whose mails say the same. Refuses to write notices: whoever does something tells of it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/domain/records.h"
#include "core/domain/request.h"
#include "state/store/inbox_rows.h"
#include "usecases/caller.h"
#include "usecases/house.h"

namespace exeat::usecases {

struct NoticeShown {
    std::string id;
    std::string kind;  // "request_made", "request_approved", …
    std::string subject;
    std::string text;                  // one sentence
    std::string button;                // what leads on is called
    std::optional<LibraryId> library;  // none where nothing of it may be seen, and of several libraries
    std::optional<AssetId> asset;      // likewise
    std::optional<RequestId> request;  // the first of those that it speaks of; none where it is of no request
    BatchId batch;
    std::int64_t count = 1;
    std::optional<std::string> by;  // not told where the request concerns the reader no longer
    std::string note;               // likewise
    Instant made_at;
    std::optional<Instant> read_at;
};

/// Those of these that are the reader's and of no request, or of requests that still concern them, the oldest first.
/// Not inside a transaction.
[[nodiscard]] Result<std::vector<NoticeShown>> notices_shown(House& house, const domain::Standing& reader,
                                                             const std::vector<std::string>& ids);

struct InboxWanted {
    store::InboxPart part = store::InboxPart::all;
    std::optional<std::string> cursor;
    std::int64_t limit = 50;  // 1 to 200
};
struct InboxPage {
    std::vector<NoticeShown> notices;  // the newest first
    std::optional<std::string> next;
    std::int64_t unread = 0;  // of all; counted up to store::k_most_unread
};
/// One's own. Errors: invalid "wrong-page", "wrong-cursor".
[[nodiscard]] Result<InboxPage> list_inbox(House& house, const Caller& caller, const InboxWanted& wanted);
[[nodiscard]] Result<std::int64_t> unread_notices(House& house, const Caller& caller);

enum class Mark : std::uint8_t { read, unread };
/// Which are read from now on: those of `ids`, and, for read ones, those that lead to `requests`, which one has opened,
/// and all up to `until`. Ids that are not one's own are left alone. How many are unread then. Errors: invalid
/// "too-many-notices", "wrong-marks".
struct Marks {
    Mark mark = Mark::read;
    std::vector<std::string> ids;
    std::optional<std::string> until;
    std::vector<RequestId> requests = {};
};
[[nodiscard]] Result<std::int64_t> mark_inbox(House& house, const Caller& caller, const Marks& marks);

}  // namespace exeat::usecases
