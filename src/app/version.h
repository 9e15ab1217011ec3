// The version of this program.
#pragma once

#include <string_view>

namespace exeat::app {

inline constexpr std::string_view k_version = "0.1.0";

}  // namespace exeat::app
