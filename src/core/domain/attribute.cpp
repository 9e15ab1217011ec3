#include "core/domain/attribute.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "core/domain/names.h"
#include "core/vocabulary/instant.h"

namespace exeat::domain {
namespace {

constexpr std::size_t k_value_bytes = 10'000;
constexpr std::size_t k_most_values = 500;
constexpr std::size_t k_most_words = 2'000;

Done wrong(std::string code, std::string pointer, std::string text) {
    Error error;
    error.kind = ErrorKind::invalid;
    error.code = std::move(code);
    error.fields.push_back({std::move(pointer), text});
    error.text = std::move(text);
    return fail(std::move(error));
}

bool takes_several(AttributeType type) {
    return type == AttributeType::multi_select || type == AttributeType::tag;
}

bool comes_twice(const std::vector<std::string>& list, std::size_t at) {
    const auto here = list.begin() + static_cast<std::ptrdiff_t>(at);
    return std::find(list.begin(), here, list[at]) != here;
}

bool is_number(const std::string& text) {
    double number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc{} && end == text.data() + text.size() && std::isfinite(number);
}

bool is_date(const std::string& text) {
    return text.size() == 10 && parse_instant(text + "T00:00:00Z");
}

/// What is wrong with one value; empty when nothing is.
std::string fault_of(const Attribute& attribute, const std::string& value) {
    switch (attribute.type) {
        case AttributeType::text:
            return {};
        case AttributeType::number:
            return is_number(value) ? "" : "This is no number. Write it like 12 or -3.5.";
        case AttributeType::date:
            return is_date(value) ? "" : "This is no date. Write it like 2026-11-21.";
        case AttributeType::boolean:
            return value == "true" || value == "false" ? "" : "Write true or false.";
        case AttributeType::pulldown:
        case AttributeType::multi_select:
            if (std::ranges::find(attribute.vocabulary, value) != attribute.vocabulary.end()) return {};
            return "\"" + value.substr(0, 80) + "\" is not one of the words of \"" + attribute.name + "\".";
        case AttributeType::tag:
            return value.find_first_not_of(' ') == std::string::npos ? "A tag cannot be empty." : "";
    }
    return {};
}

}  // namespace

bool has_vocabulary(AttributeType type) {
    return type == AttributeType::pulldown || type == AttributeType::multi_select;
}

Done check_attribute(const Attribute& attribute) {
    EXEAT_TRY(check_title(attribute.name, "/name"));
    const auto& words = attribute.vocabulary;
    if (!has_vocabulary(attribute.type)) {
        if (words.empty()) return {};
        return wrong("wrong-vocabulary", "/vocabulary", "Only a pulldown and a multi_select have a vocabulary.");
    }
    if (words.empty()) return wrong("wrong-vocabulary", "/vocabulary", "Give the words that can be chosen.");
    if (words.size() > k_most_words) {
        return wrong("wrong-vocabulary", "/vocabulary", "A vocabulary has at most 2,000 words.");
    }
    for (std::size_t i = 0; i < words.size(); ++i) {
        const auto pointer = "/vocabulary/" + std::to_string(i);
        if (!check_title(words[i], pointer)) {
            return wrong("wrong-vocabulary", pointer, "A word has 1 to 200 bytes and no control characters.");
        }
        if (comes_twice(words, i)) return wrong("wrong-vocabulary", pointer, "This word stands here twice.");
    }
    return {};
}

Done check_values(const Attribute& attribute, const std::vector<std::string>& values, std::string_view pointer) {
    const std::string below(pointer);
    if (values.size() > 1 && !takes_several(attribute.type)) {
        return wrong("wrong-value", below, "\"" + attribute.name + "\" takes one value.");
    }
    if (values.size() > k_most_values)
        return wrong("wrong-value", below, "An asset carries at most 500 values of one.");
    for (std::size_t i = 0; i < values.size(); ++i) {
        const auto here = below + "/" + std::to_string(i);
        const auto& value = values[i];
        if (value.empty()) return wrong("wrong-value", here, "A value cannot be empty. Leave it out to take it away.");
        if (value.size() > k_value_bytes) return wrong("wrong-value", here, "A value has at most 10,000 bytes.");
        if (!is_text(value)) return wrong("wrong-value", here, "A value is UTF-8 text without NUL.");
        if (auto fault = fault_of(attribute, value); !fault.empty()) return wrong("wrong-value", here, fault);
        if (comes_twice(values, i)) return wrong("wrong-value", here, "This value stands here twice.");
    }
    return {};
}

}  // namespace exeat::domain
