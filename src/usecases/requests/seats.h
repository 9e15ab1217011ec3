// Whose desk a library's requests come to: owners who were not taken off the list, administrators where nobody is left
// on it, directors for what asks for one. For lists and for whoever stands in. Only for the use cases of this folder;
// who is written to is told in tell.h by the rows. Refuses to say who may decide.
#pragma once

#include <optional>
#include <vector>

#include "core/domain/records.h"
#include "usecases/house.h"

namespace exeat::usecases {

struct Seats {
    std::vector<LibraryId> libraries;     // whose requests come to somebody
    std::vector<LibraryId> owned_beside;  // theirs, too, but they were taken off the list
    bool directors = false;               // what asks for a director comes to them, from every library
};
/// A closed account has none. Not inside a transaction.
[[nodiscard]] Result<Seats> seats_of(House& house, const domain::Standing& person);

/// The libraries whose requests somebody decides on and sees, whoever receives them; none: all of them.
[[nodiscard]] Result<std::optional<std::vector<LibraryId>>> libraries_decided(House& house,
                                                                              const domain::Standing& person);

/// The same seats with those of people for whom somebody stands in now, as far as they decide there themselves. Not
/// inside a transaction.
[[nodiscard]] Result<Seats> seats_with_substitutions(House& house, const domain::Standing& person);

}  // namespace exeat::usecases
