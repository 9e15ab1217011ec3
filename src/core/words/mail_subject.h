// Subjects of mails as a site words them: what may stand in one, and how it is filled. Called by usecases/mail. Refuses
// to know which mail a subject is of.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "core/words/catalogue.h"

namespace exeat::words {

inline constexpr std::size_t k_most_subject_bytes = 200;

/// What is wrong with a subject that may name these values, as a sentence; nothing where it is good. It is one line of
/// text, and names each value as "{name}"; a brace stands for nothing else.
[[nodiscard]] std::optional<std::string> fault_of_subject(std::string_view subject,
                                                          std::span<const std::string_view> names);

/// Filled, in one line: what ends a line in a value becomes a blank. Empty where a value is no UTF-8.
[[nodiscard]] std::string subject_of(std::string_view subject, std::initializer_list<Value> values);

}  // namespace exeat::words
