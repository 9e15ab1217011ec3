#include "usecases/bulk/may_change.h"

#include <algorithm>
#include <array>

#include "core/domain/settings_rules.h"
#include "state/store/bulk_rows.h"
#include "usecases/folders/move_rules.h"
#include "usecases/permit.h"

namespace exeat::usecases {
namespace {

/// What each asset is asked for, as AssetChanging does it.
policy::Actions actions_of(const AssetChange& change, const domain::SiteSettings& site) {
    policy::Actions actions;
    if (!change.folder.is_absent()) actions.add(policy::Action::organise);
    if (change.status || !change.available_from.is_absent() || !change.available_until.is_absent()) {
        actions.add(policy::Action::publish);
    }
    if (change.access || change.protection || change.not_offered || !change.terms.is_absent()) {
        actions.add(policy::Action::protect);
    }
    if (!change.attributes) return actions;
    if (change.attributes->empty()) actions.add(policy::Action::edit);
    for (const auto& [name, unused] : *change.attributes) {
        actions.add(domain::names_attribute(site, name) ? policy::Action::protect : policy::Action::edit);
    }
    return actions;
}

/// The highest that they have at the library, at a folder or at one asset in it.
policy::Role highest_role_in(House& house, const domain::Standing& person, LibraryId library, Instant now) {
    auto memberships = house.authority.memberships_of(person);
    std::erase_if(memberships, [&](const auto& one) { return one.library != library; });
    return domain::highest_role(memberships, now);
}

/// A pass lifts what lies behind level, flags and role, and nothing else.
bool is_for_a_pass(const Permit& permit) {
    const auto& decision = permit.decision();
    return decision.outcome == policy::Outcome::need || decision.denied_by == policy::DeniedBy::lock;
}

}  // namespace

Done may_change_something(House& house, const Caller& caller, LibraryId library, const AssetChange& change) {
    constexpr std::array k_asked{policy::Action::organise, policy::Action::publish, policy::Action::protect,
                                 policy::Action::edit};
    EXEAT_TAKE(const auto person, standing_of(house.authority, caller));
    EXEAT_TAKE(const auto now, house.authority.now());
    EXEAT_TAKE(const auto site, house.authority.site());
    const auto role = highest_role_in(house, *person, library, now);
    const auto actions = actions_of(change, site->settings());
    std::vector<GroupId> groups;
    for (const auto& group : person->groups) groups.push_back(group.id);
    for (const auto action : k_asked) {
        if (!actions.has(action)) continue;
        EXEAT_TAKE(const auto permit, ask_at_best(house.authority, caller, library, role, action));
        if (permit.allows()) continue;
        if (!is_for_a_pass(permit)) return must(permit);
        EXEAT_TAKE(const auto has_pass, house.database.read([&](sql::Session& session) {
            return store::has_access_pass(session, library, person->id, groups, action, now);
        }));
        if (!has_pass) return must(permit);
    }
    if (change.folder.is_absent()) return {};
    const auto folder = change.folder.is_null() ? std::nullopt : std::optional(change.folder.value());
    EXEAT_TRY(must_arrive(house.authority, caller, library, folder, "/change/folder"));
    return {};
}

}  // namespace exeat::usecases
