#include "usecases/settings/properties.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "usecases/mail/subjects.h"
#include "usecases/permit.h"
#include "usecases/refused.h"

namespace exeat::usecases {
namespace {

using domain::SiteSettings;
using domain::TriggerSettings;

/// How one member of a trigger setting is written and read as text.
struct Member {
    std::string_view suffix;   // of the property's name
    std::string_view pointer;  // of the member in the settings
    std::string (*write)(const TriggerSettings&);
    Done (*read)(TriggerSettings&, std::string_view);
};

Done wrong_property(std::string text) {
    return wrong_member("wrong-property", "/value", std::move(text));
}

std::string_view trimmed(std::string_view text) {
    const auto begin = text.find_first_not_of(' ');
    if (begin == std::string_view::npos) return {};
    return text.substr(begin, text.find_last_not_of(' ') - begin + 1);
}

std::string write_enabled(const TriggerSettings& triggers) {
    return triggers.enabled ? "true" : "false";
}
Done read_enabled(TriggerSettings& triggers, std::string_view value) {
    if (value != "true" && value != "false") return wrong_property("Write true or false.");
    triggers.enabled = value == "true";
    return {};
}

std::string write_level(const TriggerSettings& triggers) {
    return triggers.user_level ? std::to_string(*triggers.user_level) : "";
}
Done read_level(TriggerSettings& triggers, std::string_view value) {
    triggers.user_level.reset();
    if (value.empty()) return {};
    int level = 0;
    const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), level);
    if (error != std::errc{} || end != value.data() + value.size()) {
        return wrong_property("Write one level, like 3: everybody up to it is asked. Empty switches it off.");
    }
    triggers.user_level = level;
    return {};
}

std::string write_groups(const TriggerSettings& triggers) {
    std::string list;
    for (const auto& group : triggers.groups) list += (list.empty() ? "" : ",") + group;
    return list;
}
Done read_groups(TriggerSettings& triggers, std::string_view value) {
    triggers.groups.clear();
    while (!value.empty()) {
        const auto end = std::min(value.find(','), value.size());
        const auto name = trimmed(value.substr(0, end));
        if (name.empty()) return wrong_property("Between two commas stands the name of a group.");
        triggers.groups.emplace_back(name);
        value.remove_prefix(std::min(end + 1, value.size()));
    }
    return {};
}

std::string write_text(const std::optional<std::string>& text) {
    return text.value_or("");
}
Done read_text(std::optional<std::string>& text, std::string_view value) {
    text = value.empty() ? std::nullopt : std::optional(std::string(value));
    return {};
}

constexpr std::array<Member, 5> k_members{{
    {"Enabled", "/enabled", write_enabled, read_enabled},
    {"UserLevel", "/user_level", write_level, read_level},
    {"Groups", "/groups", write_groups, read_groups},
    {"AttributeName", "/attribute_name", [](const TriggerSettings& all) { return write_text(all.attribute_name); },
     [](TriggerSettings& all, std::string_view value) { return read_text(all.attribute_name, value); }},
    {"AttributeValue", "/attribute_value", [](const TriggerSettings& all) { return write_text(all.attribute_value); },
     [](TriggerSettings& all, std::string_view value) { return read_text(all.attribute_value, value); }},
}};

struct Setting {
    std::string_view prefix;
    std::string_view pointer;
    TriggerSettings SiteSettings::* triggers;
    TriggerEffect SettingsEffect::* effect;
};
constexpr std::array<Setting, 2> k_settings{{
    {"image.downloadJustification", "/justification", &SiteSettings::justification, &SettingsEffect::justification},
    {"image.downloadApproval", "/approval", &SiteSettings::approval, &SettingsEffect::approval},
}};

struct Found {
    const Setting* setting = nullptr;
    const Member* member = nullptr;
};

std::string name_of(const Found& found) {
    return std::string(found.setting->prefix) + std::string(found.member->suffix);
}

std::optional<Found> find(std::string_view name) {
    for (const auto& setting : k_settings) {
        for (const auto& member : k_members) {
            const Found found{&setting, &member};
            if (name_of(found) == name) return found;
        }
    }
    return std::nullopt;
}

std::unexpected<Error> no_such_property(std::string_view name) {
    return fail(ErrorKind::not_found, "no-such-property",
                "There is no property named \"" + std::string(name.substr(0, 100)) + "\".");
}

Property property_of(const Found& found, const SiteSettingsShown& shown) {
    Property property;
    property.name = name_of(found);
    property.value = found.member->write(shown.settings.*(found.setting->triggers));
    property.in_effect = property.value;
    const auto& effect = shown.in_effect.*(found.setting->effect);
    if (found.member->suffix == "Enabled") property.in_effect = effect.in_effect ? "true" : "false";
    if (found.member->suffix == "UserLevel" && effect.level_superseded) property.in_effect.clear();
    const auto pointer = std::string(found.setting->pointer) + std::string(found.member->pointer);
    for (const auto& warning : shown.warnings) {
        const bool is_mine = warning.pointer == pointer ||
                             (found.member->suffix == "Enabled" && warning.pointer == found.setting->pointer);
        if (is_mine) property.warnings.push_back(warning);
    }
    property.version = shown.version;
    return property;
}

/// The subjects of mails are properties, too, with a version of their own.
struct Subject {
    std::string_view name;
    std::string MailSubjects::* subject;
};
constexpr std::array<Subject, 3> k_subjects{{
    {"image.downloadRequestSubject", &MailSubjects::request},
    {"image.downloadApprovedSubject", &MailSubjects::approved},
    {"image.downloadRejectedSubject", &MailSubjects::rejected},
}};

const Subject* find_subject(std::string_view name) {
    const auto* found = std::ranges::find(k_subjects, name, &Subject::name);
    return found == k_subjects.end() ? nullptr : found;
}

Property property_of(const Subject& subject, const MailSubjectsShown& shown) {
    Property property;
    property.name = subject.name;
    property.value = shown.subjects.*(subject.subject);
    property.in_effect = property.value.empty() ? shown.usual.*(subject.subject) : property.value;
    property.version = shown.version;
    return property;
}

/// Wrong places of the settings, said of the property.
Error as_of_property(Error error) {
    for (auto& field : error.fields) field.pointer = "/value";
    return error;
}

Result<Property> write_subject(House& house, const Caller& caller, std::optional<std::int64_t> version,
                               const Subject& subject, std::string_view value) {
    EXEAT_TAKE(const auto before, read_mail_subjects(house, caller));
    auto subjects = before.subjects;
    subjects.*(subject.subject) = value;
    auto shown = write_mail_subjects(house, caller, version.value_or(before.version), subjects);
    if (!shown) return fail(as_of_property(std::move(shown.error())));
    return property_of(subject, *shown);
}

}  // namespace

Result<std::vector<Property>> list_properties(House& house, const Caller& caller) {
    EXEAT_TAKE(const auto shown, read_site_settings(house, caller));
    std::vector<Property> properties;
    for (const auto& setting : k_settings) {
        for (const auto& member : k_members) properties.push_back(property_of({&setting, &member}, shown));
    }
    EXEAT_TAKE(const auto subjects, read_mail_subjects(house, caller));
    for (const auto& subject : k_subjects) properties.push_back(property_of(subject, subjects));
    return properties;
}

Result<Property> read_property(House& house, const Caller& caller, std::string_view name) {
    if (const auto* subject = find_subject(name)) {
        EXEAT_TAKE(const auto subjects, read_mail_subjects(house, caller));
        return property_of(*subject, subjects);
    }
    EXEAT_TAKE(const auto shown, read_site_settings(house, caller));
    const auto found = find(name);
    if (!found) return no_such_property(name);
    return property_of(*found, shown);
}

Result<Property> write_property(House& house, const Caller& caller, std::optional<std::int64_t> version,
                                std::string_view name, std::string_view value, Confirmed confirmed) {
    EXEAT_TRY(must_be(house.authority, caller, policy::Level::administrator));
    if (const auto* subject = find_subject(name)) return write_subject(house, caller, version, *subject, value);
    const auto found = find(name);
    if (!found) return no_such_property(name);
    auto shown = change_site_settings(
        house, caller, version,
        [&](SiteSettings& settings) { return found->member->read(settings.*(found->setting->triggers), value); },
        confirmed);
    if (!shown) return fail(as_of_property(std::move(shown.error())));
    return property_of(*found, *shown);
}

}  // namespace exeat::usecases
