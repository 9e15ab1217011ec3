// How many failures are let through, and what they are counted for. Called by usecases/people/attempts.h, which keeps
// the counts. Refuses to know rows and clocks.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/vocabulary/instant.h"

namespace exeat::identity {

inline constexpr std::int64_t k_throttle_window_ms = 3'600'000;
inline constexpr std::int64_t k_failures_each = 10;        // for one account, for one block of addresses
inline constexpr std::int64_t k_failures_in_all = 10'000;  // for the whole site: guessing from very many addresses

/// Failures since a moment; they count for an hour from it.
struct Failures {
    std::int64_t count = 0;
    Instant since;
    friend bool operator==(const Failures&, const Failures&) = default;
};

/// How long nothing more is let through: 0 when one more may fail, else whole seconds, at least 1.
[[nodiscard]] std::int64_t seconds_to_wait(const std::optional<Failures>& failures, std::int64_t limit, Instant now);

/// With one failure more at `now`.
[[nodiscard]] Failures one_more(const std::optional<Failures>& failures, Instant now);
/// With one less, for an attempt that was counted and turned out right; nullopt when none is left.
[[nodiscard]] std::optional<Failures> one_less(const std::optional<Failures>& failures, Instant now);

/// What an address is counted with: an IPv4 address alone, an IPv6 address with its /64; anything else is itself.
[[nodiscard]] std::string address_block(std::string_view address);

}  // namespace exeat::identity
