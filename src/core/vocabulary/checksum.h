// CRC-32 (the polynomial of zlib, ZIP and PNG) and CRC-32C (Castagnoli), as fast as the processor allows, chosen at run
// time. Called by state/blobs while bytes come in and go out, and by core/zip. These find accidents, not attackers:
// content is named by its Digest.
#pragma once

#include <cstdint>
#include <string_view>

namespace exeat {

/// A CRC-32 of everything that was given to update(), in order.
class Crc32 {
public:
    Crc32() = default;
    /// Goes on from a value() that was kept.
    explicit Crc32(std::uint32_t value) : state_(~value) {}

    void update(std::string_view bytes);
    /// The same as update() with that many zero bytes, in a time that hardly depends on their number.
    void update_zeros(std::uint64_t count);
    [[nodiscard]] std::uint32_t value() const { return ~state_; }

private:
    std::uint32_t state_ = 0xffffffff;
};

/// A CRC-32C of everything that was given to update(), in order.
class Crc32c {
public:
    Crc32c() = default;
    /// Goes on from a value() that was kept.
    explicit Crc32c(std::uint32_t value) : state_(~value) {}

    void update(std::string_view bytes);
    [[nodiscard]] std::uint32_t value() const { return ~state_; }

private:
    std::uint32_t state_ = 0xffffffff;
};

[[nodiscard]] std::uint32_t crc32(std::string_view bytes);
[[nodiscard]] std::uint32_t crc32c(std::string_view bytes);

}  // namespace exeat
