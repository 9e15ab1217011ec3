// Who receives the requests of a library, as its settings page says it. Called by src/api/libraries_routes.cpp. Refuses
// to change the list: the usage settings do.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/vocabulary/id.h"
#include "usecases/caller.h"
#include "usecases/house.h"

namespace exeat::usecases {

struct RequestReceiver {
    PersonId id;
    std::string name;
};
struct RequestReceivers {
    std::vector<RequestReceiver> people;
    /// A sentence, where no owner is left who receives, and administrators stand in.
    std::optional<std::string> warning;
};
/// Now, for editors and owners. Errors: not_found; forbidden "insiders-only".
[[nodiscard]] Result<RequestReceivers> read_request_receivers(House& house, const Caller& caller, LibraryId id);

}  // namespace exeat::usecases
