#include "service/identity/totp.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <array>
#include <cstdlib>

#include "service/identity/secret_text.h"
#include "service/identity/sodium.h"

namespace exeat::identity {
namespace {

constexpr std::int64_t k_step_ms = 30'000;
constexpr std::size_t k_digits = 6;

std::string percent_encoded(std::string_view text) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string out;
    for (const char c : text) {
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
                           c == '.' || c == '_' || c == '~';
        if (plain) {
            out += c;
            continue;
        }
        const auto byte = static_cast<unsigned char>(c);
        out += '%';
        out += digits[byte >> 4U];
        out += digits[byte & 0xfU];
    }
    return out;
}

/// SHA-1 is what authenticators calculate, and libsodium does not have it.
std::array<unsigned char, 20> hmac_sha1(std::string_view key, std::string_view message) {
    std::array<unsigned char, 20> mac{};
    unsigned int length = 0;
    const auto* done = HMAC(EVP_sha1(), key.data(), static_cast<int>(key.size()), bytes_of(message), message.size(),
                            mac.data(), &length);
    if (done == nullptr || length != mac.size()) std::abort();  // a build of OpenSSL that nothing here was tried with
    return mac;
}

}  // namespace

std::string new_totp_secret() {
    start_sodium();
    std::string secret(20, '\0');
    randombytes_buf(secret.data(), secret.size());
    return secret;
}

std::string to_base32(std::string_view bytes) {
    constexpr std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    std::string text;
    std::uint32_t held = 0;
    unsigned bits = 0;
    for (const char c : bytes) {
        held = held << 8U | static_cast<unsigned char>(c);
        for (bits += 8; bits >= 5; bits -= 5) text += letters[held >> (bits - 5) & 31U];
        held &= (1U << bits) - 1;
    }
    if (bits > 0) text += letters[held << (5 - bits) & 31U];
    return text;
}

std::int64_t totp_step(Instant now) {
    return now.ms / k_step_ms;
}

std::string totp_code(std::string_view secret, std::int64_t step) {
    std::string counter;
    for (unsigned shift = 64; shift != 0; shift -= 8) {
        counter += static_cast<char>(static_cast<std::uint64_t>(step) >> (shift - 8) & 0xffU);
    }
    const auto mac = hmac_sha1(secret, counter);
    const std::size_t at = mac.back() & 0xfU;
    std::uint32_t number = 0;
    for (std::size_t i = 0; i < 4; ++i) number = number << 8U | mac[at + i];
    number &= 0x7fffffffU;
    std::string digits(k_digits, '0');
    for (auto digit = digits.rbegin(); digit != digits.rend(); ++digit, number /= 10) {
        *digit = static_cast<char>('0' + number % 10);
    }
    return digits;
}

std::optional<std::int64_t> accepted_step(std::string_view secret, std::string_view code, Instant now,
                                          std::int64_t last_used_step) {
    std::optional<std::int64_t> found;
    const auto middle = totp_step(now);
    for (const auto step : {middle - 1, middle, middle + 1}) {
        const bool same = same_secret(code, totp_code(secret, step));
        if (same && step > last_used_step && !found) found = step;
    }
    return found;
}

std::string totp_uri(std::string_view secret, std::string_view issuer, std::string_view account) {
    return "otpauth://totp/" + percent_encoded(issuer) + ":" + percent_encoded(account) +
           "?secret=" + to_base32(secret) + "&issuer=" + percent_encoded(issuer) + "&algorithm=SHA1&digits=6&period=30";
}

}  // namespace exeat::identity
