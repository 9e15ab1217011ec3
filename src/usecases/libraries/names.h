// Names of libraries are taken only for those who see who has them: a library is its id, and whoever looks for a free
// name must not find out about one that is hidden from them. Only for the use cases of this folder.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "platform/sql/database.h"
#include "state/store/places.h"
#include "usecases/caller.h"
#include "usecases/house.h"

namespace exeat::usecases {

/// The libraries in which the caller sees anything. Not inside a transaction.
[[nodiscard]] Result<std::vector<LibraryId>> libraries_seen(House& house, const Caller& caller);

struct WantedName {
    std::string_view name;
    std::optional<LibraryId> of;  // the library that has it or gets it; none: a new one
};
/// Errors: conflict "name-taken" where one of `seen`, or one that came since and that the caller sees, has the name.
[[nodiscard]] Done must_be_free(sql::Transaction& transaction, store::StoredPlaces& places, const Caller& caller,
                                const std::vector<LibraryId>& seen, const WantedName& wanted);

}  // namespace exeat::usecases
