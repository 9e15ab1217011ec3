// Inside the policy: which place at an asset counts, and which flag sharing asks for.
#pragma once

#include "core/policy/facts.h"

namespace exeat::policy {

/// POLICY.md gate 2: the role that counts; `none` is hidden.
[[nodiscard]] Role role_that_counts(Level level, Role role, Visibility visibility);
/// POLICY.md gate 1: the flag of a link's type, and gate 4: that of a share_type. A portal is nobody's share; curators
/// make galleries, so theirs stands in.
[[nodiscard]] Flag flag_of(LinkType type);
/// POLICY.md "Words": level 4 or more and the flag edit, or level 9.
[[nodiscard]] bool is_able_to_edit(const Account& account);
/// POLICY.md "include_protected", for this walk's link if there is one.
[[nodiscard]] bool includes_protected(const Link* link);

}  // namespace exeat::policy
