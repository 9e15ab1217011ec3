// Codes that stand in for a lost second factor: shown once, stored hashed, each good once. Called by the use cases of
// the second factor. Refuses to know where they are kept.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/vocabulary/digest.h"
#include "core/vocabulary/id.h"

namespace exeat::identity {

/// Ten codes of 140 random bits: seven groups of four characters, with dashes between.
[[nodiscard]] std::vector<std::string> new_recovery_codes();

/// How a person's code is stored, from what they typed; nullopt when it cannot be one.
[[nodiscard]] std::optional<Digest> stored_recovery_code(PersonId person, std::string_view typed);

}  // namespace exeat::identity
