#include "service/identity/secret_text.h"

#include <array>
#include <cstdint>

#include "service/identity/base64url.h"
#include "service/identity/sodium.h"

namespace exeat::identity {
namespace {

constexpr std::string_view k_code_letters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
constexpr std::size_t k_group = 4;

std::optional<char> letter_of(char c) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    if (c == 'O') c = '0';
    if (c == 'I' || c == 'L') c = '1';
    if (k_code_letters.find(c) == std::string_view::npos) return std::nullopt;
    return c;
}

}  // namespace

std::string new_token() {
    start_sodium();
    std::array<std::uint8_t, 32> bytes{};
    randombytes_buf(bytes.data(), bytes.size());
    auto token = to_base64url(bytes);
    sodium_memzero(bytes.data(), bytes.size());
    return token;
}

Digest stored_form(std::string_view secret) {
    Digest digest;
    crypto_hash_sha256(digest.bytes.data(), bytes_of(secret), secret.size());
    return digest;
}

bool same_secret(std::string_view left, std::string_view right) {
    return left.size() == right.size() && sodium_memcmp(left.data(), right.data(), left.size()) == 0;
}

bool same_secret(const Digest& left, const Digest& right) {
    return sodium_memcmp(left.bytes.data(), right.bytes.data(), left.bytes.size()) == 0;
}

std::string new_code(std::size_t groups) {
    start_sodium();
    std::string code;
    for (std::size_t i = 0; i < groups * k_group; ++i) {
        if (i != 0 && i % k_group == 0) code += '-';
        code += k_code_letters[randombytes_uniform(static_cast<std::uint32_t>(k_code_letters.size()))];
    }
    return code;
}

std::optional<std::string> typed_code(std::string_view text, std::size_t groups) {
    std::string code;
    std::size_t letters = 0;
    for (const char c : text) {
        if (c == '-' || c == ' ') continue;
        const auto letter = letter_of(c);
        if (!letter || letters == groups * k_group) return std::nullopt;
        if (letters != 0 && letters % k_group == 0) code += '-';
        code += *letter;
        ++letters;
    }
    if (letters != groups * k_group) return std::nullopt;
    return code;
}

}  // namespace exeat::identity
