// An asset as answers show it. Only for the use cases of this folder.
#pragma once

#include "usecases/assets/assets.h"
#include "usecases/permit.h"

namespace exeat::usecases {

[[nodiscard]] domain::Wish wish_to(policy::Action action);

/// `seen` is a permit to view. The sentences are those of the download.
[[nodiscard]] AssetRow row_of(const Permit& seen, const PicturesShown& pictures);
/// With the sentences of every action that is refused.
[[nodiscard]] Whys whys_of(const Permit& seen);

/// A permit to view it. Errors: not_found.
[[nodiscard]] Result<Permit> see(House& house, const Caller& caller, AssetId id);

}  // namespace exeat::usecases
