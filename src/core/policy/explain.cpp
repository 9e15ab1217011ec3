#include "core/policy/explain.h"

#include <algorithm>

namespace exeat::policy {
namespace {

struct Named {
    Reason reason;
    std::string_view setting;
};

constexpr std::array k_settings{
    Named{Reason::account_inactive, "active"},
    Named{Reason::account_level_none, "level"},
    Named{Reason::link_switched_off, "enabled"},
    Named{Reason::link_not_started, "starts_at"},
    Named{Reason::link_ended, "expires_at"},
    Named{Reason::public_user_level_none, "level"},
    Named{Reason::creator_inactive, "active"},
    Named{Reason::creator_level_too_low, "level"},
    Named{Reason::creator_flag_missing, "flags"},
    Named{Reason::visible_to_everyone, "visibility"},
    Named{Reason::director_sees_all, "level"},
    Named{Reason::administrator_owns_all, "level"},
    Named{Reason::not_published, "status"},
    Named{Reason::not_yet_available, "available_from"},
    Named{Reason::no_longer_available, "available_until"},
    Named{Reason::level_too_low, "level"},
    Named{Reason::flag_missing, "flags"},
    Named{Reason::link_without_comments, "comments"},
    Named{Reason::link_without_downloads, "allow_download"},
    Named{Reason::link_without_file, "files"},
    Named{Reason::creator_may_not_download, "flags"},
    Named{Reason::public_user_level_too_low, "level"},
    Named{Reason::link_without_metadata, "show_metadata"},
    Named{Reason::preset_unknown, "presets"},
    Named{Reason::not_offered, "not_offered"},
    Named{Reason::unlocked, "access"},
    Named{Reason::link_includes_protected, "include_protected"},
    Named{Reason::locked, "access"},
    Named{Reason::viewers_must_ask, "viewer_access"},
    Named{Reason::unprotected, "protection"},
    Named{Reason::preset_stays_open, "presets"},
    Named{Reason::protected_on_request, "protection"},
    Named{Reason::triggers_not_in_effect, "enabled"},
    Named{Reason::level_trigger, "user_level"},
    Named{Reason::group_trigger, "groups"},
    Named{Reason::attribute_names_group, "attribute_name"},
    Named{Reason::attribute_has_value, "attribute_value"},
    Named{Reason::terms_not_accepted, "terms"},
    Named{Reason::terms_of_other_version, "terms"},
    Named{Reason::link_used_up, "max_downloads"},
    Named{Reason::quota_used_up, "limit"},
};

/// What an outsider is told instead of the affairs of a link's creator and of the public user.
Reason without_the_creator(Reason reason) {
    constexpr std::array k_at_rest{Reason::public_user_level_none, Reason::creator_missing, Reason::creator_inactive,
                                   Reason::creator_level_too_low, Reason::creator_flag_missing};
    constexpr std::array k_no_downloads{Reason::creator_may_not_download, Reason::public_user_level_too_low};
    if (std::ranges::find(k_at_rest, reason) != k_at_rest.end()) return Reason::link_at_rest;
    if (std::ranges::find(k_no_downloads, reason) != k_no_downloads.end()) return Reason::link_without_downloads;
    return reason;
}

bool is_trigger(Reason reason) {
    constexpr std::array k_triggers{Reason::level_trigger, Reason::group_trigger, Reason::attribute_names_group,
                                    Reason::attribute_has_value};
    return std::ranges::find(k_triggers, reason) != k_triggers.end();
}

/// What everybody may be told by name: their own account, their wish, the link that they hold, the terms they accept.
bool is_told_to_all(Source source) {
    constexpr std::array k_open{Source::wish,    Source::account,  Source::role, Source::link,
                                Source::request, Source::accepted, Source::quota};
    return std::ranges::find(k_open, source) != k_open.end();
}

/// Hides from outsiders what they cannot see: folders, settings of asset and library, the people behind a link.
void hide_from_outsider(Because& line, const Sight& sight) {
    const Reason told = without_the_creator(line.reason);
    if (told != line.reason) {
        line.reason = told;
        line.source = Source::link;
        line.setting = setting_of(told);
    }
    if (line.source == Source::folder && (line.index >= 64 || ((sight.folders >> line.index) & 1U) == 0)) {
        line.index = k_unnamed;
    }
    if (!is_told_to_all(line.source)) line.setting = {};
}

/// Hides the site's triggers from whoever cannot read them: which one it was, and whom it reached.
void hide_triggers(Because& line) {
    if (is_trigger(line.reason)) {
        line.reason = Reason::site_rule;
        line.source = Source::site;
    }
    if (line.source == Source::site) line.setting = {};
}

}  // namespace

std::string_view setting_of(Reason reason) {
    const auto* const found = std::ranges::find(k_settings, reason, &Named::reason);
    return found == k_settings.end() ? std::string_view{} : found->setting;
}

Sight sight_of(const Facts& facts, std::uint64_t folders_seen) {
    const Account* person = facts.principal;
    Sight sight;
    sight.folders = folders_seen;
    if (person == nullptr || !person->active) return sight;
    sight.site_settings = person->level >= Level::director;
    sight.insider = facts.link == nullptr && (person->role >= Role::editor || person->level == Level::administrator);
    return sight;
}

const Because* Explanation::decisive() const {
    const auto ends = [](const Because& line) {
        return line.result == StepResult::deny || line.result == StepResult::hidden;
    };
    const auto told = lines();
    auto found = std::ranges::find_if(told, ends);
    if (found == told.end()) found = std::ranges::find(told, StepResult::need, &Because::result);
    return found == told.end() ? nullptr : &*found;
}

Explanation explain(const Decision& decision, const Sight& sight) {
    Explanation explanation;
    // POLICY.md "Explanation": a hidden answer has no trace for outsiders.
    if (decision.outcome == Outcome::hidden && !sight.insider) return explanation;
    for (const Step& step : decision.trace.steps()) {
        if (step.result == StepResult::not_asked) continue;
        Because line{step.gate, step.result, step.reason, step.source, step.index, setting_of(step.reason)};
        if (!sight.insider) hide_from_outsider(line, sight);
        if (!sight.site_settings) hide_triggers(line);
        explanation.add(line);
    }
    return explanation;
}

}  // namespace exeat::policy
