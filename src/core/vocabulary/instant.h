// A point in time as the product counts it: milliseconds since 1970-01-01T00:00:00Z. Pure: nothing here reads a clock.
#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "core/vocabulary/error.h"

namespace exeat {

struct Instant {
    std::int64_t ms = 0;
    friend constexpr auto operator<=>(Instant, Instant) = default;
};

/// Reads RFC 3339 date-times with a zone ("2026-11-21T12:00:00Z", "2026-11-21T13:00:00.5+01:00"), years 0001 to 9999,
/// to the millisecond (further digits are cut). Errors: invalid, naming what a right one looks like.
[[nodiscard]] Result<Instant> parse_instant(std::string_view text);

/// RFC 3339 in UTC: "2026-11-21T12:00:00Z", with ".123" only when there are milliseconds.
[[nodiscard]] std::string to_text(Instant instant);

/// Where "now" comes from. Wall time that never goes back in a running process; tests pass their own.
class Clock {
public:
    virtual ~Clock() = default;
    [[nodiscard]] virtual Instant now() const = 0;
};

}  // namespace exeat
