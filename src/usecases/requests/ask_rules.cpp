#include "usecases/requests/ask_rules.h"

#include <algorithm>
#include <optional>
#include <set>

#include "usecases/refused.h"

namespace exeat::usecases {

Result<std::vector<AssetId>> assets_of(const std::vector<AssetId>& ids) {
    if (ids.empty()) return wrong_member("no-assets", "/assets", "Name at least one asset.");
    if (ids.size() > domain::k_most_assets_asked) {
        return wrong_member("too-many-assets", "/assets", "A request is for at most 10,000 assets. Ask in several.");
    }
    std::vector<AssetId> once;
    std::set<AssetId> known;
    for (const auto& id : ids) {
        if (known.insert(id).second) once.push_back(id);
    }
    return once;
}

bool is_auto_approved(const Permit& seen, const Askable& found) {
    const auto& settings = seen.facts().library().policy->settings().requests;
    if (!settings.auto_approval || found.kind != policy::RequestKind::download || found.for_directors) return false;
    // Whatever was asked or given since, only somebody who approves lifts a no; passes given unasked were no request.
    std::optional<Instant> refused_at;
    std::optional<Instant> approved_at;
    for (const auto& request : seen.facts().requests()) {
        if (request->unasked) continue;
        const bool is_rejected = request->status == policy::RequestStatus::rejected;
        if (request->revoked || is_rejected) {
            const auto at = request->revoked ? request->ended_at : request->decided_at;
            refused_at = std::max(refused_at, std::optional(at.value_or(request->created_at)));
        } else if (request->status == policy::RequestStatus::approved) {
            approved_at = std::max(approved_at, request->decided_at);
        }
    }
    return !refused_at || (approved_at && *approved_at > *refused_at);
}

}  // namespace exeat::usecases
