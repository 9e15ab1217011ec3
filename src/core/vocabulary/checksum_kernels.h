// The ways to compute the checksums of checksum.h, one function each, so that tests and benchmarks can hold them
// against each other. Included by checksum*.cpp only. A state is the CRC register: the complement of a value.
//
// A register of 32 bits holds a polynomial over GF(2) reflected: bit i is the coefficient of x^(31-i). Taking in a byte
// string M of n bits turns the register s into (s * x^n + M * x^32) mod P.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace exeat::checksum {

inline constexpr std::uint32_t k_crc32 = 0xedb88320;
inline constexpr std::uint32_t k_crc32c = 0x82f63b78;

/// x * a mod P.
[[nodiscard]] constexpr std::uint32_t times_x(std::uint32_t a, std::uint32_t polynomial) {
    return (a >> 1U) ^ ((a & 1U) != 0 ? polynomial : 0U);
}

/// a * b mod P.
[[nodiscard]] constexpr std::uint32_t times(std::uint32_t a, std::uint32_t b, std::uint32_t polynomial) {
    std::uint32_t product = 0;
    for (; b != 0; b <<= 1U) {  // from the coefficient of x^0 (the highest bit) on
        if ((b & 0x80000000U) != 0) product ^= a;
        a = times_x(a, polynomial);
    }
    return product;
}

/// x^exponent mod P.
[[nodiscard]] constexpr std::uint32_t power_of_x(std::uint64_t exponent, std::uint32_t polynomial) {
    std::uint32_t result = 0x80000000U;  // x^0
    std::uint32_t square = 0x40000000U;  // x^1
    for (; exponent != 0; exponent >>= 1U) {
        if ((exponent & 1U) != 0) result = times(result, square, polynomial);
        square = times(square, square, polynomial);
    }
    return result;
}

[[nodiscard]] std::uint32_t crc32_by_table(std::uint32_t state, std::string_view bytes);
[[nodiscard]] std::uint32_t crc32c_by_table(std::uint32_t state, std::string_view bytes);

/// Whether this processor has what the two functions below need.
[[nodiscard]] bool has_hardware();
/// Only when has_hardware().
[[nodiscard]] std::uint32_t crc32_by_hardware(std::uint32_t state, std::string_view bytes);
/// Only when has_hardware().
[[nodiscard]] std::uint32_t crc32c_by_hardware(std::uint32_t state, std::string_view bytes);

}  // namespace exeat::checksum
