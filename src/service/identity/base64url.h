// Bytes as text for URLs and cookies: base 64 with "-" and "_" and without padding (RFC 4648 section 5).
// Called by whoever writes secrets as text. Refuses to know what the bytes are.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace exeat::identity {

[[nodiscard]] std::string to_base64url(std::span<const std::uint8_t> bytes);
/// nullopt for anything that to_base64url does not write.
[[nodiscard]] std::optional<std::string> from_base64url(std::string_view text);

}  // namespace exeat::identity
