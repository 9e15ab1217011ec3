// Secrets that are handed out once and known again later: tokens for machines, codes that people copy by hand, and
// how both are stored. Called by the use cases of sessions, tokens, resets and the set-up. Refuses to know what a
// secret opens.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "core/vocabulary/digest.h"

namespace exeat::identity {

/// 256 random bits as 43 characters of base64url.
[[nodiscard]] std::string new_token();

/// What is stored instead of the secret: its SHA-256. Good for secrets of 60 random bits and more, not for passwords.
[[nodiscard]] Digest stored_form(std::string_view secret);

/// Compares in a time that depends on the lengths only.
[[nodiscard]] bool same_secret(std::string_view left, std::string_view right);
[[nodiscard]] bool same_secret(const Digest& left, const Digest& right);

/// A code for people: `groups` of four characters of Crockford's base 32 with dashes between, 20 random bits each.
[[nodiscard]] std::string new_code(std::size_t groups);
/// A code as new_code wrote it, from what somebody typed: any case, spaces or dashes anywhere, O for 0, I and L for 1.
/// nullopt when it cannot be a code of so many groups.
[[nodiscard]] std::optional<std::string> typed_code(std::string_view text, std::size_t groups);

}  // namespace exeat::identity
