#include "core/domain/names.h"

#include <algorithm>
#include <string>

#include "core/vocabulary/utf8.h"

namespace exeat::domain {
namespace {

constexpr std::size_t k_title_bytes = 200;
constexpr std::size_t k_file_name_bytes = 255;

bool is_ascii_control(char c) {
    return static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
}

bool is_control(char32_t code) {
    return code < 0x20 || (code >= 0x7f && code < 0xa0);
}

bool breaks_line(char32_t code) {
    return code == '\r' || code == 0x85 || code == 0x2028 || code == 0x2029;
}

/// Marks that hold until another mark ends them, so that one turns what others wrote behind it.
bool turns_direction(char32_t code) {
    return (code >= 0x202a && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069);
}

Done wrong_name(std::string code, std::string_view pointer, std::string text) {
    Error error;
    error.kind = ErrorKind::invalid;
    error.code = std::move(code);
    error.fields.push_back({std::string(pointer), text});
    error.text = std::move(text);
    return fail(std::move(error));
}

Done empty_name(std::string_view pointer) {
    return wrong_name("name-empty", pointer, "A name cannot be empty.");
}

Done check(std::string_view name, std::string_view pointer, std::size_t longest) {
    if (name.empty()) return empty_name(pointer);
    if (name.size() > longest) {
        return wrong_name("name-too-long", pointer,
                          "A name has at most " + std::to_string(longest) + " bytes; this one has " +
                              std::to_string(name.size()) + ".");
    }
    if (name.find('\0') != std::string_view::npos) {
        return wrong_name("name-with-nul", pointer, "A name cannot hold the character NUL.");
    }
    if (!is_text(name)) return wrong_name("name-not-utf8", pointer, "A name is text in UTF-8.");
    return {};
}

Done check_readable(std::string_view name, std::string_view pointer) {
    if (std::ranges::any_of(name, is_ascii_control)) {
        return wrong_name("name-with-control-characters", pointer, "A name has no control characters.");
    }
    if (std::ranges::all_of(name, [](char c) { return c == ' '; })) return empty_name(pointer);
    return {};
}

}  // namespace

bool is_text(std::string_view text) {
    while (!text.empty()) {
        const auto character = first_character(text);
        if (!character.valid || character.code == 0) return false;
        text.remove_prefix(character.length);
    }
    return true;
}

std::string in_plain_lines(std::string_view text) {
    std::string lines;
    while (!text.empty()) {
        const auto character = first_character(text);
        const auto shown = text.substr(0, character.length);
        text.remove_prefix(character.length);
        const auto code = character.code;
        if (!character.valid || code == '\n' || code == '\t') {
            lines += shown;
        } else if (breaks_line(code)) {
            // CR LF is one break.
            if (code != '\r' || !text.starts_with('\n')) lines += '\n';
        } else if (!is_control(code) && !turns_direction(code)) {
            lines += shown;
        }
    }
    return lines;
}

std::string on_one_line(std::string_view name) {
    std::string line;
    while (!name.empty()) {
        const auto character = first_character(name);
        const auto code = character.code;
        if (character.valid && (is_control(code) || breaks_line(code))) {
            line += ' ';
        } else if (!character.valid || !turns_direction(code)) {
            line += name.substr(0, character.length);
        }
        name.remove_prefix(character.length);
    }
    return line;
}

Done check_title(std::string_view name, std::string_view pointer) {
    EXEAT_TRY(check(name, pointer, k_title_bytes));
    return check_readable(name, pointer);
}

Done check_folder_name(std::string_view name, std::string_view pointer) {
    EXEAT_TRY(check(name, pointer, k_file_name_bytes));
    if (name.find('/') != std::string_view::npos) {
        return wrong_name("name-with-slash", pointer, "A folder's name has no slash.");
    }
    return check_readable(name, pointer);
}

Done check_file_name(std::string_view name, std::string_view pointer) {
    EXEAT_TRY(check(name, pointer, k_file_name_bytes));
    if (name == "." || name == "..") {
        return wrong_name("name-reserved", pointer, "\".\" and \"..\" stand for folders and name no file.");
    }
    return {};
}

}  // namespace exeat::domain
