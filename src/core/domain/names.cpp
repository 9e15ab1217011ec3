#include "core/domain/names.h"

#include <algorithm>
#include <string>

namespace exeat::domain {
namespace {

constexpr std::size_t k_title_bytes = 200;
constexpr std::size_t k_file_name_bytes = 255;

/// How many bytes the character at the front has; 0 where it is none (RFC 3629).
std::size_t character_length(std::string_view text) {
    const auto byte = [text](std::size_t at) { return static_cast<unsigned char>(text[at]); };
    const auto first = byte(0);
    if (first < 0x80) return 1;
    std::size_t length = 0;
    unsigned char second_from = 0x80;
    unsigned char second_to = 0xBF;
    if (first >= 0xC2 && first < 0xE0) length = 2;
    if (first >= 0xE0 && first < 0xF0) length = 3;
    if (first >= 0xF0 && first < 0xF5) length = 4;
    if (first == 0xE0) second_from = 0xA0;  // nothing that fits in fewer bytes
    if (first == 0xED) second_to = 0x9F;    // no surrogates
    if (first == 0xF0) second_from = 0x90;
    if (first == 0xF4) second_to = 0x8F;  // nothing above U+10FFFF
    if (length == 0 || text.size() < length || byte(1) < second_from || byte(1) > second_to) return 0;
    for (std::size_t at = 2; at < length; ++at) {
        if (byte(at) < 0x80 || byte(at) > 0xBF) return 0;
    }
    return length;
}

bool is_control(char c) {
    return static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
}

Done wrong_name(std::string_view pointer, std::string text) {
    Error error;
    error.kind = ErrorKind::invalid;
    error.code = "wrong-name";
    error.fields.push_back({std::string(pointer), text});
    error.text = std::move(text);
    return fail(std::move(error));
}

Done check(std::string_view name, std::string_view pointer, std::size_t longest) {
    if (name.empty()) return wrong_name(pointer, "A name cannot be empty.");
    if (name.size() > longest) {
        return wrong_name(pointer, "A name has at most " + std::to_string(longest) + " bytes; this one has " +
                                       std::to_string(name.size()) + ".");
    }
    if (!is_text(name)) return wrong_name(pointer, "A name is UTF-8 text without NUL.");
    return {};
}

Done check_readable(std::string_view name, std::string_view pointer) {
    if (std::ranges::any_of(name, is_control)) return wrong_name(pointer, "A name has no control characters.");
    if (std::ranges::all_of(name, [](char c) { return c == ' '; })) {
        return wrong_name(pointer, "A name cannot be empty.");
    }
    return {};
}

}  // namespace

bool is_text(std::string_view text) {
    while (!text.empty()) {
        const auto length = text.front() == '\0' ? 0 : character_length(text);
        if (length == 0) return false;
        text.remove_prefix(length);
    }
    return true;
}

Done check_title(std::string_view name, std::string_view pointer) {
    EXEAT_TRY(check(name, pointer, k_title_bytes));
    return check_readable(name, pointer);
}

Done check_folder_name(std::string_view name, std::string_view pointer) {
    EXEAT_TRY(check(name, pointer, k_file_name_bytes));
    if (name.find('/') != std::string_view::npos) return wrong_name(pointer, "A folder's name has no slash.");
    return check_readable(name, pointer);
}

Done check_file_name(std::string_view name, std::string_view pointer) {
    return check(name, pointer, k_file_name_bytes);
}

}  // namespace exeat::domain
