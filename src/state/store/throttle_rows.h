// Rows that count failures. Called by usecases/people/attempts.h. Refuses to know how many are too many.
#pragma once

#include <optional>
#include <string_view>

#include "platform/sql/database.h"

namespace exeat::store {

struct ThrottleRow {
    std::int64_t failures = 0;
    Instant window_start;
};

[[nodiscard]] Result<std::optional<ThrottleRow>> read_throttle(sql::Session& session, std::string_view what);
Done write_throttle(sql::Transaction& transaction, std::string_view what, const ThrottleRow& row);
Done delete_throttle(sql::Transaction& transaction, std::string_view what);

}  // namespace exeat::store
