#include "service/identity/secret_box.h"

#include "service/identity/sodium.h"

namespace exeat::identity {
namespace {

constexpr std::size_t k_nonce = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t k_tag = crypto_aead_xchacha20poly1305_ietf_ABYTES;
static_assert(k_box_key_bytes == crypto_aead_xchacha20poly1305_ietf_KEYBYTES);

unsigned char* writable(std::string& text, std::size_t at) {
    return reinterpret_cast<unsigned char*>(text.data() + at);
}

}  // namespace

std::string seal(std::span<const std::uint8_t> key, std::string_view place, std::string_view secret) {
    start_sodium();
    std::string sealed(k_nonce + secret.size() + k_tag, '\0');
    randombytes_buf(sealed.data(), k_nonce);
    crypto_aead_xchacha20poly1305_ietf_encrypt(writable(sealed, k_nonce), nullptr, bytes_of(secret), secret.size(),
                                               bytes_of(place), place.size(), nullptr, bytes_of(sealed), key.data());
    return sealed;
}

Result<std::string> unseal(std::span<const std::uint8_t> key, std::string_view place, std::string_view sealed) {
    start_sodium();
    if (sealed.size() >= k_nonce + k_tag) {
        std::string secret(sealed.size() - k_nonce - k_tag, '\0');
        if (crypto_aead_xchacha20poly1305_ietf_decrypt(
                writable(secret, 0), nullptr, nullptr, bytes_of(sealed.substr(k_nonce)), sealed.size() - k_nonce,
                bytes_of(place), place.size(), bytes_of(sealed), key.data()) == 0) {
            return secret;
        }
    }
    return fail(ErrorKind::internal, "sealed-wrong", "A stored secret cannot be read.",
                "wrong key file, or changed bytes, for " + std::string(place));
}

}  // namespace exeat::identity
