// Rules of asking that several use cases of this folder share. Only for them.
#pragma once

#include <vector>

#include "usecases/permit.h"
#include "usecases/requests/askable.h"

namespace exeat::usecases {

/// The assets of one form, each once. Errors: invalid "no-assets", "too-many-assets".
[[nodiscard]] Result<std::vector<AssetId>> assets_of(const std::vector<AssetId>& ids);

/// POLICY.md "Auto-approval": downloads only, never for gate 8, never for somebody who was rejected or revoked for this
/// asset and not approved by a person since.
[[nodiscard]] Result<bool> is_auto_approved(sql::Session& session, const Permit& seen, const Askable& found);

}  // namespace exeat::usecases
