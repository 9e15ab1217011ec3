// Requests that have waited long, by library: whether there are any, how many, and which went further. What waits for
// an answer of its requester is none of them. Called by usecases/requests/reminders.h. Refuses to know who receives
// them.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "core/domain/request.h"
#include "core/domain/waiting.h"
#include "platform/sql/database.h"

namespace exeat::store {

/// Pending ones of that library, made no later than `before`, that directors decide, or that owners do.
struct LongWaiting {
    LibraryId library;
    bool for_directors = false;
    Instant before;
};

[[nodiscard]] Result<bool> anything_waits(sql::Session& session, const LongWaiting& which);

struct Waits {
    std::int64_t count = 0;
    std::optional<RequestId> first;  // the oldest
};
/// But for that person's own. Counted no further than `most`.
[[nodiscard]] Result<Waits> count_waiting(sql::Session& session, const LongWaiting& which, PersonId without,
                                          std::int64_t most);

/// When somebody was reminded last.
[[nodiscard]] Result<std::optional<Instant>> reminded_at(sql::Session& session, PersonId person);
Done note_reminded(sql::Transaction& transaction, PersonId person, Instant at);

/// Those of which nobody else was told yet, the oldest first.
[[nodiscard]] Result<std::vector<domain::Request>> not_escalated(sql::Session& session, const LongWaiting& which,
                                                                 int limit);
Done note_escalated(sql::Transaction& transaction, RequestId request, domain::Escalation to, Instant at);

struct WaitingSettingsRow {
    LibraryId library;
    domain::WaitingSettings settings;
    std::int64_t version = 0;  // 0: as every new library has them
};
[[nodiscard]] Result<WaitingSettingsRow> waiting_settings_of(sql::Session& session, LibraryId library);
/// Over version `row.version`, which it raises. Errors: conflict "stale".
Done write_waiting_settings(sql::Transaction& transaction, const WaitingSettingsRow& row);

}  // namespace exeat::store
