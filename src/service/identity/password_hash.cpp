#include "service/identity/password_hash.h"

#include <array>
#include <cstdint>
#include <span>

#include "service/identity/sodium.h"

namespace exeat::identity {

Result<std::string> hash_password(std::string_view password, HashCost cost) {
    start_sodium();
    std::array<char, crypto_pwhash_STRBYTES> text{};
    if (crypto_pwhash_str_alg(text.data(), password.data(), password.size(), cost.passes, cost.memory,
                              crypto_pwhash_ALG_ARGON2ID13) != 0) {
        return fail(ErrorKind::busy, "no-memory", "The server is short of memory. Try again in a moment.",
                    "argon2id could not get its memory");
    }
    return std::string(text.data());
}

bool is_password(const std::string& hash, std::string_view password) {
    start_sodium();
    return crypto_pwhash_str_verify(hash.c_str(), password.data(), password.size()) == 0;
}

std::string nobodys_hash(HashCost cost) {
    start_sodium();
    std::array<std::uint8_t, crypto_pwhash_SALTBYTES + 32> random{};
    randombytes_buf(random.data(), random.size());
    const auto text = [](std::span<const std::uint8_t> bytes) {
        constexpr int variant = sodium_base64_VARIANT_ORIGINAL_NO_PADDING;
        std::string out(sodium_base64_ENCODED_LEN(bytes.size(), variant), '\0');
        sodium_bin2base64(out.data(), out.size(), bytes.data(), bytes.size(), variant);
        out.pop_back();
        return out;
    };
    return "$argon2id$v=19$m=" + std::to_string(cost.memory / 1024) + ",t=" + std::to_string(cost.passes) + ",p=1$" +
           text(std::span(random).first(crypto_pwhash_SALTBYTES)) + "$" +
           text(std::span(random).subspan(crypto_pwhash_SALTBYTES));
}

bool is_outdated(const std::string& hash, HashCost cost) {
    start_sodium();
    return crypto_pwhash_str_needs_rehash(hash.c_str(), cost.passes, cost.memory) != 0;
}

}  // namespace exeat::identity
