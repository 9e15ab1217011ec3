#include "core/vocabulary/id.h"

#include <sys/random.h>

#include <cstdlib>

namespace exeat {
namespace {

constexpr std::string_view k_alphabet = "0123456789abcdefghjkmnpqrstvwxyz";
constexpr std::size_t k_length = 26;

constexpr std::uint8_t k_no_value = 0xff;

/// What each character stands for, in lower case and in upper.
constexpr std::array<std::uint8_t, 256> k_values = [] {
    std::array<std::uint8_t, 256> values{};
    values.fill(k_no_value);
    for (std::size_t i = 0; i < k_alphabet.size(); ++i) {
        const char c = k_alphabet[i];
        values[static_cast<unsigned char>(c)] = static_cast<std::uint8_t>(i);
        if (c >= 'a') values[static_cast<unsigned char>(c - 'a' + 'A')] = static_cast<std::uint8_t>(i);
    }
    return values;
}();

}  // namespace

std::string to_text(const IdBits& bits) {
    // 128 bits in 26 groups of five, the first holding only three.
    std::string text(k_length, '0');
    unsigned __int128 value = 0;
    for (const auto byte : bits.bytes) value = value << 8U | byte;
    for (std::size_t i = k_length; i-- > 0;) {
        text[i] = k_alphabet[static_cast<std::size_t>(value & 31U)];
        value >>= 5U;
    }
    return text;
}

std::optional<IdBits> parse_id_bits(std::string_view text) {
    if (text.size() != k_length) return std::nullopt;
    unsigned __int128 value = 0;
    for (std::size_t i = 0; i < k_length; ++i) {
        const auto digit = k_values[static_cast<unsigned char>(text[i])];
        if (digit == k_no_value || (i == 0 && digit > 7)) return std::nullopt;
        value = value << 5U | digit;
    }
    IdBits bits;
    for (std::size_t i = 16; i-- > 0;) {
        bits.bytes[i] = static_cast<std::uint8_t>(value & 0xffU);
        value >>= 8U;
    }
    return bits;
}

IdBits new_id_bits(Instant now) {
    IdBits bits;
    auto time = static_cast<std::uint64_t>(now.ms);
    for (std::size_t i = 6; i-- > 0;) {
        bits.bytes[i] = static_cast<std::uint8_t>(time & 0xffU);
        time >>= 8U;
    }
    // Without randomness no id is safe to give out; the kernel answers ten bytes or nothing.
    if (getrandom(bits.bytes.data() + 6, 10, 0) != 10) std::abort();
    return bits;
}

}  // namespace exeat
