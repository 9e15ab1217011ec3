// Inside the policy: when a request is a grant in force, and what it meets (POLICY.md "Grants").
#pragma once

#include <cstdint>
#include <optional>

#include "core/policy/walk.h"

namespace exeat::policy {

/// A request with status approved or auto_approved, not revoked, not ended by time or replacement.
[[nodiscard]] bool is_in_force(const Request& request, const Facts& facts, Instant now);
/// For a download its `files` hold the file; for other actions files are not looked at.
[[nodiscard]] bool covers_file(const Request& request, const Walk& walk);
/// Which request meets this need of a grant, if one does.
[[nodiscard]] std::optional<std::uint32_t> find_grant(const Walk& walk, Need need);

}  // namespace exeat::policy
