#include "core/vocabulary/bytes.h"

#include <array>
#include <cmath>
#include <cstdio>

namespace exeat {

std::string size_text(std::int64_t bytes) {
    if (bytes == 1) return "1 byte";
    if (bytes < 1000) return std::to_string(bytes) + " bytes";
    constexpr std::array units{"kB", "MB", "GB", "TB", "PB", "EB"};
    double value = static_cast<double>(bytes) / 1000;
    std::size_t unit = 0;
    while (value >= 999.5 && unit + 1 < units.size()) {
        value /= 1000;
        ++unit;
    }
    std::array<char, 32> out{};
    const char* pattern = value < 9.95 ? "%.1f %s" : "%.0f %s";
    const int length = std::snprintf(out.data(), out.size(), pattern, value, units[unit]);
    return {out.data(), static_cast<std::size_t>(length)};
}

}  // namespace exeat
