// Inside the policy: whether an asset is there for outsiders, for gate 3 and for scopes alike.
#pragma once

#include "core/policy/decision.h"
#include "core/policy/scope.h"

namespace exeat::policy {

/// POLICY.md gate 3: `available`, or why not.
[[nodiscard]] Reason availability(const Lifecycle& asset, Instant now);

}  // namespace exeat::policy
