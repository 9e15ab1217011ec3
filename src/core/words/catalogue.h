// Every sentence about decisions, by key and language. A key is made of the policy's own words ("lock.locked.folder");
// a language is one file with one table, whole sentences only, so that another language is another such file. Used by
// why.h, and by whoever gives the sentences to the web. Refuses to know when a sentence is said.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace exeat::words {

enum class Language : std::uint8_t { english };

/// The languages that have a table.
[[nodiscard]] std::span<const Language> languages();

struct Sentence {
    std::string_view key;
    std::string_view text;  // "{name}" stands for a value
};

/// All sentences of a language, in the order of their keys.
[[nodiscard]] std::span<const Sentence> catalogue(Language language);

/// The text of that key, or nullopt.
[[nodiscard]] std::optional<std::string_view> find(Language language, std::string_view key);

struct Value {
    std::string_view name;
    std::string_view value;
};

/// `text` with its placeholders filled. A placeholder without a value becomes nothing; values are taken as they are,
/// braces and all.
[[nodiscard]] std::string filled(std::string_view text, std::initializer_list<Value> values);

}  // namespace exeat::words
