// The form that somebody fills in to ask, as an owner designs it, and whether answers fit it (FEATURES.md D7). Called
// by the use cases that keep settings and take requests. Pure. Refuses to know who asks, and where files lie.
//
// An answer is a list of texts, whatever the type of its field: a number "12.5", a date "2026-11-21", a checkbox
// "true", several words of a multi_select, ids of files that were sent before.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/policy/words.h"
#include "core/vocabulary/error.h"

namespace exeat::domain {

enum class FieldType : std::uint8_t { text, long_text, select, multi_select, date, number, checkbox, file };

/// What another field has to say for this one to be shown.
enum class FieldTest : std::uint8_t { equals, contains, is_set };

struct FieldCondition {
    std::string field;  // the name of another one
    FieldTest test = FieldTest::is_set;
    std::string value;  // not of is_set
    friend bool operator==(const FieldCondition&, const FieldCondition&) = default;
};

struct FormField {
    std::string name;  // of the answer: lower case, digits, underscores
    FieldType type = FieldType::text;
    std::string label;
    std::string help;
    std::string placeholder;
    bool required = false;
    std::vector<std::string> options;  // of select and multi_select
    std::optional<FieldCondition> shown_if;
    friend bool operator==(const FormField&, const FormField&) = default;
};

using Answers = std::map<std::string, std::vector<std::string>>;

inline constexpr std::size_t k_most_fields = 50;
inline constexpr std::size_t k_most_files_answered = 5;
/// The first field of every form, which no owner designs.
inline constexpr std::string_view k_intended_use = "intended_use";

/// Every wrong place of a form; empty: it may be kept. Pointers begin with `pointer`.
[[nodiscard]] std::vector<FieldError> faults_of(const std::vector<FormField>& fields, const std::string& pointer);

/// Whether a field is asked, given the answers to the others. A field behind one that is not shown is not shown.
[[nodiscard]] bool is_shown(const std::vector<FormField>& fields, const FormField& field, const Answers& answers);

/// Every wrong place of answers to a form; empty: they fit. Pointers begin with "/answers". That files are there is up
/// to the caller.
[[nodiscard]] std::vector<FieldError> faults_of(const std::vector<FormField>& fields, const Answers& answers);

/// The reason, 1 to 2,000 characters of text that are not only spaces.
[[nodiscard]] Done check_reason(std::string_view reason, std::string_view pointer);

}  // namespace exeat::domain

namespace exeat::policy {
template <>
inline constexpr std::array<std::string_view, 8> k_words<domain::FieldType>{
    "text", "long_text", "select", "multi_select", "date", "number", "checkbox", "file"};
template <>
inline constexpr std::array<std::string_view, 3> k_words<domain::FieldTest>{"equals", "contains", "is_set"};
}  // namespace exeat::policy
