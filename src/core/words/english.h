// The table of one language. Used by catalogue.cpp.
#pragma once

#include <span>

#include "core/words/catalogue.h"

namespace exeat::words {

[[nodiscard]] std::span<const Sentence> english();

}  // namespace exeat::words
