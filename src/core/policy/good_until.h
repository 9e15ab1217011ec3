// Inside the policy: the answer at any moment, and when it changes.
#pragma once

#include <optional>

#include "core/policy/decision.h"
#include "core/policy/facts.h"

namespace exeat::policy {

/// The decision as it is at `now` (facts.now is not looked at), without `good_until`.
[[nodiscard]] Decision decide_at(const Facts& facts, Instant now);

/// The next instant after this one at which some rule that reads the time may turn, or nullopt.
[[nodiscard]] std::optional<Instant> next_boundary(const Facts& facts, Instant after);

/// The first instant after facts.now at which decide_at() answers otherwise than `answer`, the one at facts.now.
[[nodiscard]] std::optional<Instant> first_change(const Facts& facts, const Decision& answer);

}  // namespace exeat::policy
