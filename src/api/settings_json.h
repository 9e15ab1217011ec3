// How site settings and what they amount to look in JSON: shared by the routes of settings and properties.
#pragma once

#include "api/operation.h"
#include "platform/json/shape.h"
#include "state/store/described.h"
#include "usecases/settings/site_settings.h"

namespace exeat::domain {
BOOST_DESCRIBE_STRUCT(Warning, (), (pointer, code, text))
}  // namespace exeat::domain

namespace exeat::usecases {
BOOST_DESCRIBE_ENUM(Confirmed, nothing, both_end)
BOOST_DESCRIBE_STRUCT(TriggerEffect, (), (in_effect, why_not, level_superseded, attribute_job))
BOOST_DESCRIBE_STRUCT(SettingsEffect, (), (justification, approval))
BOOST_DESCRIBE_STRUCT(SiteSettingsShown, (), (settings, in_effect, warnings, version, held_since))
}  // namespace exeat::usecases

namespace exeat::json {
template <>
inline constexpr std::string_view k_schema_name<usecases::SiteSettingsShown> = "SiteSettingsInEffect";
}  // namespace exeat::json
