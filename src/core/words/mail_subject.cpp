#include "core/words/mail_subject.h"

#include <algorithm>

#include "core/vocabulary/utf8.h"

namespace exeat::words {
namespace {

/// Ends a line, or hides in one: C0, DEL, C1, the separators of Unicode, and what turns its direction.
bool breaks_a_line(char32_t letter) {
    if (letter < 0x20 || (letter >= 0x7F && letter < 0xA0)) return true;
    return (letter >= 0x2028 && letter <= 0x202E) || (letter >= 0x2066 && letter <= 0x2069);
}

/// `text` as one line; nullopt where it is no UTF-8.
std::optional<std::string> one_line(std::string_view text) {
    std::string line;
    while (!text.empty()) {
        const auto letter = first_character(text);
        if (!letter.valid) return std::nullopt;
        line += breaks_a_line(letter.code) ? " " : text.substr(0, letter.length);
        text.remove_prefix(letter.length);
    }
    return line;
}

std::string list_of(std::span<const std::string_view> names) {
    std::string list;
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (i > 0) list += i + 1 == names.size() ? " and " : ", ";
        list += "{" + std::string(names[i]) + "}";
    }
    return list;
}

bool names_only(std::string_view subject, std::span<const std::string_view> names) {
    for (auto at = subject.find_first_of("{}"); at != std::string_view::npos; at = subject.find_first_of("{}", at)) {
        const auto end = subject.find('}', at);
        if (subject[at] == '}' || end == std::string_view::npos) return false;
        if (std::ranges::find(names, subject.substr(at + 1, end - at - 1)) == names.end()) return false;
        at = end + 1;
    }
    return true;
}

}  // namespace

std::optional<std::string> fault_of_subject(std::string_view subject, std::span<const std::string_view> names) {
    if (subject.find_first_not_of(' ') == std::string_view::npos) return "A subject is not empty.";
    if (subject.size() > k_most_subject_bytes) return "A subject has at most 200 bytes.";
    if (one_line(subject) != subject) return "A subject is one line of text.";
    if (!names_only(subject, names)) return "Between braces stand only " + list_of(names) + ".";
    return std::nullopt;
}

std::string subject_of(std::string_view subject, std::initializer_list<Value> values) {
    return one_line(filled(subject, values)).value_or("");
}

}  // namespace exeat::words
