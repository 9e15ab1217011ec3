// Rules of asking that several use cases of this folder share. Only for them.
#pragma once

#include <functional>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "usecases/permit.h"
#include "usecases/requests/askable.h"

namespace exeat::usecases {

/// The assets of one form, each once. Errors: invalid "no-assets", "too-many-assets".
[[nodiscard]] Result<std::vector<AssetId>> assets_of(const std::vector<AssetId>& ids);

/// POLICY.md "Auto-approval": downloads only, never for gate 8, never for somebody who was rejected or revoked for this
/// asset, unless a person has granted since what was refused then.
class AutoApproval {
public:
    /// Of the assets of a form, those that its sender was refused. Asked once, and only where it matters.
    using Refused = std::function<Result<std::set<AssetId>>()>;
    explicit AutoApproval(Refused refused) : ask_refused_(std::move(refused)) {}

    [[nodiscard]] Result<bool> applies(const Permit& seen, const Askable& found);

private:
    Refused ask_refused_;
    std::optional<std::set<AssetId>> refused_;
};

}  // namespace exeat::usecases
