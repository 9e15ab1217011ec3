// "Why?": the sentences that explain a decision to the one who asked, with only the names that they may see. The same
// text on pages, in problems and from `exeat explain`.
#pragma once

#include <string>
#include <vector>

#include "core/policy/words.h"
#include "usecases/permit.h"

namespace exeat::usecases {

/// The decisive sentence first, then what to do. Empty for an answer that is free, and for a hidden one.
[[nodiscard]] std::vector<std::string> why(const Permit& permit, policy::Action action);

}  // namespace exeat::usecases
