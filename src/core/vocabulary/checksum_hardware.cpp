#include <cstring>

#include "core/vocabulary/checksum_kernels.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace exeat::checksum {

#if defined(__x86_64__)

namespace {

/// What clmul needs to multiply by x^exponent: the product of two reflected 64-bit polynomials comes out one place low,
/// which is the same as times x, so the factor holds one power less.
constexpr std::uint64_t factor(std::uint64_t exponent, std::uint32_t polynomial) {
    return static_cast<std::uint64_t>(power_of_x(exponent - 1, polynomial)) << 32U;
}

/// Moves the 128 bits of `lane` `distance` bits further along the message: its first half counts 64 bits more.
template <std::uint64_t distance>
__attribute__((target("pclmul,sse4.2"))) __m128i moved(__m128i lane) {
    constexpr auto by_half = static_cast<long long>(factor(distance, k_crc32));
    constexpr auto by_more = static_cast<long long>(factor(distance + 64, k_crc32));
    const auto factors = _mm_set_epi64x(by_half, by_more);
    return _mm_xor_si128(_mm_clmulepi64_si128(lane, factors, 0x00), _mm_clmulepi64_si128(lane, factors, 0x11));
}

__attribute__((target("pclmul,sse4.2"))) __m128i load(const char* bytes) {
    return _mm_loadu_si128(reinterpret_cast<const __m128i*>(bytes));
}

std::uint64_t word(const char* bytes) {
    std::uint64_t value = 0;
    std::memcpy(&value, bytes, sizeof value);
    return value;
}

/// Takes in three neighbouring runs of `run` bytes side by side (the instruction answers after three cycles but takes a
/// new word every cycle), then joins the registers: s * x^(8n) is clmul(s, x^(8n-33)) given to the instruction.
template <std::size_t run>
__attribute__((target("pclmul,sse4.2"))) std::uint32_t three_runs(std::uint32_t state, const char* bytes) {
    std::uint64_t first = state;
    std::uint64_t second = 0;
    std::uint64_t third = 0;
    for (std::size_t i = 0; i < run; i += 8) {
        first = _mm_crc32_u64(first, word(bytes + i));
        second = _mm_crc32_u64(second, word(bytes + run + i));
        third = _mm_crc32_u64(third, word(bytes + 2 * run + i));
    }
    constexpr std::uint32_t by_two = power_of_x(16 * run - 33, k_crc32c);
    constexpr std::uint32_t by_one = power_of_x(8 * run - 33, k_crc32c);
    const auto factors = _mm_set_epi64x(by_one, by_two);
    const auto states = _mm_set_epi64x(static_cast<long long>(second), static_cast<long long>(first));
    const auto joined =
        _mm_xor_si128(_mm_clmulepi64_si128(states, factors, 0x00), _mm_clmulepi64_si128(states, factors, 0x11));
    return static_cast<std::uint32_t>(_mm_crc32_u64(0, static_cast<std::uint64_t>(_mm_cvtsi128_si64(joined))) ^ third);
}

}  // namespace

bool has_hardware() {
    return __builtin_cpu_supports("pclmul") != 0 && __builtin_cpu_supports("sse4.2") != 0;
}

__attribute__((target("pclmul,sse4.2"))) std::uint32_t crc32_by_hardware(std::uint32_t state, std::string_view bytes) {
    constexpr std::size_t lane = 16;
    constexpr std::size_t step = 8 * lane;
    if (bytes.size() < step) return crc32_by_table(state, bytes);

    std::array<__m128i, 8> lanes;
    for (std::size_t i = 0; i < 8; ++i) lanes[i] = load(bytes.begin() + i * lane);
    lanes[0] = _mm_xor_si128(lanes[0], _mm_cvtsi32_si128(static_cast<int>(state)));
    bytes.remove_prefix(step);
    while (bytes.size() >= step) {
        for (std::size_t i = 0; i < 8; ++i) {
            lanes[i] = _mm_xor_si128(moved<8 * step>(lanes[i]), load(bytes.begin() + i * lane));
        }
        bytes.remove_prefix(step);
    }
    auto sum = lanes[0];
    for (std::size_t i = 1; i < 8; ++i) sum = _mm_xor_si128(moved<8 * lane>(sum), lanes[i]);
    for (; bytes.size() >= lane; bytes.remove_prefix(lane)) {
        sum = _mm_xor_si128(moved<8 * lane>(sum), load(bytes.begin()));
    }
    // The 16 bytes left are congruent to all that went before, so they stand for it.
    std::array<char, lane> rest{};
    _mm_storeu_si128(reinterpret_cast<__m128i*>(rest.data()), sum);
    return crc32_by_table(crc32_by_table(0, {rest.data(), rest.size()}), bytes);
}

__attribute__((target("pclmul,sse4.2"))) std::uint32_t crc32c_by_hardware(std::uint32_t state, std::string_view bytes) {
    constexpr std::size_t large = 2048;
    constexpr std::size_t small = 128;
    for (; bytes.size() >= 3 * large; bytes.remove_prefix(3 * large)) state = three_runs<large>(state, bytes.begin());
    for (; bytes.size() >= 3 * small; bytes.remove_prefix(3 * small)) state = three_runs<small>(state, bytes.begin());
    std::uint64_t wide = state;
    for (; bytes.size() >= 8; bytes.remove_prefix(8)) wide = _mm_crc32_u64(wide, word(bytes.begin()));
    state = static_cast<std::uint32_t>(wide);
    for (const char c : bytes) state = _mm_crc32_u8(state, static_cast<unsigned char>(c));
    return state;
}

#else

bool has_hardware() {
    return false;
}

std::uint32_t crc32_by_hardware(std::uint32_t state, std::string_view bytes) {
    return crc32_by_table(state, bytes);
}

std::uint32_t crc32c_by_hardware(std::uint32_t state, std::string_view bytes) {
    return crc32c_by_table(state, bytes);
}

#endif

}  // namespace exeat::checksum
