// Starting libsodium, which every source of this module that calculates needs first. Only for this module's own
// sources.
#pragma once

#include <sodium.h>

#include <cstdlib>
#include <span>
#include <string_view>

namespace exeat::identity {

/// Chooses the fast implementations; cheap to call again. A machine without a source of random bytes cannot keep a
/// secret: the program ends.
inline void start_sodium() {
    if (sodium_init() < 0) std::abort();
}

[[nodiscard]] inline const unsigned char* bytes_of(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}

}  // namespace exeat::identity
