#include "usecases/permit.h"

#include <map>
#include <utility>

#include "core/policy/explain.h"
#include "usecases/refusal.h"
#include "usecases/why.h"

namespace exeat::usecases {
namespace {

std::unexpected<Error> not_signed_in() {
    return fail(ErrorKind::unauthenticated, "not-signed-in", "Sign in first.");
}

std::unexpected<Error> absent() {
    return fail(ErrorKind::not_found, "not-found", "There is nothing here, or nothing that you can see.");
}

/// The operator stands everywhere as an administrator would.
std::shared_ptr<const domain::Standing> operator_standing() {
    domain::Standing standing;
    standing.name = "operator";
    standing.active = true;
    standing.level = policy::Level::administrator;
    return std::make_shared<const domain::Standing>(std::move(standing));
}

struct Asker {
    std::shared_ptr<const domain::Standing> person;
    Instant now;
    std::shared_ptr<const domain::SitePolicy> site;
};

/// What everything that lies in one folder has in common.
struct Place {
    std::shared_ptr<const domain::Library> library;
    std::vector<std::shared_ptr<const domain::Folder>> folders;
    std::shared_ptr<const std::vector<std::string>> deciders;
};

Result<Asker> asker_of(domain::Places& places, const Caller& caller) {
    Asker asker;
    EXEAT_TAKE(asker.person, standing_of(places, caller));
    EXEAT_TAKE(asker.now, places.now());
    EXEAT_TAKE(asker.site, places.site());
    return asker;
}

Result<Place> place_of(domain::Places& places, LibraryId library, std::optional<FolderId> folder) {
    Place place;
    EXEAT_TAKE(place.library, places.library(library));
    if (!place.library) return absent();
    if (folder) {
        EXEAT_TAKE(place.folders, places.folder_path(*folder));
        if (place.folders.empty() || place.folders.front()->library != library) return absent();
    }
    EXEAT_TAKE(place.deciders, places.owner_names(library));
    return place;
}

Result<std::shared_ptr<const domain::Case>> gather(domain::Places& places, const Asker& asker, const Place& place,
                                                   std::optional<AssetId> asset,
                                                   std::shared_ptr<const domain::AssetRules> rules) {
    domain::Surroundings around;
    EXEAT_TAKE(around.memberships, places.memberships(*asker.person, place.library->id, place.folders, asset));
    around.deciders = place.deciders;
    const auto role = domain::highest_role(around.memberships, asker.now);
    domain::HeldRequests requests;
    if (asset) {
        EXEAT_TAKE(requests, places.requests(*asker.person, *asset));
    }
    return std::make_shared<const domain::Case>(asker.now, asker.site, place.library, place.folders, std::move(rules),
                                                asker.person, role, std::move(around), std::move(requests));
}

/// The asset's own, for as long as anybody holds them.
std::shared_ptr<const domain::AssetRules> rules_of(const std::shared_ptr<const domain::Asset>& asset) {
    return {asset, &asset->rules};
}

}  // namespace

Result<std::shared_ptr<const domain::Standing>> standing_of(domain::Places& places, const Caller& caller) {
    switch (caller.kind) {
        case Caller::Kind::nobody:
            return not_signed_in();
        case Caller::Kind::operator_:
            return operator_standing();
        case Caller::Kind::person:
            break;
    }
    if (!caller.person) return not_signed_in();
    EXEAT_TAKE(auto standing, places.standing(*caller.person));
    if (!standing) return not_signed_in();
    return standing;
}

Permit::Permit(std::shared_ptr<const domain::Case> facts, std::shared_ptr<const domain::Asset> asset,
               const domain::Wish& wish)
    : case_(std::move(facts)), asset_(std::move(asset)), action_(wish.action), decision_(case_->decide(wish)) {}

Permit Permit::also(const domain::Wish& wish) const {
    return Permit(case_, asset_, wish);
}

/// Alone makes permits, so that each comes from decide().
class Asking {
public:
    static Permit permit(std::shared_ptr<const domain::Case> facts, std::shared_ptr<const domain::Asset> asset,
                         const domain::Wish& wish) {
        return Permit(std::move(facts), std::move(asset), wish);
    }
};

Result<Permit> ask(domain::Places& places, const Caller& caller, std::shared_ptr<const domain::Asset> asset,
                   const domain::Wish& wish) {
    EXEAT_TAKE(const auto asker, asker_of(places, caller));
    EXEAT_TAKE(const auto place, place_of(places, asset->library, asset->folder));
    EXEAT_TAKE(auto facts, gather(places, asker, place, asset->id, rules_of(asset)));
    return Asking::permit(std::move(facts), std::move(asset), wish);
}

Result<std::vector<Permit>> ask_each(domain::Places& places, const Caller& caller,
                                     std::span<const std::shared_ptr<const domain::Asset>> assets,
                                     const domain::Wish& wish) {
    EXEAT_TAKE(const auto asker, asker_of(places, caller));
    std::map<std::pair<LibraryId, std::optional<FolderId>>, Place> known;
    std::vector<Permit> permits;
    permits.reserve(assets.size());
    for (const auto& asset : assets) {
        const std::pair where(asset->library, asset->folder);
        auto place = known.find(where);
        if (place == known.end()) {
            EXEAT_TAKE(auto found, place_of(places, asset->library, asset->folder));
            place = known.emplace(where, std::move(found)).first;
        }
        EXEAT_TAKE(auto facts, gather(places, asker, place->second, asset->id, rules_of(asset)));
        permits.push_back(Asking::permit(std::move(facts), asset, wish));
    }
    return permits;
}

Result<Permit> ask_at(domain::Places& places, const Caller& caller, LibraryId library, std::optional<FolderId> folder,
                      policy::Action action) {
    EXEAT_TAKE(const auto asker, asker_of(places, caller));
    EXEAT_TAKE(const auto place, place_of(places, library, folder));
    auto inherits_everything = std::make_shared<const domain::AssetRules>();
    EXEAT_TAKE(auto facts, gather(places, asker, place, std::nullopt, std::move(inherits_everything)));
    domain::Wish wish;
    wish.action = action;
    return Asking::permit(std::move(facts), nullptr, wish);
}

Result<Permit> ask_at_best(domain::Places& places, const Caller& caller, LibraryId library, policy::Role role,
                           policy::Action action) {
    EXEAT_TAKE(const auto asker, asker_of(places, caller));
    EXEAT_TAKE(auto place, place_of(places, library, std::nullopt));
    domain::AssetRules unlocked;
    unlocked.access = policy::Access::unlocked;
    domain::Surroundings around;
    around.deciders = std::move(place.deciders);
    auto facts = std::make_shared<const domain::Case>(
        asker.now, asker.site, std::move(place.library), std::move(place.folders),
        std::make_shared<const domain::AssetRules>(std::move(unlocked)), asker.person, role, std::move(around));
    domain::Wish wish;
    wish.action = action;
    return Asking::permit(std::move(facts), nullptr, wish);
}

Done must(const Permit& permit) {
    const auto& decision = permit.decision_;
    if (decision.outcome == policy::Outcome::allow) return {};
    if (decision.outcome == policy::Outcome::hidden) return absent();
    auto refusal = std::make_shared<Refusal>();
    refusal->decision = decision;
    refusal->why = why(permit, permit.action_);
    Error error;
    error.kind = ErrorKind::forbidden;
    error.code = decision.outcome == policy::Outcome::need ? "needs" : "denied";
    error.text = refusal->why.empty() ? "You are not allowed to do this." : refusal->why.front();
    error.refusal = std::move(refusal);
    return fail(std::move(error));
}

Done must_be(domain::Places& places, const Caller& caller, policy::Level level) {
    EXEAT_TAKE(const auto person, standing_of(places, caller));
    if (person->active && person->level >= level) return {};
    return fail(ErrorKind::forbidden, "level-too-low",
                "Your account's level does not allow this. Ask an administrator.");
}

}  // namespace exeat::usecases
