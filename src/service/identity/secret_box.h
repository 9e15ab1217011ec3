// Secrets that have to be read again (the seed of somebody's one-time codes, a mail with a link in it), encrypted where
// they are stored: XChaCha20-Poly1305 with the key of a file. Called by use cases. Refuses to know what is inside.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "core/vocabulary/error.h"

namespace exeat::identity {

inline constexpr std::size_t k_box_key_bytes = 32;

/// `place` says where the secret is stored ("totp 01j…"): it opens nowhere else. Each call gives other bytes.
[[nodiscard]] std::string seal(std::span<const std::uint8_t> key, std::string_view place, std::string_view secret);

/// What was sealed for that place. Errors: internal "sealed-wrong" when key, place or bytes are not those of seal().
[[nodiscard]] Result<std::string> unseal(std::span<const std::uint8_t> key, std::string_view place,
                                         std::string_view sealed);

}  // namespace exeat::identity
