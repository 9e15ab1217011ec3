// One's own account. Called by src/api/me_routes.cpp, and by whoever answers a sign-in. Refuses to know anybody else's.
#pragma once

#include <string>
#include <vector>

#include "core/policy/words.h"
#include "state/store/people_rows.h"
#include "usecases/caller.h"
#include "usecases/house.h"

namespace exeat::usecases {

/// What the person may do to the site itself; what they may do to assets each asset says.
struct Abilities {
    bool manage_people = false;         // people, groups, roles
    bool change_site_settings = false;  // rules, quotas, the public user
    bool define_attributes = false;     // attributes and terms
    bool create_library = false;
    bool create_tokens = false;  // not with a token
};

struct Me {
    store::PersonRow person;
    policy::Flags flags;
    std::vector<store::RoleName> roles;
    std::vector<domain::GroupName> groups;
    std::int64_t recovery_codes_left = 0;
    Abilities abilities;
};

/// Errors: unauthenticated "not-signed-in", also for the operator, who is nobody here.
[[nodiscard]] Result<Me> read_me(House& house, const Caller& caller);

/// One's own name, over `version`. Errors: "wrong-name", conflict "stale".
[[nodiscard]] Result<Me> update_me(House& house, const Caller& caller, const std::string& name, std::int64_t version);

}  // namespace exeat::usecases
