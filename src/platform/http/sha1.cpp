#include "platform/http/sha1.h"

#include <algorithm>
#include <bit>
#include <cstring>

namespace exeat::http {
namespace {

constexpr std::size_t k_words = 80;

std::uint32_t load(const unsigned char* bytes) {
    return std::uint32_t{bytes[0]} << 24U | std::uint32_t{bytes[1]} << 16U | std::uint32_t{bytes[2]} << 8U | bytes[3];
}

struct Round {
    std::uint32_t choice;
    std::uint32_t constant;
};

Round round_of(std::size_t i, std::uint32_t b, std::uint32_t c, std::uint32_t d) {
    if (i < 20) return {(b & c) | (~b & d), 0x5A827999};
    if (i < 40) return {b ^ c ^ d, 0x6ED9EBA1};
    if (i < 60) return {(b & c) | (b & d) | (c & d), 0x8F1BBCDC};
    return {b ^ c ^ d, 0xCA62C1D6};
}

}  // namespace

void Sha1::mix(const unsigned char* block) {
    std::array<std::uint32_t, k_words> words{};
    for (std::size_t i = 0; i < 16; ++i) words[i] = load(block + i * 4);
    for (std::size_t i = 16; i < k_words; ++i) {
        words[i] = std::rotl(words[i - 3] ^ words[i - 8] ^ words[i - 14] ^ words[i - 16], 1);
    }
    auto [a, b, c, d, e] = hash_;
    for (std::size_t i = 0; i < k_words; ++i) {
        const auto round = round_of(i, b, c, d);
        const auto next = std::rotl(a, 5) + round.choice + e + round.constant + words[i];
        e = d;
        d = c;
        c = std::rotl(b, 30);
        b = a;
        a = next;
    }
    const std::array<std::uint32_t, 5> mixed{a, b, c, d, e};
    for (std::size_t i = 0; i < hash_.size(); ++i) hash_[i] += mixed[i];
}

void Sha1::add(std::string_view bytes) {
    total_ += bytes.size();
    while (!bytes.empty()) {
        if (pending_size_ == 0 && bytes.size() >= k_block) {
            mix(reinterpret_cast<const unsigned char*>(bytes.data()));
            bytes.remove_prefix(k_block);
            continue;
        }
        const auto count = std::min(bytes.size(), k_block - pending_size_);
        std::memcpy(pending_.data() + pending_size_, bytes.data(), count);
        pending_size_ += count;
        bytes.remove_prefix(count);
        if (pending_size_ == k_block) {
            mix(pending_.data());
            pending_size_ = 0;
        }
    }
}

std::string Sha1::digest() {
    const std::uint64_t bits = total_ * 8;
    std::string padding(1, '\x80');
    constexpr std::size_t k_length_at = k_block - 8;
    padding.append((k_block + k_length_at - (pending_size_ + 1)) % k_block, '\0');
    for (unsigned shift = 64; shift > 0; shift -= 8) padding.push_back(static_cast<char>(bits >> (shift - 8) & 0xFFU));
    add(padding);
    std::string digest;
    for (const auto word : hash_) {
        for (unsigned shift = 32; shift > 0; shift -= 8)
            digest.push_back(static_cast<char>(word >> (shift - 8) & 0xFFU));
    }
    return digest;
}

}  // namespace exeat::http
