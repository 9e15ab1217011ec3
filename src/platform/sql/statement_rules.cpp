#include "platform/sql/statement_rules.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstring>
#include <string>

#include "platform/sql/failures.h"

namespace exeat::sql {
namespace {

struct Shape {
    std::size_t length;
    unsigned char second_from;
    unsigned char second_to;
};

// The table of RFC 3629: how long a character is by its first byte, and what its second byte may be.
constexpr Shape shape_of(unsigned char first) {
    if (first < 0xC2) return {0, 0, 0};
    if (first < 0xE0) return {2, 0x80, 0xBF};
    if (first == 0xE0) return {3, 0xA0, 0xBF};
    if (first == 0xED) return {3, 0x80, 0x9F};
    if (first < 0xF0) return {3, 0x80, 0xBF};
    if (first == 0xF0) return {4, 0x90, 0xBF};
    if (first < 0xF4) return {4, 0x80, 0xBF};
    if (first == 0xF4) return {4, 0x80, 0x8F};
    return {0, 0, 0};
}

std::string_view first_word(std::string_view statement) {
    const auto begin = statement.find_first_not_of(" \t\r\n(");
    if (begin == std::string_view::npos) return {};
    const auto end = statement.find_first_of(" \t\r\n(;", begin);
    return statement.substr(begin, end == std::string_view::npos ? end : end - begin);
}

}  // namespace

bool is_storable_text(std::string_view text) {
    std::size_t at = 0;
    while (at < text.size()) {
        // Eight plain characters at a time: no high bit, and (x - 1) leaves the high bit only where a byte was zero.
        std::uint64_t eight = 0;
        if (at + 8 <= text.size()) {
            std::memcpy(&eight, text.data() + at, 8);
            if (((eight | (eight - 0x0101010101010101ULL)) & 0x8080808080808080ULL) == 0) {
                at += 8;
                continue;
            }
        }
        const auto first = static_cast<unsigned char>(text[at]);
        if (first == 0) return false;
        if (first < 0x80) {
            ++at;
            continue;
        }
        const auto shape = shape_of(first);
        if (shape.length == 0 || at + shape.length > text.size()) return false;
        const auto second = static_cast<unsigned char>(text[at + 1]);
        if (second < shape.second_from || second > shape.second_to) return false;
        for (std::size_t i = 2; i < shape.length; ++i) {
            if ((static_cast<unsigned char>(text[at + i]) & 0xC0U) != 0x80U) return false;
        }
        at += shape.length;
    }
    return true;
}

Done check_values(std::span<const Parameter> parameters) {
    for (std::size_t i = 0; i < parameters.size(); ++i) {
        const auto& cell = parameters[i].cell();
        if (const auto* text = std::get_if<std::string>(&cell); text != nullptr && !is_storable_text(*text)) {
            return fail(bad_value("the text of $" + std::to_string(i + 1) + " holds NUL or is no UTF-8"));
        }
        if (const auto* real = std::get_if<double>(&cell); real != nullptr && std::isnan(*real)) {
            return fail(bad_value("$" + std::to_string(i + 1) + " is not a number"));
        }
    }
    return {};
}

Done check_statement(std::string_view statement) {
    constexpr std::array<std::string_view, 22> k_not_in_a_work = {
        "begin",  "start",    "commit",  "end",    "rollback", "abort",     "savepoint", "release",
        "pragma", "set",      "reset",   "attach", "detach",   "vacuum",    "prepare",   "execute",
        "listen", "unlisten", "discard", "copy",   "declare",  "deallocate"};
    std::string word(first_word(statement));
    std::transform(word.begin(), word.end(), word.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    if (word.empty()) return fail(wrong_statement("an empty statement"));
    if (std::find(k_not_in_a_work.begin(), k_not_in_a_work.end(), word) != k_not_in_a_work.end()) {
        return fail(wrong_statement("'" + word + "' is not for a function inside a transaction"));
    }
    return {};
}

std::size_t parameters_in(std::string_view statement) {
    std::size_t highest = 0;
    bool quoted = false;
    for (std::size_t at = 0; at < statement.size(); ++at) {
        if (statement[at] == '\'') quoted = !quoted;
        if (statement[at] != '$' || quoted) continue;
        std::size_t number = 0;
        std::from_chars(statement.data() + at + 1, statement.data() + statement.size(), number);
        highest = std::max(highest, number);
    }
    return highest;
}

}  // namespace exeat::sql
