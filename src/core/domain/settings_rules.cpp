#include "core/domain/settings_rules.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <utility>

#include "core/domain/accepted_types.h"
#include "core/domain/names.h"
#include "core/policy/file_set.h"

namespace exeat::domain {
namespace {

using Faults = std::vector<FieldError>;

const Attribute* find_attribute(const KnownNames& known, std::string_view name) {
    const auto found = std::ranges::find(known.attributes, name, &Attribute::name);
    return found == known.attributes.end() ? nullptr : &*found;
}

bool is_set(const TriggerSettings& triggers) {
    return triggers.user_level || !triggers.groups.empty() || triggers.attribute_name;
}

void check_level(std::int64_t level, const std::string& pointer, Faults& faults) {
    if (policy::level_of(level)) return;
    faults.push_back(
        {pointer, "There is no level " + std::to_string(level) + ". Levels are 0, 1, 2, 3, 4, 7, 8 and 9."});
}

void check_groups(const std::vector<std::string>& groups, const std::string& pointer, const KnownNames& known,
                  Faults& faults) {
    for (std::size_t i = 0; i < groups.size(); ++i) {
        const auto here = pointer + "/" + std::to_string(i);
        const auto& group = groups[i];
        if (group.find(',') != std::string::npos) {
            faults.push_back({here, "The name of a group that a rule names has no comma."});
        } else if (std::ranges::find(known.groups, group) == known.groups.end()) {
            faults.push_back({here, "There is no group named \"" + group.substr(0, 200) + "\"."});
        }
    }
}

void check_triggers(const TriggerSettings& triggers, const std::string& pointer, const KnownNames& known,
                    Faults& faults) {
    if (triggers.user_level) check_level(*triggers.user_level, pointer + "/user_level", faults);
    check_groups(triggers.groups, pointer + "/groups", known, faults);
    if (triggers.attribute_name) {
        const auto* attribute = find_attribute(known, *triggers.attribute_name);
        if (attribute == nullptr) {
            faults.push_back({pointer + "/attribute_name",
                              "There is no attribute named \"" + triggers.attribute_name->substr(0, 200) + "\"."});
        } else if (attribute->type == AttributeType::date) {
            faults.push_back({pointer + "/attribute_name", "A date cannot be a trigger. Choose another attribute."});
        }
    }
    if (triggers.attribute_value && triggers.attribute_value->empty()) {
        faults.push_back({pointer + "/attribute_value", "An empty value would match nothing. Leave it out instead."});
    }
}

void warn_about_attribute(const TriggerSettings& triggers, const std::string& pointer, const KnownNames& known,
                          std::vector<Warning>& warnings) {
    const auto* attribute = find_attribute(known, *triggers.attribute_name);
    if (attribute == nullptr) return;
    const auto type = attribute->type;
    if (type == AttributeType::text || type == AttributeType::number || type == AttributeType::boolean) {
        warnings.push_back({pointer + "/attribute_name", "loose-attribute",
                            "\"" + attribute->name + "\" is of type " + std::string(policy::to_text(type)) +
                                ". Only a value that is written exactly alike matches; a pulldown is safer."});
    }
    if (has_vocabulary(type) && triggers.attribute_value && !triggers.attribute_value->empty() &&
        std::ranges::find(attribute->vocabulary, *triggers.attribute_value) == attribute->vocabulary.end()) {
        warnings.push_back({pointer + "/attribute_value", "value-outside-vocabulary",
                            "\"" + triggers.attribute_value->substr(0, 200) + "\" is not one of the words of \"" +
                                attribute->name + "\", so no asset carries it."});
    }
}

void warn_about(const TriggerSettings& triggers, const std::string& pointer, const KnownNames& known,
                std::vector<Warning>& warnings) {
    if (triggers.enabled && !is_set(triggers)) {
        warnings.push_back({pointer, "no-trigger",
                            "This is switched on, but nothing triggers it: set a level, groups or an attribute."});
    }
    if (level_is_superseded(triggers)) {
        warnings.push_back({pointer + "/user_level", "level-superseded",
                            "The level is not looked at while an attribute has a value here. Take the value away, or "
                            "set combine to union."});
    }
    if (triggers.attribute_value && !triggers.attribute_name) {
        warnings.push_back({pointer + "/attribute_value", "value-without-attribute",
                            "A value alone triggers nothing: name the attribute, too."});
    }
    if (triggers.attribute_name) warn_about_attribute(triggers, pointer, known, warnings);
}

void check_presets(const LibrarySettings& settings, Faults& faults) {
    for (std::size_t i = 0; i < settings.presets.size(); ++i) {
        const auto pointer = "/presets/" + std::to_string(i) + "/name";
        const auto& name = settings.presets[i].name;
        if (const auto named = check_title(name, pointer); !named) {
            faults.push_back(named.error().fields.at(0));
        } else if (name == policy::k_custom_preset) {
            faults.push_back({pointer, "\"custom\" stands for one-off sizes. Choose another name."});
        }
        const auto first = std::ranges::find(settings.presets, name, &PresetSettings::name);
        if (first != settings.presets.begin() + static_cast<std::ptrdiff_t>(i)) {
            faults.push_back({pointer, "There is another preset of this name above."});
        }
    }
}

void check_not_offered(const LibrarySettings& settings, Faults& faults) {
    for (std::size_t i = 0; i < settings.not_offered.size(); ++i) {
        const auto pointer = "/not_offered/" + std::to_string(i);
        const auto word = policy::parse_file_word(settings.not_offered[i]);
        if (!word) {
            faults.push_back({pointer, "Use original, version, conversion, attachment or preset:NAME."});
            continue;
        }
        if (word->file_class || word->preset == policy::k_custom_preset) continue;
        if (std::ranges::find(settings.presets, word->preset, &PresetSettings::name) == settings.presets.end()) {
            faults.push_back({pointer, "This library has no such preset."});
        }
    }
}

void check_access_actions(const LibrarySettings& settings, Faults& faults) {
    constexpr policy::Actions k_lockable{policy::Action::download, policy::Action::edit, policy::Action::update,
                                         policy::Action::organise, policy::Action::delete_};
    for (std::size_t i = 0; i < settings.access_actions.size(); ++i) {
        if (k_lockable.has(settings.access_actions[i])) continue;
        faults.push_back({"/access_actions/" + std::to_string(i),
                          "A lock blocks download, edit, update, organise and delete; only these can be asked for."});
    }
}

void check_validity(const ValiditySettings& validity, const std::string& pointer, Faults& faults) {
    if ((validity.span == Span::date) == validity.until.has_value()) return;
    faults.push_back({pointer + "/until", validity.until ? "Only a date says until when." : "Say until which date."});
}

void check_rejection_notes(const std::vector<NamedNote>& notes, Faults& faults) {
    constexpr std::size_t k_most_notes = 20;
    constexpr std::size_t k_note_bytes = 2'000;
    if (notes.size() > k_most_notes) {
        faults.push_back({"/requests/rejection_notes", "A library keeps at most 20 notes."});
    }
    for (std::size_t i = 0; i < notes.size(); ++i) {
        const auto here = "/requests/rejection_notes/" + std::to_string(i);
        const auto& [name, text] = notes[i];
        if (const auto named = check_title(name, here + "/name"); !named) {
            faults.push_back(named.error().fields.at(0));
        } else if (std::ranges::find(notes, name, &NamedNote::name) != notes.begin() + static_cast<std::ptrdiff_t>(i)) {
            faults.push_back({here + "/name", "There is another note of this name above."});
        }
        const bool is_blank = text.find_first_not_of(" \t\r\n") == std::string::npos;
        if (is_blank || text.size() > k_note_bytes || !is_text(text)) {
            faults.push_back({here + "/text", "A text of 1 to 2,000 bytes."});
        }
    }
}

void check_requests(const RequestSettings& requests, Faults& faults) {
    std::ranges::move(faults_of(requests.fields, "/requests/fields"), std::back_inserter(faults));
    check_validity(requests.default_validity, "/requests/default_validity", faults);
    check_validity(requests.longest_validity, "/requests/longest_validity", faults);
    const auto ends = [](Span span) { return span != Span::date && span != Span::unlimited; };
    const auto usual = requests.default_validity.span;
    const auto longest = requests.longest_validity.span;
    const bool is_longer = ends(longest) && (usual == Span::unlimited || (ends(usual) && usual > longest));
    if (is_longer) faults.push_back({"/requests/default_validity", "The usual validity is longer than the longest."});
    check_rejection_notes(requests.rejection_notes, faults);
    constexpr std::size_t k_most_owners = 10'000;
    if (requests.not_receivers.size() > k_most_owners) {
        faults.push_back({"/requests/not_receivers", "At most 10,000 people."});
    }
}

void check_accepted(const AcceptedTypes& accepted, Faults& faults) {
    constexpr std::size_t k_most_types = 100;
    if (accepted.rule == AcceptRule::list && accepted.list.empty()) {
        faults.push_back({"/accepted_types/list", "Name at least one type, or take any."});
    }
    if (accepted.list.size() > k_most_types) faults.push_back({"/accepted_types/list", "At most 100 types."});
    for (std::size_t i = 0; i < accepted.list.size(); ++i) {
        if (is_type_pattern(accepted.list[i])) continue;
        faults.push_back({"/accepted_types/list/" + std::to_string(i),
                          "A type is written as image/png, all of them as image/*, in small letters."});
    }
}

bool has_group(const std::vector<std::string>& groups, std::string_view group) {
    return std::ranges::find(groups, group) != groups.end();
}

}  // namespace

std::vector<FieldError> faults_of(const SiteSettings& settings, const KnownNames& known) {
    Faults faults;
    check_triggers(settings.justification, "/justification", known, faults);
    check_triggers(settings.approval, "/approval", known, faults);
    check_level(settings.public_user.level, "/public_user/level", faults);
    check_groups(settings.public_user.groups, "/public_user/groups", known, faults);
    if (settings.quota.limit && *settings.quota.limit < 0) {
        faults.push_back({"/quota/limit", "A quota is 0 or more, or null for none."});
    }
    if (settings.quota.days < 1 || settings.quota.days > 366) {
        faults.push_back({"/quota/days", "A quota counts over 1 to 366 days."});
    }
    return faults;
}

std::vector<FieldError> faults_of(const LibrarySettings& settings) {
    Faults faults;
    if (settings.access == policy::Access::inherit) {
        faults.push_back({"/access", "A library is locked or unlocked; there is nothing that it could inherit from."});
    }
    if (settings.protection == policy::Protection::inherit) {
        faults.push_back({"/protection", "A library is on_request or open; it inherits from nothing."});
    }
    check_presets(settings, faults);
    check_not_offered(settings, faults);
    check_access_actions(settings, faults);
    check_requests(settings.requests, faults);
    check_accepted(settings.accepted_types, faults);
    return faults;
}

std::vector<Warning> warnings_about(const SiteSettings& settings, const KnownNames& known) {
    std::vector<Warning> warnings;
    warn_about(settings.justification, "/justification", known, warnings);
    warn_about(settings.approval, "/approval", known, warnings);
    if (settings.approval.enabled && is_set(settings.approval) && !justification_in_effect(settings)) {
        warnings.push_back(
            {"/approval", "approval-at-rest", "Approval is not in effect: it works only while justification is."});
    }
    return warnings;
}

bool justification_in_effect(const SiteSettings& settings) {
    return settings.justification.enabled && is_set(settings.justification);
}

bool approval_in_effect(const SiteSettings& settings) {
    return justification_in_effect(settings) && settings.approval.enabled && is_set(settings.approval);
}

bool level_is_superseded(const TriggerSettings& triggers) {
    return triggers.user_level && triggers.attribute_name && triggers.attribute_value &&
           triggers.combine == policy::Combine::supersede;
}

bool ends_both(const SiteSettings& before, const SiteSettings& after) {
    return approval_in_effect(before) && !justification_in_effect(after) && after.approval.enabled;
}

bool names_group(const SiteSettings& settings, std::string_view group) {
    return has_group(settings.justification.groups, group) || has_group(settings.approval.groups, group) ||
           has_group(settings.public_user.groups, group);
}

bool names_attribute(const SiteSettings& settings, std::string_view attribute) {
    return settings.justification.attribute_name == attribute || settings.approval.attribute_name == attribute;
}

}  // namespace exeat::domain
