// A SHA-256 as a value, and its hexadecimal writing. Computing one is not here (state/blobs, state/ledger).
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace exeat {

struct Digest {
    std::array<std::uint8_t, 32> bytes{};
    friend constexpr auto operator<=>(const Digest&, const Digest&) = default;
};

/// Lower-case hexadecimal of any bytes.
[[nodiscard]] std::string to_hex(std::span<const std::uint8_t> bytes);
/// Bytes of an even number of hexadecimal digits, else nullopt.
[[nodiscard]] std::optional<std::string> from_hex(std::string_view text);

[[nodiscard]] inline std::string to_text(const Digest& digest) {
    return to_hex(digest.bytes);
}
/// 64 hexadecimal digits, else nullopt.
[[nodiscard]] std::optional<Digest> parse_digest(std::string_view text);

}  // namespace exeat

template <>
struct std::hash<exeat::Digest> {
    [[nodiscard]] std::size_t operator()(const exeat::Digest& digest) const noexcept {
        std::size_t value = 0;
        for (std::size_t i = 0; i < 8; ++i) value = value << 8U | digest.bytes[i];
        return value;
    }
};
