// What somebody may do at a place, a library or a folder: for every answer that shows one. Called by the use cases of
// libraries and folders. Refuses to decide by itself: it asks a permit.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "usecases/permit.h"

namespace exeat::usecases {

struct PlaceCan {
    bool upload = false;
    bool organise = false;  // make, move and rename folders
    bool publish = false;
    bool protect = false;  // settings, locks, members
};

/// Sentences for each action that is refused.
using Whys = std::map<std::string, std::vector<std::string>>;

[[nodiscard]] PlaceCan can_at(const Permit& place);
[[nodiscard]] Whys whys_at(const Permit& place);

/// The same facts asked about another action.
[[nodiscard]] Permit asked_to(const Permit& permit, policy::Action action);
/// Whether this person is told everything here: an editor or owner, or level 9.
[[nodiscard]] bool is_insider(const Permit& permit);

}  // namespace exeat::usecases
