#include "core/domain/request_form.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <span>
#include <utility>

#include "core/domain/names.h"
#include "core/vocabulary/instant.h"

namespace exeat::domain {
namespace {

using Faults = std::vector<FieldError>;

constexpr std::size_t k_text_bytes = 2'000;
constexpr std::size_t k_text_characters = 2'000;
constexpr std::size_t k_long_text_characters = 10'000;
constexpr std::size_t k_most_options = 200;
constexpr std::size_t k_name_bytes = 60;

bool has_options(FieldType type) {
    return type == FieldType::select || type == FieldType::multi_select;
}

bool is_field_name(std::string_view name) {
    if (name.empty() || name.size() > k_name_bytes || name.front() < 'a' || name.front() > 'z') return false;
    return std::ranges::all_of(name,
                               [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; });
}

bool is_blank(std::string_view text) {
    return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

/// Of UTF-8 text: whoever writes with accents has as much room as anybody else.
std::size_t characters_in(std::string_view text) {
    return static_cast<std::size_t>(
        std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

bool comes_twice(const std::vector<std::string>& list, std::size_t at) {
    const auto here = list.begin() + static_cast<std::ptrdiff_t>(at);
    return std::find(list.begin(), here, list[at]) != here;
}

const FormField* find(const std::vector<FormField>& fields, std::string_view name) {
    const auto found = std::ranges::find(fields, name, &FormField::name);
    return found == fields.end() ? nullptr : &*found;
}

void check_condition(const std::vector<FormField>& fields, std::size_t at, const std::string& here, Faults& faults) {
    const auto& condition = *fields[at].shown_if;
    const auto above = std::span(fields).first(at);
    if (std::ranges::find(above, condition.field, &FormField::name) == above.end()) {
        faults.push_back({here + "/field", "A condition names a field that stands above this one."});
    }
    if (condition.test != FieldTest::is_set && condition.value.empty()) {
        faults.push_back({here + "/value", "Say which value the other field has to have."});
    }
    if (condition.value.size() > k_text_bytes || !is_text(condition.value)) {
        faults.push_back({here + "/value", "A text of at most 2,000 bytes."});
    }
}

void check_options(const FormField& field, const std::string& here, Faults& faults) {
    if (!has_options(field.type)) {
        if (!field.options.empty()) {
            faults.push_back({here, "Only a select and a multi_select have options."});
        }
        return;
    }
    if (field.options.empty()) faults.push_back({here, "Give the options that can be chosen."});
    if (field.options.size() > k_most_options) faults.push_back({here, "A field has at most 200 options."});
    for (std::size_t i = 0; i < field.options.size(); ++i) {
        const auto pointer = here + "/" + std::to_string(i);
        if (const auto named = check_title(field.options[i], pointer); !named) {
            faults.push_back(named.error().fields.at(0));
        } else if (comes_twice(field.options, i)) {
            faults.push_back({pointer, "This option stands here twice."});
        }
    }
}

void check_field(const std::vector<FormField>& fields, std::size_t at, const std::string& here, Faults& faults) {
    const auto& field = fields[at];
    if (!is_field_name(field.name)) {
        faults.push_back({here + "/name", "A name begins with a letter and has lower-case letters, digits and _."});
    } else if (field.name == k_intended_use) {
        faults.push_back({here + "/name", "Every form asks for the intended use already. Choose another name."});
    } else if (find(fields, field.name) != &field) {
        faults.push_back({here + "/name", "There is another field of this name above."});
    }
    if (const auto named = check_title(field.label, here + "/label"); !named) {
        faults.push_back(named.error().fields.at(0));
    }
    for (const auto& [member, text] : {std::pair("/help", &field.help), {"/placeholder", &field.placeholder}}) {
        if (text->size() <= k_text_bytes && is_text(*text)) continue;
        faults.push_back({here + member, "A text of at most 2,000 bytes."});
    }
    check_options(field, here + "/options", faults);
    if (field.shown_if) check_condition(fields, at, here + "/shown_if", faults);
}

bool is_number(const std::string& text) {
    double number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc{} && end == text.data() + text.size() && std::isfinite(number);
}

/// What is wrong with one of the texts of an answer; empty when nothing is.
std::string fault_of(const FormField& field, const std::string& value) {
    const bool is_long = field.type == FieldType::long_text;
    if (!is_text(value)) return "An answer is UTF-8 text without NUL.";
    if (characters_in(value) > (is_long ? k_long_text_characters : k_text_characters)) {
        return is_long ? "An answer here has at most 10,000 characters."
                       : "An answer here has at most 2,000 characters.";
    }
    switch (field.type) {
        case FieldType::text:
            return value.find('\n') == std::string::npos ? "" : "This takes one line.";
        case FieldType::long_text:
        case FieldType::file:
            return {};
        case FieldType::select:
        case FieldType::multi_select:
            return std::ranges::find(field.options, value) != field.options.end() ? "" : "Choose one of the options.";
        case FieldType::date:
            return value.size() == 10 && parse_instant(value + "T00:00:00Z") ? "" : "Write a date like 2026-11-21.";
        case FieldType::number:
            return is_number(value) ? "" : "Write a number like 12 or -3.5.";
        case FieldType::checkbox:
            return value == "true" || value == "false" ? "" : "Write true or false.";
    }
    return {};
}

std::size_t most_values(const FormField& field) {
    if (field.type == FieldType::multi_select) return field.options.size();
    return field.type == FieldType::file ? k_most_files_answered : 1;
}

/// An answer that says something. A checkbox says something when it is ticked.
bool is_set(const FormField& field, const Answers& answers) {
    const auto found = answers.find(field.name);
    if (found == answers.end()) return false;
    if (field.type == FieldType::checkbox) {
        return std::ranges::find(found->second, "true") != found->second.end();
    }
    return std::ranges::any_of(found->second, [](const std::string& text) { return !is_blank(text); });
}

bool is_met(const FieldCondition& condition, const FormField& other, const Answers& answers) {
    if (condition.test == FieldTest::is_set) return is_set(other, answers);
    const auto found = answers.find(other.name);
    if (found == answers.end()) return false;
    return std::ranges::any_of(found->second, [&](const std::string& text) {
        if (text == condition.value) return true;
        return condition.test == FieldTest::contains && other.type != FieldType::multi_select &&
               text.find(condition.value) != std::string::npos;
    });
}

void check_answer(const FormField& field, const std::vector<std::string>& values, Faults& faults) {
    const auto here = "/answers/" + field.name;
    if (values.size() > most_values(field)) {
        faults.push_back({here, most_values(field) == 1
                                    ? "This takes one answer."
                                    : "This takes at most " + std::to_string(most_values(field)) + " answers."});
        return;
    }
    for (std::size_t i = 0; i < values.size(); ++i) {
        const auto pointer = here + "/" + std::to_string(i);
        if (auto fault = fault_of(field, values[i]); !fault.empty()) {
            faults.push_back({pointer, std::move(fault)});
        } else if (comes_twice(values, i)) {
            faults.push_back({pointer, "This answer stands here twice."});
        }
    }
}

}  // namespace

std::vector<FieldError> faults_of(const std::vector<FormField>& fields, const std::string& pointer) {
    Faults faults;
    if (fields.size() > k_most_fields) faults.push_back({pointer, "A form has at most 50 fields."});
    for (std::size_t i = 0; i < fields.size(); ++i) {
        check_field(fields, i, pointer + "/" + std::to_string(i), faults);
    }
    return faults;
}

bool is_shown(const std::vector<FormField>& fields, const FormField& field, const Answers& answers) {
    if (!field.shown_if) return true;
    const auto* other = find(fields, field.shown_if->field);
    // A form is checked when it is written: a condition looks upwards, so this ends.
    if (other == nullptr || other >= &field || !is_shown(fields, *other, answers)) return false;
    return is_met(*field.shown_if, *other, answers);
}

std::vector<FieldError> faults_of(const std::vector<FormField>& fields, const Answers& answers) {
    Faults faults;
    for (const auto& [name, values] : answers) {
        const auto* field = find(fields, name);
        if (field == nullptr) {
            faults.push_back({"/answers/" + name.substr(0, k_name_bytes), "The form has no such field."});
        } else if (!is_shown(fields, *field, answers)) {
            if (!values.empty()) faults.push_back({"/answers/" + name, "This field is not asked with these answers."});
        } else {
            check_answer(*field, values, faults);
        }
    }
    for (const auto& field : fields) {
        if (!field.required || !is_shown(fields, field, answers) || is_set(field, answers)) continue;
        faults.push_back({"/answers/" + field.name, "\"" + field.label + "\" has to be answered."});
    }
    return faults;
}

Done check_reason(std::string_view reason, std::string_view pointer) {
    const bool is_too_long = characters_in(reason) > k_text_characters;
    if (!is_blank(reason) && !is_too_long && is_text(reason)) return {};
    Error wrong{
        ErrorKind::invalid,
        "wrong-answers",
        is_too_long ? "What you will use it for is said in at most 2,000 characters." : "Say what you will use it for.",
        {},
        {{std::string(pointer), "A text of 1 to 2,000 characters."}}};
    return fail(std::move(wrong));
}

}  // namespace exeat::domain
