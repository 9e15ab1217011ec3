// A decision that says no, on its way to the person: the decision itself and the sentences that explain it.
// Made by usecases/permit.h, shown by src/api and the command line.
#pragma once

#include <string>
#include <vector>

#include "core/policy/decision.h"

namespace exeat {

struct Refusal {
    policy::Decision decision;
    std::vector<std::string> why;  // sentences, the decisive one first; only names that the asker may see
};

}  // namespace exeat
