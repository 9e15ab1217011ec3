// What the first bytes of a JPEG or WebP say of it: type and size. Called by decoder.cpp, which holds a worker's answer
// against them. Refuses to decode: nothing of the picture itself is looked at.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "service/media/protocol.h"

namespace exeat::media {

struct PictureHead {
    OutputType type = OutputType::jpeg;
    std::uint32_t width = 0;
    std::uint32_t height = 0;
    friend bool operator==(const PictureHead&, const PictureHead&) = default;
};

/// nullopt for what is no whole JPEG or WebP from the first byte to the last, as far as its frame tells.
[[nodiscard]] std::optional<PictureHead> read_picture_head(std::string_view bytes);

}  // namespace exeat::media
