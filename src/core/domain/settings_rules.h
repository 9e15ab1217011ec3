// Which settings are refused when written, which are warned of, and which triggers are in effect (POLICY.md
// "Triggers"). Called by the use cases that write settings, attributes and groups. Pure: what exists is told.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/domain/attribute.h"
#include "core/domain/settings.h"
#include "core/vocabulary/error.h"

namespace exeat::domain {

/// The groups and attributes that exist.
struct KnownNames {
    std::vector<std::string> groups;
    std::vector<Attribute> attributes;
};

/// What is written all the same, but may not do what was meant.
struct Warning {
    std::string pointer;
    std::string code;
    std::string text;
    friend bool operator==(const Warning&, const Warning&) = default;
};

/// Every wrong place; empty: the settings may be written.
[[nodiscard]] std::vector<FieldError> faults_of(const SiteSettings& settings, const KnownNames& known);
[[nodiscard]] std::vector<FieldError> faults_of(const LibrarySettings& settings);
[[nodiscard]] std::vector<Warning> warnings_about(const SiteSettings& settings, const KnownNames& known);

/// The same as the policy does: enabled and at least one trigger set; approval only while justification is.
[[nodiscard]] bool justification_in_effect(const SiteSettings& settings);
[[nodiscard]] bool approval_in_effect(const SiteSettings& settings);
/// The level trigger is set, and off because a name and a value of an attribute are set, too (`combine` supersede).
[[nodiscard]] bool level_is_superseded(const TriggerSettings& triggers);

/// Justification ends while approval is on and stays switched on: both end, and both are to be confirmed.
[[nodiscard]] bool ends_both(const SiteSettings& before, const SiteSettings& after);

/// Whether a trigger, or the public user, names that group: it can then be neither renamed nor deleted by itself.
[[nodiscard]] bool names_group(const SiteSettings& settings, std::string_view group);
/// Whether a trigger names that attribute.
[[nodiscard]] bool names_attribute(const SiteSettings& settings, std::string_view attribute);

}  // namespace exeat::domain
