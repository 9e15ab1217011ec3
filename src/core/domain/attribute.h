// Attributes: what may be said about an asset, of a type, and which values are of that type. Called by use cases before
// values are kept. Refuses to know which asset carries what.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/policy/words.h"
#include "core/vocabulary/error.h"
#include "core/vocabulary/id.h"

namespace exeat::domain {

enum class AttributeType : std::uint8_t { text, number, date, pulldown, multi_select, tag, boolean };

struct Attribute {
    AttributeId id;
    std::string name;
    AttributeType type = AttributeType::text;
    std::vector<std::string> vocabulary;  // of pulldown and multi_select: the words to choose from
    std::int64_t version = 1;
};

/// Whether values of this type come from a vocabulary.
[[nodiscard]] bool has_vocabulary(AttributeType type);

/// Name and vocabulary of an attribute as somebody wants it. Errors: those of names.h, invalid "wrong-vocabulary".
[[nodiscard]] Done check_attribute(const Attribute& attribute);

/// Whether these are values that an asset may carry for it; no values at all are. Text, number, date, pulldown and
/// boolean take one; a date is written 2026-11-21, a boolean true or false. Errors: invalid "wrong-value", pointing
/// below `pointer`.
[[nodiscard]] Done check_values(const Attribute& attribute, const std::vector<std::string>& values,
                                std::string_view pointer);

}  // namespace exeat::domain

namespace exeat::policy {
template <>
inline constexpr std::array<std::string_view, 7> k_words<domain::AttributeType>{
    "text", "number", "date", "pulldown", "multi_select", "tag", "boolean"};
}  // namespace exeat::policy
