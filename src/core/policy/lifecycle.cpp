#include "core/policy/lifecycle.h"

namespace exeat::policy {

Reason availability(const Lifecycle& asset, Instant now) {
    if (asset.status != AssetStatus::published) return Reason::not_published;
    if (asset.available_from && now < *asset.available_from) return Reason::not_yet_available;
    if (asset.available_until && now >= *asset.available_until) return Reason::no_longer_available;
    return Reason::available;
}

bool is_available(const Lifecycle& asset, Instant now) {
    return availability(asset, now) == Reason::available;
}

}  // namespace exeat::policy
