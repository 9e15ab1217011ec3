#include "core/domain/records.h"

#include <algorithm>

namespace exeat::domain {

policy::Role highest_role(const std::vector<Membership>& memberships, Instant now) {
    auto highest = policy::Role::none;
    for (const auto& membership : memberships) {
        if (membership.ends_at && *membership.ends_at <= now) continue;
        highest = std::max(highest, membership.role);
    }
    return highest;
}

}  // namespace exeat::domain
