#include "usecases/requests/running_passes.h"

#include <algorithm>

#include "state/store/request_rows.h"
#include "usecases/permit.h"
#include "usecases/refused.h"
#include "usecases/requests/ask_rules.h"
#include "usecases/requests/deciding.h"
#include "usecases/requests/rules.h"

namespace exeat::usecases {
namespace {

constexpr int k_at_once = static_cast<int>(domain::k_most_assets_asked);

Done must_decide_there(domain::Places& places, const Caller& caller, LibraryId library) {
    EXEAT_TAKE(const auto place, ask_at(places, caller, library, std::nullopt, policy::Action::view));
    EXEAT_TRY(must(place));
    EXEAT_TAKE(const auto person, standing_of(places, caller));
    EXEAT_TAKE(const auto decides, decides_in(places, *person, library));
    if (decides) return {};
    return fail(ErrorKind::forbidden, "not-a-decider", "Owners of the library end passes.");
}

/// Whether a request runs, and is for what is meant.
Result<bool> is_meant(KeptPlaces& places, const PassesMeant& meant, const domain::Request& request, Instant now) {
    const auto is_named = [&](AssetId id) { return std::ranges::find(meant.assets, id) != meant.assets.end(); };
    if (!meant.assets.empty() && !is_named(request.asset)) return false;
    EXEAT_TAKE(const auto library, places.library(request.library));
    EXEAT_TAKE(const auto asset, places.asset(request.asset));
    if (!library || !asset || !runs(request, *library, asset->rules.replaced_at, now)) return false;
    if (!meant.folder) return true;
    if (!asset->folder) return false;
    EXEAT_TAKE(const auto path, places.folder_path(*asset->folder));
    return std::ranges::any_of(path, [&](const auto& folder) { return folder->id == *meant.folder; });
}

/// The next of those that are meant, with the last one that was looked at.
struct Found {
    std::vector<RequestId> ids;
    std::optional<RequestId> last;
    bool is_all = true;
};
Result<Found> find_meant(sql::Session& session, const PassesMeant& meant, const std::optional<RequestId>& after,
                         Instant now) {
    EXEAT_TAKE(const auto running, store::running_of_library(session, meant.library, after, k_at_once));
    KeptPlaces places(session, now);
    std::vector<AssetId> assets;
    assets.reserve(running.size());
    for (const auto& request : running) assets.push_back(request.asset);
    if (!assets.empty()) EXEAT_TRY(places.read_assets(assets));
    Found found;
    for (const auto& request : running) {
        EXEAT_TAKE(const auto wanted, is_meant(places, meant, request, now));
        if (wanted) found.ids.push_back(request.id);
        found.last = request.id;
    }
    found.is_all = running.size() < static_cast<std::size_t>(k_at_once);
    return found;
}

/// Ends them; what the caller may not end stays.
Result<PassesEnded> end_each(sql::Transaction& transaction, const Caller& caller, const std::vector<RequestId>& ids,
                             const std::string& note, Instant now) {
    PassesEnded count;
    Deciding deciding(transaction, caller, now);
    EXEAT_TRY(deciding.begin(ids));
    for (const auto& id : ids) {
        const auto done = deciding.revoke(id, note);
        if (!done && done.error().kind != ErrorKind::forbidden) return std::unexpected(done.error());
        ++(done ? count.ended : count.left);
    }
    EXEAT_TRY(deciding.finish());
    return count;
}

}  // namespace

Result<PassesRunning> count_passes(House& house, const Caller& caller, const PassesMeant& meant) {
    EXEAT_TRY(must_decide_there(house.authority, caller, meant.library));
    EXEAT_TAKE(const auto now, house.authority.now());
    EXEAT_TAKE(const auto found, house.database.read([&](sql::Session& session) {
        return find_meant(session, meant, std::nullopt, now);
    }));
    return PassesRunning{static_cast<std::int64_t>(found.ids.size())};
}

Result<PassesEnded> end_passes(House& house, const Caller& caller, const PassesMeant& meant, const std::string& note) {
    if (!caller.person) {
        return fail(ErrorKind::forbidden, "no-person", "The operator is nobody who may decide. Sign in as a person.");
    }
    EXEAT_TRY(check_note(note, "/note"));
    if (!meant.assets.empty()) EXEAT_TRY(assets_of(meant.assets));
    PassesEnded all;
    std::optional<RequestId> after;
    bool is_done = false;
    while (!is_done) {
        EXEAT_TAKE(const auto now, house.database.now());
        Found found;
        EXEAT_TAKE(const auto ended, change(house, [&](sql::Transaction& transaction) -> Result<PassesEnded> {
                       KeptPlaces places(transaction, now);
                       EXEAT_TRY(must_decide_there(places, caller, meant.library));
                       EXEAT_TAKE(found, find_meant(transaction, meant, after, now));
                       return end_each(transaction, caller, found.ids, note, now);
                   }));
        all.ended += ended.ended;
        all.left += ended.left;
        after = found.last;
        is_done = found.is_all;
    }
    return all;
}

}  // namespace exeat::usecases
