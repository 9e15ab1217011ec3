// The dominant colour of a picture: what a tile shows until its picture is there.
#pragma once

#include <array>
#include <cstdint>

#include "image.h"

namespace exeat::worker {

/// The mean of the most frequent sort of colour; what is transparent does not count.
[[nodiscard]] std::array<std::uint8_t, 3> dominant_colour(const Pixels& pixels);

}  // namespace exeat::worker
