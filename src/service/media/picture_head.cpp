#include "service/media/picture_head.h"

namespace exeat::media {
namespace {

constexpr std::size_t k_shortest = 30;  // no WebP is

std::uint32_t byte_at(std::string_view bytes, std::size_t at) {
    return static_cast<unsigned char>(bytes[at]);
}
std::uint32_t big_16(std::string_view bytes, std::size_t at) {
    return byte_at(bytes, at) << 8U | byte_at(bytes, at + 1);
}
std::uint32_t little_24(std::string_view bytes, std::size_t at) {
    return byte_at(bytes, at) | byte_at(bytes, at + 1) << 8U | byte_at(bytes, at + 2) << 16U;
}
std::uint32_t little_32(std::string_view bytes, std::size_t at) {
    return little_24(bytes, at) | byte_at(bytes, at + 3) << 24U;
}

/// Segments up to the one that has the size.
std::optional<PictureHead> read_jpeg(std::string_view bytes) {
    constexpr std::string_view k_end = "\xff\xd9";
    if (!bytes.ends_with(k_end)) return std::nullopt;
    std::size_t at = 2;
    while (at + 9 <= bytes.size() && byte_at(bytes, at) == 0xff) {
        const auto marker = byte_at(bytes, at + 1);
        const auto length = big_16(bytes, at + 2);
        if (length < 2) return std::nullopt;
        if (marker >= 0xc0 && marker <= 0xc2) {
            return PictureHead{OutputType::jpeg, big_16(bytes, at + 7), big_16(bytes, at + 5)};
        }
        at += 2 + length;
    }
    return std::nullopt;
}

std::optional<PictureHead> read_webp(std::string_view bytes) {
    if (bytes.size() % 2 != 0 || little_32(bytes, 4) + std::uint64_t{8} != bytes.size()) {
        return std::nullopt;
    }
    const auto kind = bytes.substr(12, 4);
    if (kind == "VP8X") return PictureHead{OutputType::webp, little_24(bytes, 24) + 1, little_24(bytes, 27) + 1};
    if (kind == "VP8L" && byte_at(bytes, 20) == 0x2f) {
        const auto packed = little_32(bytes, 21);
        return PictureHead{OutputType::webp, (packed & 0x3fffU) + 1, (packed >> 14U & 0x3fffU) + 1};
    }
    if (kind == "VP8 " && bytes.substr(23, 3) == "\x9d\x01\x2a") {
        return PictureHead{OutputType::webp, little_32(bytes, 26) & 0x3fffU, little_32(bytes, 26) >> 16U & 0x3fffU};
    }
    return std::nullopt;
}

}  // namespace

std::optional<PictureHead> read_picture_head(std::string_view bytes) {
    if (bytes.starts_with("\xff\xd8\xff")) return read_jpeg(bytes);
    if (bytes.starts_with("RIFF") && bytes.size() >= k_shortest && bytes.substr(8, 4) == "WEBP")
        return read_webp(bytes);
    return std::nullopt;
}

}  // namespace exeat::media
