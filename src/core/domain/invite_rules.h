// Inviting somebody sets a level, the flags of roles and a role in a library together. Which of these stand in each
// other's way, and what a site lets owners give to whom they invite. Called by usecases/people. Pure: what defeats what
// is found by asking the policy, so that nothing here knows its table of actions.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "core/domain/records.h"
#include "core/domain/settings_rules.h"
#include "core/policy/words.h"
#include "core/vocabulary/id.h"

namespace exeat::domain {

/// What owners of libraries may do about addresses that have no account yet: nothing, unless the site lets them.
struct InviteSettings {
    bool owners_invite = false;
    int level = 2;              // of whom they invite; never above their own
    std::vector<RoleId> roles;  // likewise; one that holds a flag which they have not is left out
    friend bool operator==(const InviteSettings&, const InviteSettings&) = default;
};
/// Levels from 7 up may see or decide more than any library; only administrators give them.
inline constexpr int k_highest_by_owners = 4;
inline constexpr std::size_t k_most_invite_roles = 20;

/// Every wrong place; whether the roles exist is not looked at.
[[nodiscard]] std::vector<FieldError> faults_of(const InviteSettings& settings);

/// Whether a trigger of justification or approval may reach somebody by one of these groups, switched on or not: it
/// names one, or an attribute may. Whoever they invite would be in none, and free of it.
[[nodiscard]] bool triggers_may_name(const SiteSettings& settings, const std::vector<GroupName>& groups);

/// What one invitation would make of somebody.
struct Invited {
    policy::Level level = policy::Level::no_access;
    policy::Flags flags;
    policy::Role role = policy::Role::viewer;
    bool ends = false;  // the role does
    policy::Visibility visibility = policy::Visibility::members;
};

/// One warning for each thing that defeats another: "level-stops" and "flag-missing" where the role here would allow
/// what level or flags do not, "role-stops" where a flag is of no use with this role, "role-adds-nothing" where they
/// could do the same without it, "outlives-end" where they still see the library when it has ended. Only what the role
/// is for is compared: sharing and collecting come from flags alone, whatever the role. Pointers are those of an
/// invitation: "/level", "/roles", "/role", "/ends_at".
[[nodiscard]] std::vector<Warning> warnings_about(const Invited& invited);

}  // namespace exeat::domain
