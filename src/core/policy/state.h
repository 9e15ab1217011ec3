// Inside the policy: what stands against a blocked need, for the tile (POLICY.md "State").
#pragma once

#include <cstdint>
#include <optional>

#include "core/policy/walk.h"

namespace exeat::policy {

inline constexpr Needs k_grant_needs{Need::access_grant, Need::download_grant, Need::site_approval};

struct StateFound {
    RequestState state = RequestState::none;
    std::optional<std::uint32_t> request;  // the one that the state speaks of
};

/// The state after the walk, from its needs and grants.
[[nodiscard]] StateFound state_after(const Walk& walk);
/// Whether this person may (again) ask for what is needed.
[[nodiscard]] bool may_request(const Walk& walk, RequestState state);

}  // namespace exeat::policy
