// Images of libvips that free themselves, and plain pixels. Only for this program's own sources.
#pragma once

#include <vips/vips.h>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace exeat::worker {

struct Unref {
    void operator()(void* object) const { g_object_unref(object); }
};
using Image = std::unique_ptr<VipsImage, Unref>;
using Source = std::unique_ptr<VipsSource, Unref>;

/// Eight bits a channel, sRGB, three channels or four; the fourth is how much is to be seen.
struct Pixels {
    int width = 0;
    int height = 0;
    int bands = 3;
    std::vector<std::uint8_t> bytes;

    [[nodiscard]] bool has_alpha() const { return bands == 4; }
    [[nodiscard]] std::uint8_t* at(int x, int y) {
        return bytes.data() +
               (static_cast<std::size_t>(y) * static_cast<std::size_t>(width) + static_cast<std::size_t>(x)) *
                   static_cast<std::size_t>(bands);
    }
    [[nodiscard]] const std::uint8_t* at(int x, int y) const { return const_cast<Pixels*>(this)->at(x, y); }
};

/// What libvips said went wrong, and forgets it.
[[nodiscard]] inline std::string last_words() {
    std::string words = vips_error_buffer();
    vips_error_clear();
    return words;
}

}  // namespace exeat::worker
