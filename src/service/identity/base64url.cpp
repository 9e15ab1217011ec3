#include "service/identity/base64url.h"

#include "service/identity/sodium.h"

namespace exeat::identity {
namespace {

constexpr int k_variant = sodium_base64_VARIANT_URLSAFE_NO_PADDING;

}  // namespace

std::string to_base64url(std::span<const std::uint8_t> bytes) {
    std::string text(sodium_base64_ENCODED_LEN(bytes.size(), k_variant), '\0');
    sodium_bin2base64(text.data(), text.size(), bytes.data(), bytes.size(), k_variant);
    text.pop_back();  // libsodium counts the NUL
    return text;
}

std::optional<std::string> from_base64url(std::string_view text) {
    std::string bytes(text.size() / 4 * 3 + 3, '\0');
    std::size_t length = 0;
    const char* end = nullptr;
    if (sodium_base642bin(reinterpret_cast<unsigned char*>(bytes.data()), bytes.size(), text.data(), text.size(),
                          nullptr, &length, &end, k_variant) != 0) {
        return std::nullopt;
    }
    if (end != text.data() + text.size()) return std::nullopt;
    bytes.resize(length);
    // libsodium 1.0.18 takes bytes above 127 for letters.
    if (to_base64url({reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()}) != text) return std::nullopt;
    return bytes;
}

}  // namespace exeat::identity
