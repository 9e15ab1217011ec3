// Passes that run in a place, counted and ended together: before a lock or a protection is changed its page says how
// many would still open what it shuts, and offers to end them. Called by src/api/decisions_routes.cpp. Refuses to end
// what the caller holds themselves, and to change the lock: that is another call.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "usecases/requests/requests.h"

namespace exeat::usecases {

/// Of a library; narrower, in a folder and all below it, or for these assets.
struct PassesMeant {
    LibraryId library;
    std::optional<FolderId> folder;
    std::vector<AssetId> assets;
};
struct PassesRunning {
    std::int64_t passes = 0;  // nothing is counted beyond k_most_assets_asked
};
struct PassesEnded {
    std::int64_t ended = 0;
    std::int64_t left = 0;  // that the caller may not end: their own
};

/// For those who decide there. Errors: not_found; forbidden "not-a-decider".
[[nodiscard]] Result<PassesRunning> count_passes(House& house, const Caller& caller, const PassesMeant& meant);
/// Each as revoke_request() does it; each holder is told once. Errors besides: invalid "wrong-note", "too-many-assets".
[[nodiscard]] Result<PassesEnded> end_passes(House& house, const Caller& caller, const PassesMeant& meant,
                                             const std::string& note);

}  // namespace exeat::usecases
