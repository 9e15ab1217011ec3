#include "colour.h"

#include <algorithm>

namespace exeat::worker {
namespace {

/// Colours that share the upper three bits of each channel are of one sort.
constexpr unsigned k_bits = 3;
constexpr std::size_t k_sorts = 1U << (3 * k_bits);
constexpr int k_looked_at = 128;  // pixels of the longest side are enough

struct Sort {
    std::uint64_t weight = 0;
    std::array<std::uint64_t, 3> sums{};
};

}  // namespace

std::array<std::uint8_t, 3> dominant_colour(const Pixels& pixels) {
    std::array<Sort, k_sorts> sorts{};
    const int step = std::max(1, std::max(pixels.width, pixels.height) / k_looked_at);
    for (int y = 0; y < pixels.height; y += step) {
        for (int x = 0; x < pixels.width; x += step) {
            const auto* pixel = pixels.at(x, y);
            const std::uint64_t weight = pixels.has_alpha() ? pixel[3] : 255;
            std::size_t which = 0;
            for (std::size_t i = 0; i < 3; ++i) which = which << k_bits | pixel[i] >> (8 - k_bits);
            sorts[which].weight += weight;
            for (std::size_t i = 0; i < 3; ++i) sorts[which].sums[i] += weight * pixel[i];
        }
    }
    const auto& most = *std::ranges::max_element(sorts, {}, &Sort::weight);
    std::array<std::uint8_t, 3> colour{};
    if (most.weight == 0) return {0xff, 0xff, 0xff};
    for (std::size_t i = 0; i < 3; ++i) colour[i] = static_cast<std::uint8_t>(most.sums[i] / most.weight);
    return colour;
}

}  // namespace exeat::worker
