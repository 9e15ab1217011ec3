// Rows that count failures. Called by usecases/people/attempts.h. Refuses to know how many are too many.
#pragma once

#include <string_view>
#include <vector>

#include "platform/sql/database.h"

namespace exeat::store {

struct ThrottleRow {
    Instant failed_at;
    std::int64_t failures = 0;
};

/// The failures of `what` after a moment, the oldest first.
[[nodiscard]] Result<std::vector<ThrottleRow>> read_throttle(sql::Session& session, std::string_view what,
                                                             Instant after);
Done add_failure(sql::Transaction& transaction, std::string_view what, Instant failed_at);
/// The latest failure did not happen. Nothing when there is none.
Done take_failure_back(sql::Transaction& transaction, std::string_view what);

}  // namespace exeat::store
