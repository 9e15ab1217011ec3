#include "core/domain/invite_rules.h"

#include <algorithm>
#include <array>
#include <string>

#include "core/policy/decide.h"

namespace exeat::domain {
namespace {

using policy::Action;
using policy::Flag;
using policy::Level;
using policy::Role;

/// What roles in a library are for, in the order in which a warning tells of them.
constexpr std::array k_actions{Action::view,     Action::download, Action::upload,  Action::edit,   Action::update,
                               Action::organise, Action::delete_,  Action::publish, Action::protect};
constexpr std::array k_flags{Flag::download, Flag::edit, Flag::upload, Flag::publish};
/// In their order; nobody is lifted to administrator, who needs no role.
constexpr std::array k_levels{Level::browser,  Level::consumer, Level::importer,
                              Level::producer, Level::manager,  Level::director};
constexpr auto k_all_flags = policy::Flags::from_bits(0xFFFF);

/// Whether the policy allows it for a published, unlocked, open asset of such a library.
bool allows(const Invited& invited, Action action) {
    policy::Site site;
    policy::Library library;
    library.visibility = invited.visibility;
    library.access = policy::Access::unlocked;
    library.viewer_access = policy::ViewerAccess::open;
    library.protection = policy::Protection::open;
    policy::Asset asset;
    asset.status = policy::AssetStatus::published;
    policy::Account account;
    account.active = true;
    account.level = invited.level;
    account.flags = invited.flags;
    account.role = invited.role;
    policy::Facts facts;
    facts.site = &site;
    facts.library = &library;
    facts.asset = &asset;
    facts.principal = &account;
    facts.action = action;
    return policy::decide(facts).outcome == policy::Outcome::allow;
}

Invited with_level(Invited invited, Level level) {
    invited.level = level;
    return invited;
}

Invited with_flags(Invited invited, policy::Flags flags) {
    invited.flags = flags;
    return invited;
}

Invited with_role(Invited invited, Role role) {
    invited.role = role;
    return invited;
}

/// The role would allow it to somebody who had every level and flag that a role needs.
bool is_for(const Invited& invited, Action action) {
    return allows(with_level(with_flags(invited, k_all_flags), Level::director), action);
}

std::string list_of(const std::vector<std::string_view>& words) {
    std::string text;
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (i > 0) text += i + 1 == words.size() ? " and " : ", ";
        text += words[i];
    }
    return text;
}

/// Those that the role is for and that `stops` says of, as words.
template <class Stops>
std::vector<std::string_view> words_of(const Invited& invited, Stops stops) {
    std::vector<std::string_view> words;
    for (const auto action : k_actions) {
        if (is_for(invited, action) && stops(action)) words.push_back(policy::to_text(action));
    }
    return words;
}

/// The lowest level from which nothing that the role is for is stopped by the level.
Level enough_for(const Invited& invited) {
    for (const auto level : k_levels) {
        const auto lifted = with_level(with_flags(invited, k_all_flags), level);
        if (words_of(invited, [&](Action action) { return !allows(lifted, action); }).empty()) return level;
    }
    return Level::director;
}

void warn_about_level(const Invited& invited, std::vector<Warning>& warnings) {
    const auto with_every_flag = with_flags(invited, k_all_flags);
    const auto stopped = words_of(invited, [&](Action action) { return !allows(with_every_flag, action); });
    if (stopped.empty()) return;
    const auto level = std::to_string(static_cast<int>(invited.level));
    const auto enough = std::to_string(static_cast<int>(enough_for(invited)));
    warnings.push_back({"/level", "level-stops",
                        "Level " + level + " does not allow what the role of " +
                            std::string(policy::to_text(invited.role)) + " is for: " + list_of(stopped) +
                            ". All of it takes level " + enough + "."});
}

void warn_about_flags(const Invited& invited, std::vector<Warning>& warnings) {
    // With the level out of the way, so that both are told at once.
    const auto lifted = with_level(invited, Level::director);
    if (invited.level == Level::administrator) return;
    std::vector<std::string_view> missing;
    for (const auto flag : k_flags) {
        auto without = k_all_flags;
        without.remove(flag);
        const auto needed =
            words_of(invited, [&](Action action) { return !allows(with_flags(lifted, without), action); });
        if (!invited.flags.has(flag) && !needed.empty()) missing.push_back(policy::to_text(flag));
    }
    if (missing.empty()) return;
    const auto stopped = words_of(invited, [&](Action action) { return !allows(lifted, action); });
    warnings.push_back({"/roles", "flag-missing",
                        "None of the roles has " + list_of(missing) + ": as " +
                            std::string(policy::to_text(invited.role)) + " they cannot " + list_of(stopped) + "."});
}

/// Flags for which this role leaves nothing to do, where a higher one would.
void warn_about_role(const Invited& invited, std::vector<Warning>& warnings) {
    if (invited.level == Level::administrator || invited.role == Role::owner) return;
    std::vector<std::string_view> idle;
    for (const auto flag : k_flags) {
        if (!invited.flags.has(flag)) continue;
        const auto lifted = with_level(with_flags(invited, k_all_flags), Level::director);
        auto without = lifted;
        without.flags.remove(flag);
        const auto is_used = [&](Role role) {
            for (const auto action : k_actions) {
                if (allows(with_role(lifted, role), action) && !allows(with_role(without, role), action)) return true;
            }
            return false;
        };
        if (!is_used(invited.role) && is_used(Role::editor)) idle.push_back(policy::to_text(flag));
    }
    if (idle.empty()) return;
    warnings.push_back({"/role", "role-stops",
                        "Their roles have " + list_of(idle) + ", of which a " +
                            std::string(policy::to_text(invited.role)) +
                            " makes no use here: that takes the role of editor."});
}

void warn_about_use(const Invited& invited, std::vector<Warning>& warnings) {
    const auto without = with_role(invited, Role::none);
    bool adds = false;
    for (const auto action : k_actions) adds = adds || allows(invited, action) != allows(without, action);
    const bool sees_anyway = allows(without, Action::view);
    if (!adds && sees_anyway) {
        warnings.push_back({"/role", "role-adds-nothing",
                            "They could do the same here without this role: " +
                                std::string(invited.level >= Level::director ? "their level reaches every library."
                                                                             : "everybody sees this library.")});
    }
    if (invited.ends && sees_anyway) {
        warnings.push_back(
            {"/ends_at", "outlives-end",
             std::string("When the role has ended they still see the library: ") +
                 (invited.level >= Level::director ? "their level reaches every library." : "everybody does.")});
    }
}

}  // namespace

std::vector<FieldError> faults_of(const InviteSettings& settings) {
    std::vector<FieldError> faults;
    if (!policy::level_of(settings.level) || settings.level < 1 || settings.level > k_highest_by_owners) {
        faults.push_back(
            {"/level", "Whom owners invite has level 1 (browser), 2 (consumer), 3 (importer) or 4 (producer)."});
    }
    if (settings.roles.size() > k_most_invite_roles) faults.push_back({"/roles", "At most 20 roles."});
    return faults;
}

bool triggers_may_name(const SiteSettings& settings, const std::vector<GroupName>& groups) {
    const auto may_name = [&](const TriggerSettings& triggers) {
        if (triggers.attribute_name && !triggers.attribute_value) return !groups.empty();
        return std::ranges::any_of(groups, [&](const GroupName& group) {
            return std::ranges::find(triggers.groups, group.name) != triggers.groups.end();
        });
    };
    return may_name(settings.justification) || may_name(settings.approval);
}

std::vector<Warning> warnings_about(const Invited& invited) {
    std::vector<Warning> warnings;
    if (invited.level == Level::no_access) {
        warnings.push_back({"/level", "level-stops", "Level 0 is no access: they cannot even sign in."});
        return warnings;
    }
    warn_about_level(invited, warnings);
    warn_about_flags(invited, warnings);
    warn_about_role(invited, warnings);
    warn_about_use(invited, warnings);
    return warnings;
}

}  // namespace exeat::domain
