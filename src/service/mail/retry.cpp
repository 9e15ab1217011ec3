#include "service/mail/retry.h"

#include <algorithm>

namespace exeat::mail {

std::optional<Instant> next_try(std::int64_t attempts, Instant first, Instant now) {
    constexpr std::int64_t k_minute_ms = 60'000;
    constexpr std::int64_t k_longest_ms = 60 * k_minute_ms;
    constexpr std::int64_t k_doublings = 6;
    const auto pause = std::min(k_minute_ms << std::clamp<std::int64_t>(attempts - 1, 0, k_doublings), k_longest_ms);
    if (now.ms >= first.ms + k_tried_for_ms) return std::nullopt;
    // One last time when the time is over, so that a server that comes back late still gets it.
    return Instant{std::min(now.ms + pause, first.ms + k_tried_for_ms)};
}

}  // namespace exeat::mail
