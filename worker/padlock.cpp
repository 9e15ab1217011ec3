#include "padlock.h"

#include <algorithm>
#include <cmath>

namespace exeat::worker {
namespace {

// The padlock is drawn as distances, in a square from -1 to 1: it is sharp at any size and needs no font and no file.
constexpr double k_share = 0.38;   // its height, of the picture's shorter side
constexpr double k_smallest = 40;  // pixels, where the picture has them
constexpr double k_light = 0.72;   // how much of its face covers the picture
constexpr double k_dark = 0.65;    // and of its edge
constexpr double k_edge_width = 0.12;

double box(double x, double y, double half_width, double half_height, double corner) {
    const double dx = std::abs(x) - half_width + corner;
    const double dy = std::abs(y) - half_height + corner;
    return std::hypot(std::max(dx, 0.0), std::max(dy, 0.0)) + std::min(std::max(dx, dy), 0.0) - corner;
}

/// The bow: half a ring with legs down into the body.
double bow(double x, double y) {
    constexpr double radius = 0.4;
    constexpr double half_width = 0.11;
    constexpr double centre = -0.42;
    const double ring = y < centre ? std::abs(std::hypot(x, y - centre) - radius) : std::abs(std::abs(x) - radius);
    const double below = y - 0.1;
    return std::max(ring - half_width, below);
}

double keyhole(double x, double y) {
    const double round = std::hypot(x, y - 0.34) - 0.13;
    const double slot = box(x, y - 0.52, 0.055, 0.17, 0.04);
    return std::min(round, slot);
}

/// Below 0 inside.
double padlock(double x, double y) {
    const double body = box(x, y - 0.42, 0.68, 0.5, 0.12);
    return std::max(std::min(body, bow(x, y)), -keyhole(x, y));
}

void cover(std::uint8_t* pixel, bool has_alpha, double value, double amount) {
    if (has_alpha) {
        const double under = pixel[3] / 255.0;
        const double both = amount + under * (1 - amount);
        if (both <= 0) return;
        for (int i = 0; i < 3; ++i) {
            const double mixed = (value * amount + pixel[i] * under * (1 - amount)) / both;
            pixel[i] = static_cast<std::uint8_t>(std::lround(mixed));
        }
        pixel[3] = static_cast<std::uint8_t>(std::lround(both * 255));
        return;
    }
    for (int i = 0; i < 3; ++i) {
        pixel[i] = static_cast<std::uint8_t>(std::lround(value * amount + pixel[i] * (1 - amount)));
    }
}

}  // namespace

void draw_padlock(Pixels& pixels) {
    const double shorter = std::min(pixels.width, pixels.height);
    const double size = std::min(shorter, std::max(k_smallest, shorter * k_share));
    const double scale = 2 / size;
    const auto from = [size](int length) { return std::max(0, static_cast<int>((length - size) / 2) - 2); };
    for (int y = from(pixels.height); y < pixels.height - from(pixels.height); ++y) {
        for (int x = from(pixels.width); x < pixels.width - from(pixels.width); ++x) {
            const double distance =
                padlock((x + 0.5 - pixels.width / 2.0) * scale, (y + 0.5 - pixels.height / 2.0) * scale);
            const double face = std::clamp(0.5 - distance / scale, 0.0, 1.0);
            const double shade = std::clamp(1 - distance / k_edge_width, 0.0, 1.0) * (1 - face);
            if (shade > 0) cover(pixels.at(x, y), pixels.has_alpha(), 0, shade * k_dark);
            if (face > 0) cover(pixels.at(x, y), pixels.has_alpha(), 255, face * k_light);
        }
    }
}

}  // namespace exeat::worker
