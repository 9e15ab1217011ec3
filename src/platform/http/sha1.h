// SHA-1, which tus demands of every server, against accidents of transport and nothing else: libsodium rightly has
// none. Called by the checksums of tus. Refuses to be used for secrets.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace exeat::http {

class Sha1 {
public:
    void add(std::string_view bytes);
    /// The 20 bytes of all that was added; ends it.
    [[nodiscard]] std::string digest();

private:
    static constexpr std::size_t k_block = 64;
    void mix(const unsigned char* block);

    std::array<std::uint32_t, 5> hash_{0x67452301, 0xEFCDAB89, 0x98BADCFE, 0x10325476, 0xC3D2E1F0};
    std::array<unsigned char, k_block> pending_{};
    std::size_t pending_size_ = 0;
    std::uint64_t total_ = 0;
};

}  // namespace exeat::http
