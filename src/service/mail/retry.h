// When a mail that was not taken is tried again. Called by usecases/mail. Refuses to know why it was not taken.
#pragma once

#include <cstdint>
#include <optional>

#include "core/vocabulary/instant.h"

namespace exeat::mail {

/// A mail that no server has taken for so long is given up.
inline constexpr std::int64_t k_tried_for_ms = 48LL * 3'600'000;

/// After `attempts` attempts (at least one), of which the first was at `first`: in a minute, then in twice that, up to
/// every hour. nullopt: it is given up.
[[nodiscard]] std::optional<Instant> next_try(std::int64_t attempts, Instant first, Instant now);

}  // namespace exeat::mail
