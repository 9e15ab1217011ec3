// Decoding with libvips: what a file says of itself, its pixels at a size, and pixels as a file again.
#pragma once

#include <expected>

#include "image.h"
#include "service/media/protocol.h"

namespace exeat::worker {

template <class T>
using Rendered = std::expected<T, media::NotMade>;

/// Gives the loaders of one format back, all others stay blocked: bytes of another format are no picture then.
void allow_format(media::PictureFormat format);

/// Whether a picture is drawn at whatever size is wanted.
[[nodiscard]] bool is_drawn(media::PictureFormat format);

/// From the header alone, turned the right way up; nothing larger than the limits is decoded.
struct Header {
    int width = 0;
    int height = 0;
    bool has_other_colours = false;  // than sRGB: a profile of its own, or inks
};
[[nodiscard]] Rendered<Header> read_header(int file, const media::Request& request);

/// Decodes: at most `longest` pixels a side, turned the right way up, in sRGB. A fourth channel only where something is
/// transparent.
[[nodiscard]] Rendered<Pixels> render(int file, const media::Request& request, const Header& header,
                                      std::uint32_t longest);
/// The same picture smaller; as it is when it is small enough.
[[nodiscard]] Rendered<Pixels> shrink(const Pixels& pixels, std::uint32_t longest);

/// JPEG, or WebP where something is transparent.
[[nodiscard]] Rendered<media::Output> encode(const Pixels& pixels, media::PictureFormat from);

}  // namespace exeat::worker
