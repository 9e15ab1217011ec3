#include "core/vocabulary/checksum.h"

#include <gtest/gtest.h>

#include <random>
#include <string>

#include "core/vocabulary/checksum_kernels.h"

namespace exeat {
namespace {

using namespace checksum;

/// By the definition, a bit at a time.
std::uint32_t by_bits(std::uint32_t state, std::string_view bytes, std::uint32_t polynomial) {
    for (const char c : bytes) {
        state ^= static_cast<unsigned char>(c);
        for (int bit = 0; bit < 8; ++bit) state = (state >> 1U) ^ ((state & 1U) != 0 ? polynomial : 0U);
    }
    return state;
}

std::string random_bytes(std::mt19937& random, std::size_t size) {
    std::string bytes(size, '\0');
    for (auto& c : bytes) c = static_cast<char>(random());
    return bytes;
}

TEST(Checksum, AnswersTheKnownVectors) {
    EXPECT_EQ(crc32(""), 0U);
    EXPECT_EQ(crc32("123456789"), 0xcbf43926U);
    EXPECT_EQ(crc32("The quick brown fox jumps over the lazy dog"), 0x414fa339U);
    EXPECT_EQ(crc32c(""), 0U);
    EXPECT_EQ(crc32c("123456789"), 0xe3069283U);
    EXPECT_EQ(crc32c(std::string(32, '\0')), 0x8a9136aaU);
    EXPECT_EQ(crc32c(std::string(32, '\xff')), 0x62a8ab43U);
}

TEST(Checksum, EveryWayAgreesWithTheDefinition) {
    std::mt19937 random(1);
    const std::string pool = random_bytes(random, 64 + 10'000);
    for (int round = 0; round < 1800; ++round) {
        // Every length up to a few steps of each kernel, then longer ones; every alignment.
        const std::size_t size = round < 1100 ? static_cast<std::size_t>(round) : random() % 10'000;
        const auto bytes = std::string_view(pool).substr(random() % 64, size);
        const auto state = static_cast<std::uint32_t>(random());
        const auto expected = by_bits(state, bytes, k_crc32);
        const auto expected_c = by_bits(state, bytes, k_crc32c);
        ASSERT_EQ(crc32_by_table(state, bytes), expected) << size;
        ASSERT_EQ(crc32c_by_table(state, bytes), expected_c) << size;
        if (has_hardware()) {
            ASSERT_EQ(crc32_by_hardware(state, bytes), expected) << size;
            ASSERT_EQ(crc32c_by_hardware(state, bytes), expected_c) << size;
        }
    }
}

TEST(Checksum, PiecesGiveTheSameAsTheWhole) {
    std::mt19937 random(2);
    const std::string bytes = random_bytes(random, 100'000);
    for (int round = 0; round < 50; ++round) {
        Crc32 one;
        Crc32c other;
        std::string_view rest = bytes;
        while (!rest.empty()) {
            const auto piece = rest.substr(0, 1 + random() % 9000);
            one.update(piece);
            other.update(piece);
            one = Crc32(one.value());
            other = Crc32c(other.value());
            rest.remove_prefix(piece.size());
        }
        ASSERT_EQ(one.value(), crc32(bytes));
        ASSERT_EQ(other.value(), crc32c(bytes));
    }
}

TEST(Checksum, ZerosAreCountedNotRead) {
    std::mt19937 random(3);
    for (const std::size_t count : {0UZ, 1UZ, 2UZ, 7UZ, 1000UZ, 65'536UZ, 1'000'003UZ}) {
        const auto head = random_bytes(random, random() % 100);
        Crc32 counted;
        counted.update(head);
        counted.update_zeros(count);
        EXPECT_EQ(counted.value(), crc32(head + std::string(count, '\0'))) << count;
    }
    // 5 GiB at once are the same as 5 times one.
    Crc32 whole;
    whole.update_zeros(5ULL << 30U);
    Crc32 parts;
    for (int i = 0; i < 5; ++i) parts.update_zeros(1ULL << 30U);
    EXPECT_EQ(whole.value(), parts.value());
    // And sizes whose number of bits does not fit in 64 bits are right as well.
    Crc32 huge;
    huge.update_zeros((1ULL << 63U) + 5);
    Crc32 eighths;
    for (int i = 0; i < 8; ++i) eighths.update_zeros(1ULL << 60U);
    eighths.update_zeros(5);
    EXPECT_EQ(huge.value(), eighths.value());
}

}  // namespace
}  // namespace exeat
