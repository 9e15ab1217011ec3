#include "core/policy/roles.h"

#include <array>

namespace exeat::policy {

Role role_that_counts(Level level, Role role, Visibility visibility) {
    // POLICY.md gate 2: level 9 counts as owner everywhere.
    if (level == Level::administrator) return Role::owner;
    if (role != Role::none) return role;
    // POLICY.md gate 2: with `everyone`, and for level 8, role none counts as viewer.
    return visibility == Visibility::everyone || level == Level::director ? Role::viewer : Role::none;
}

Flag flag_of(LinkType type) {
    constexpr std::array k_flags{Flag::share_file, Flag::share_card, Flag::use_collections, Flag::curate, Flag::curate};
    return k_flags[static_cast<std::size_t>(type)];
}

bool is_able_to_edit(const Account& account) {
    return account.level == Level::administrator || (account.level >= Level::producer && account.flags.has(Flag::edit));
}

bool includes_protected(const Link* link) {
    if (link == nullptr || !link->include_protected || !link->allow_download || link->creator == nullptr) return false;
    return link->creator->role == Role::owner || link->creator->level == Level::administrator;
}

}  // namespace exeat::policy
