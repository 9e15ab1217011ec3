#include "core/vocabulary/checksum.h"

#include <bit>
#include <cstring>

#include "core/vocabulary/checksum_kernels.h"

namespace exeat {
namespace checksum {
namespace {

constexpr std::size_t k_slices = 16;
/// tables[k][b]: what the byte b does to the register when k more bytes follow it in the same step.
using Tables = std::array<std::array<std::uint32_t, 256>, k_slices>;

constexpr Tables make_tables(std::uint32_t polynomial) {
    Tables tables{};
    for (std::uint32_t byte = 0; byte < 256; ++byte) {
        std::uint32_t state = byte;
        for (int bit = 0; bit < 8; ++bit) state = times_x(state, polynomial);
        tables[0][byte] = state;
    }
    for (std::size_t k = 1; k < k_slices; ++k) {
        for (std::size_t byte = 0; byte < 256; ++byte) {
            const auto shorter = tables[k - 1][byte];
            tables[k][byte] = (shorter >> 8U) ^ tables[0][shorter & 0xffU];
        }
    }
    return tables;
}

constexpr Tables k_tables_crc32 = make_tables(k_crc32);
constexpr Tables k_tables_crc32c = make_tables(k_crc32c);

std::uint32_t by_table(const Tables& tables, std::uint32_t state, std::string_view bytes) {
    static_assert(std::endian::native == std::endian::little);
    while (bytes.size() >= k_slices) {
        std::array<std::uint32_t, 4> words{};
        std::memcpy(words.data(), bytes.data(), k_slices);
        words[0] ^= state;
        state = 0;
        for (std::size_t i = 0; i < 4; ++i) {
            const auto* slice = &tables[k_slices - 4 * i - 4];
            state ^= slice[3][words[i] & 0xffU] ^ slice[2][words[i] >> 8U & 0xffU] ^ slice[1][words[i] >> 16U & 0xffU] ^
                     slice[0][words[i] >> 24U];
        }
        bytes.remove_prefix(k_slices);
    }
    for (const char c : bytes) state = (state >> 8U) ^ tables[0][(state ^ static_cast<unsigned char>(c)) & 0xffU];
    return state;
}

}  // namespace

std::uint32_t crc32_by_table(std::uint32_t state, std::string_view bytes) {
    return by_table(k_tables_crc32, state, bytes);
}

std::uint32_t crc32c_by_table(std::uint32_t state, std::string_view bytes) {
    return by_table(k_tables_crc32c, state, bytes);
}

}  // namespace checksum

void Crc32::update(std::string_view bytes) {
    state_ =
        checksum::has_hardware() ? checksum::crc32_by_hardware(state_, bytes) : checksum::crc32_by_table(state_, bytes);
}

void Crc32::update_zeros(std::uint64_t count) {
    // x^(2^32-1) is 1 modulo this polynomial, so the number of bits may be cut to what 64 bits hold.
    const std::uint64_t bits = count % 0xffffffffU * 8 % 0xffffffffU;
    state_ = checksum::times(state_, checksum::power_of_x(bits, checksum::k_crc32), checksum::k_crc32);
}

void Crc32c::update(std::string_view bytes) {
    state_ = checksum::has_hardware() ? checksum::crc32c_by_hardware(state_, bytes)
                                      : checksum::crc32c_by_table(state_, bytes);
}

std::uint32_t crc32(std::string_view bytes) {
    Crc32 crc;
    crc.update(bytes);
    return crc.value();
}

std::uint32_t crc32c(std::string_view bytes) {
    Crc32c crc;
    crc.update(bytes);
    return crc.value();
}

}  // namespace exeat
