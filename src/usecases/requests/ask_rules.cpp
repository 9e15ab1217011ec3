#include "usecases/requests/ask_rules.h"

#include "core/domain/request.h"
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

Result<bool> AutoApproval::applies(const Permit& seen, const Askable& found) {
    const auto& settings = seen.facts().library().policy->settings().requests;
    if (!settings.auto_approval || found.kind != policy::RequestKind::download || found.for_directors) return false;
    if (!refused_) {
        EXEAT_TAKE(refused_, ask_refused_());
    }
    return !refused_->contains(seen.asset()->id);
}

}  // namespace exeat::usecases
