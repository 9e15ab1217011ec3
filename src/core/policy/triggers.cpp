#include "core/policy/triggers.h"

#include <algorithm>

namespace exeat::policy {
namespace {

bool holds(Names names, std::string_view name) {
    return std::ranges::find(names, name) != names.end();
}

bool meet(Names names, Names others) {
    return std::ranges::any_of(names, [others](std::string_view name) { return holds(others, name); });
}

/// POLICY.md "Triggers": with name and value both set and `combine` not `union`, `user_level` is ignored, also for
/// assets that don't match.
bool level_counts(const Triggers& triggers) {
    return triggers.user_level &&
           (triggers.combine == Combine::union_ || !triggers.attribute_name || !triggers.attribute_value);
}

/// The attribute trigger for somebody in these groups: a value that is exactly the setting's reaches everyone; without
/// a value, one that names a group of theirs.
Reason match_attribute(const Triggers& triggers, const Asset& asset, Names groups) {
    for (const Attribute& attribute : asset.attributes) {
        if (attribute.name != triggers.attribute_name) continue;
        if (triggers.attribute_value) {
            if (holds(attribute.values, *triggers.attribute_value)) return Reason::attribute_has_value;
        } else if (meet(attribute.values, groups)) {
            return Reason::attribute_names_group;
        }
    }
    return Reason::no_trigger_matches;
}

Reason match_one(const Triggers& triggers, const Asset& asset, Level level, Names groups) {
    if (level_counts(triggers) && level <= *triggers.user_level) return Reason::level_trigger;
    if (meet(triggers.groups, groups)) return Reason::group_trigger;
    return match_attribute(triggers, asset, groups);
}

/// POLICY.md "Triggers": a user of level 9 is exempt, nobody else.
Reason match_account(const Triggers& triggers, const Asset& asset, const Account& account) {
    if (account.level == Level::administrator) return Reason::administrator_exempt;
    return match_one(triggers, asset, account.level, account.groups);
}

/// POLICY.md "Triggers": through a link the setting matches when it matches the public user (a public user of level 9
/// is not exempt), or the creator, or the signed-in person who opened it, if any and not of level 9.
TriggerMatch match_link(const Triggers& triggers, const Facts& facts) {
    const PublicUser& public_user = facts.site->public_user;
    TriggerMatch match{match_one(triggers, *facts.asset, public_user.level, public_user.groups), Source::public_user};
    if (match.matches()) return match;
    if (facts.link->creator != nullptr) {
        match = {match_account(triggers, *facts.asset, *facts.link->creator), Source::creator};
        if (match.matches()) return match;
    }
    if (facts.principal != nullptr) {
        match = {match_account(triggers, *facts.asset, *facts.principal), Source::opener};
        if (match.matches()) return match;
    }
    return {};
}

}  // namespace

bool are_in_effect(const Triggers& triggers) {
    return triggers.enabled && (triggers.user_level || !triggers.groups.empty() || triggers.attribute_name);
}

TriggerMatch match_triggers(const Triggers& triggers, const Facts& facts) {
    if (facts.link != nullptr) return match_link(triggers, facts);
    const Reason reason = match_account(triggers, *facts.asset, *facts.principal);
    if (reason == Reason::no_trigger_matches) return {};
    return {reason, Source::account};
}

}  // namespace exeat::policy
