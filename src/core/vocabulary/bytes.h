// Sizes in bytes as people read them (SI units), and the constants that limits are written in.
#pragma once

#include <cstdint>
#include <string>

namespace exeat {

inline constexpr std::int64_t k_kib = 1024;
inline constexpr std::int64_t k_mib = 1024 * k_kib;
inline constexpr std::int64_t k_gib = 1024 * k_mib;

/// "0 bytes", "1 byte", "999 bytes", "1.2 kB", "34 MB", "5.1 GB": SI units, one decimal below ten.
[[nodiscard]] std::string size_text(std::int64_t bytes);

}  // namespace exeat
