#include "core/domain/settings.h"

#include <utility>

namespace exeat::domain {
namespace {

policy::Triggers view_of(const TriggerSettings& settings, std::vector<std::string_view>& groups) {
    groups.assign(settings.groups.begin(), settings.groups.end());
    policy::Triggers view;
    view.enabled = settings.enabled;
    // A number that is no level is refused when written; one that got here all the same sets no trigger.
    if (settings.user_level) view.user_level = policy::level_of(*settings.user_level);
    view.groups = groups;
    if (settings.attribute_name) view.attribute_name = *settings.attribute_name;
    if (settings.attribute_value) view.attribute_value = *settings.attribute_value;
    view.combine = settings.combine;
    return view;
}

}  // namespace

SitePolicy::SitePolicy(SiteSettings settings) : settings_(std::move(settings)) {
    view_.justification = view_of(settings_.justification, justification_groups_);
    view_.approval = view_of(settings_.approval, approval_groups_);
    view_.conversions_count_as_original = settings_.conversions_count_as_original;
    view_.attachments_count_as_original = settings_.attachments_count_as_original;
    public_groups_.assign(settings_.public_user.groups.begin(), settings_.public_user.groups.end());
    view_.public_user.level = policy::level_of(settings_.public_user.level).value_or(policy::Level::no_access);
    view_.public_user.groups = public_groups_;
}

LibraryPolicy::LibraryPolicy(LibrarySettings settings) : settings_(std::move(settings)) {
    // Lists are checked when written; one that cannot be read offers nothing.
    auto not_offered = policy::KeptFileSet::parse(settings_.not_offered);
    not_offered_ = not_offered ? *not_offered : policy::KeptFileSet::every();
    presets_.reserve(settings_.presets.size());
    for (const auto& preset : settings_.presets) presets_.push_back({preset.name, preset.open_when_protected});
    view_.visibility = settings_.visibility;
    view_.access = settings_.access;
    view_.viewer_access = settings_.viewer_access;
    view_.protection = settings_.protection;
    view_.watermark = settings_.watermark;
    view_.grant_ends_on_replace = settings_.grant_ends_on_replace;
    view_.not_offered = not_offered_.view();
    for (const auto action : settings_.access_actions) view_.access_actions.add(action);
    view_.re_request_download = settings_.re_request.download;
    view_.re_request_access = settings_.re_request.access;
    view_.presets = presets_;
}

}  // namespace exeat::domain
