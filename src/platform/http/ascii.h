// Small questions about the ASCII text that HTTP fields are made of. Called by the parsers of this module. Refuses to
// know any field.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace exeat::http {

[[nodiscard]] constexpr char ascii_lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

[[nodiscard]] bool equal_ignoring_case(std::string_view a, std::string_view b);
[[nodiscard]] std::string ascii_lowered(std::string_view text);
/// Without the spaces and tabs at both ends.
[[nodiscard]] std::string_view trimmed(std::string_view text);
/// A character that a token (RFC 9110 section 5.6.2) may hold.
[[nodiscard]] bool is_token_char(char c);
/// One character or more, all of them token characters.
[[nodiscard]] bool is_token(std::string_view text);
/// Decimal digits only, at least one, no sign; nullopt when anything else is there or it does not fit.
[[nodiscard]] std::optional<std::uint64_t> parse_decimal(std::string_view text);

/// Cuts `text` at the first `separator`: gives what stands before it and leaves what stands behind it.
[[nodiscard]] std::string_view take_until(std::string_view& text, char separator);

}  // namespace exeat::http
