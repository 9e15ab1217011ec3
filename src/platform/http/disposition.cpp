#include <string>
#include <string_view>

#include "core/vocabulary/utf8.h"
#include "platform/http/ranges.h"

namespace exeat::http {
namespace {

/// Characters that change how a name is read without being seen: controls, marks of direction, line separators,
/// zero-width spaces and what only a program would look at.
bool hides(char32_t c) {
    return c < 0x20 || (c >= 0x7F && c <= 0x9F) || c == 0x00AD || c == 0x061C || c == 0x180E ||
           (c >= 0x200B && c <= 0x200F && c != 0x200D && c != 0x200C) || (c >= 0x2028 && c <= 0x202E) ||
           (c >= 0x2060 && c <= 0x206F) || c == 0xFEFF || (c >= 0xFFF9 && c <= 0xFFFB) ||
           (c >= 0xE0000 && c <= 0xE0FFF && !(c >= 0xE0020 && c <= 0xE007F));
}

/// Characters that RFC 8187 lets stand as they are.
bool stands(unsigned char c) {
    if ((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) return true;
    return c != 0 && std::string_view("!#$&+-.^_`|~").find(static_cast<char>(c)) != std::string_view::npos;
}

void append_encoded(std::string& out, std::string_view bytes) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    for (const char byte : bytes) {
        const auto c = static_cast<unsigned char>(byte);
        if (stands(c)) {
            out.push_back(byte);
            continue;
        }
        out.push_back('%');
        out.push_back(digits[c >> 4U]);
        out.push_back(digits[c & 15U]);
    }
}

/// What may stand between quotes for clients that know no filename*. "%" goes, since some decode it.
char fallback_for(const Character& character) {
    if (!character.valid || character.code >= 0x7F) return '_';
    const char c = static_cast<char>(character.code);
    if (c < ' ' || std::string_view("\"\\/%:;*?<>|").find(c) != std::string_view::npos) return '_';
    return c;
}

}  // namespace

std::string attachment_disposition(std::string_view file_name) {
    constexpr std::string_view k_nothing = "download";
    std::string plain;
    std::string encoded;
    for (std::string_view rest = file_name; !rest.empty();) {
        const auto character = first_character(rest);
        const auto bytes = rest.substr(0, character.length);
        rest.remove_prefix(character.length);
        plain.push_back(fallback_for(character));
        const bool separates = character.code == '/' || character.code == '\\';
        append_encoded(encoded, !character.valid || hides(character.code) || separates ? std::string_view("_") : bytes);
    }
    // A name of dots alone is a folder to some clients.
    if (plain.find_first_not_of('.') == std::string::npos) plain = encoded = k_nothing;
    return "attachment; filename=\"" + plain + "\"; filename*=UTF-8''" + encoded;
}

}  // namespace exeat::http
