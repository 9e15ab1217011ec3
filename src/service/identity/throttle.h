// How many failures are let through, and what they are counted for. Called by usecases/people/attempts.h, which keeps
// the counts. Refuses to know rows and clocks.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "core/vocabulary/instant.h"

namespace exeat::identity {

inline constexpr std::int64_t k_throttle_window_ms = 3'600'000;
inline constexpr std::int64_t k_failures_each = 10;        // for one account, for one block of addresses
inline constexpr std::int64_t k_failures_in_all = 10'000;  // for the whole site: guessing from very many addresses

/// Failures of one moment; they count for an hour from it.
struct Failures {
    Instant at;
    std::int64_t count = 0;
};

/// How long nothing more is let through, from the failures so far, the oldest first: 0 when one more may fail, else
/// whole seconds, at least 1. Within any hour, wherever it begins, no more than `limit` fail.
[[nodiscard]] std::int64_t seconds_to_wait(std::span<const Failures> failures, std::int64_t limit, Instant now);

/// The moment that a failure is counted with: its own; where thousands may come in an hour, the end of its minute, so
/// that few moments are kept.
[[nodiscard]] Instant counted_at(Instant now, std::int64_t limit);

/// What an address is counted with: an IPv4 address alone, an IPv6 address with its /64; anything else is itself.
[[nodiscard]] std::string address_block(std::string_view address);

}  // namespace exeat::identity
