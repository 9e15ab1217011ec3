// Whether somebody could make a change to anything at all in a library, so that what cannot succeed does not wait in a
// line. Only for the use cases of this folder. Refuses to look at assets: each is asked for when it is changed.
#pragma once

#include "usecases/assets/assets.h"
#include "usecases/caller.h"
#include "usecases/house.h"

namespace exeat::usecases {

/// Done where the caller's level, flags and highest role in that library, or a pass there, may allow every part of the
/// change. Errors: forbidden as of one asset; of a folder to move to, as must_arrive().
[[nodiscard]] Done may_change_something(House& house, const Caller& caller, LibraryId library,
                                        const AssetChange& change);

}  // namespace exeat::usecases
