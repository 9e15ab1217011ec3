#include "platform/telemetry/line.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <type_traits>

#include "core/vocabulary/utf8.h"

namespace exeat::telemetry {
namespace {

/// Characters that a terminal or a viewer acts on, instead of showing them where they stand.
bool acts(char32_t code) {
    return code < 0x20 || (code >= 0x7f && code < 0xa0) || code == 0xad || code == 0x61c ||
           (code >= 0x200b && code <= 0x200f) || (code >= 0x2028 && code <= 0x202e) ||
           (code >= 0x2060 && code <= 0x206f) || code == 0xfeff || (code >= 0xfff9 && code <= 0xfffb);
}

void append_code(std::string& out, char32_t code) {
    constexpr std::string_view digits = "0123456789abcdef";
    out += "\\u";
    for (unsigned shift = 16; shift > 0;) {
        shift -= 4;
        out += digits[code >> shift & 15U];
    }
}

/// True when a logfmt value needs no quotes.
bool is_bare(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
        return c > 0x20 && c < 0x7f && c != '"' && c != '=' && c != '\\';
    });
}

template <class T>
void append_number(std::string& out, T value) {
    std::array<char, 32> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
    out.append(digits.data(), end);
}

}  // namespace

void append_escaped(std::string& out, std::string_view text) {
    const bool cut = text.size() > k_longest_value;
    if (cut) text = text.substr(0, k_longest_value);
    while (!text.empty()) {
        const auto next = first_character(text);
        if (!next.valid) {
            // The rest of a character that was cut in the middle is not the value's fault: it goes with what was cut.
            if (!cut || text.size() > 3) out += "\\ufffd";
        } else if (next.code == '"' || next.code == '\\') {
            out += '\\';
            out += static_cast<char>(next.code);
        } else if (next.code == '\n') {
            out += "\\n";
        } else if (next.code == '\t') {
            out += "\\t";
        } else if (acts(next.code)) {
            append_code(out, next.code);
        } else {
            out.append(text, 0, next.length);
        }
        text.remove_prefix(next.length);
    }
    if (cut) out += "…";
}

Line::Line(LineFormat format) : format_(format) {
    text_.reserve(256);
    if (format_ == LineFormat::json) text_ += '{';
}

void Line::add_key(std::string_view key) {
    if (!first_) text_ += format_ == LineFormat::json ? ',' : ' ';
    first_ = false;
    if (format_ == LineFormat::json) text_ += '"';
    for (const char c : key) {
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
                           c == '.' || c == '-';
        text_ += plain ? c : '_';
    }
    text_ += format_ == LineFormat::json ? "\":" : "=";
}

void Line::add_text(std::string_view text) {
    if (format_ == LineFormat::logfmt && is_bare(text) && text.size() <= k_longest_value) {
        text_ += text;
        return;
    }
    text_ += '"';
    append_escaped(text_, text);
    text_ += '"';
}

void Line::add(const Field& field) {
    add_key(field.key());
    std::visit(
        [this](const auto& value) {
            using T = std::remove_cvref_t<decltype(value)>;
            if constexpr (std::is_convertible_v<T, std::string_view>) {
                add_text(value);
            } else if constexpr (std::is_same_v<T, bool>) {
                text_ += value ? "true" : "false";
            } else if constexpr (std::is_same_v<T, double>) {
                if (std::isfinite(value)) {
                    append_number(text_, value);
                } else {
                    text_ += "null";
                }
            } else {
                append_number(text_, value);
            }
        },
        field.value());
}

std::string Line::finish() {
    if (format_ == LineFormat::json) text_ += '}';
    return std::move(text_);
}

}  // namespace exeat::telemetry
