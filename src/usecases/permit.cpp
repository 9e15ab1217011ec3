#include "usecases/permit.h"

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

struct Where {
    LibraryId library;
    std::optional<FolderId> folder;
    std::optional<AssetId> asset;
    const domain::AssetRules& rules;
};

Result<std::shared_ptr<const domain::Case>> gather(domain::Places& places, const Caller& caller, const Where& where) {
    EXEAT_TAKE(auto person, standing_of(places, caller));
    EXEAT_TAKE(const auto now, places.now());
    EXEAT_TAKE(auto site, places.site());
    EXEAT_TAKE(auto library, places.library(where.library));
    if (!library) return absent();
    std::vector<std::shared_ptr<const domain::Folder>> folders;
    if (where.folder) {
        EXEAT_TAKE(folders, places.folder_path(*where.folder));
        if (folders.empty() || folders.front()->library != where.library) return absent();
    }
    domain::Surroundings around;
    EXEAT_TAKE(around.memberships, places.memberships(*person, where.library, folders, where.asset));
    EXEAT_TAKE(around.deciders, places.owner_names(where.library));
    const auto role = domain::highest_role(around.memberships, now);
    domain::HeldRequests requests;
    if (where.asset) {
        EXEAT_TAKE(requests, places.requests(*person, *where.asset));
    }
    return std::make_shared<const domain::Case>(now, std::move(site), std::move(library), std::move(folders),
                                                where.rules, std::move(person), role, std::move(around),
                                                std::move(requests));
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
    EXEAT_TAKE(auto facts, gather(places, caller, {asset->library, asset->folder, asset->id, asset->rules}));
    return Asking::permit(std::move(facts), std::move(asset), wish);
}

Result<Permit> ask_at(domain::Places& places, const Caller& caller, LibraryId library, std::optional<FolderId> folder,
                      policy::Action action) {
    const domain::AssetRules inherits_everything;
    EXEAT_TAKE(auto facts, gather(places, caller, {library, folder, std::nullopt, inherits_everything}));
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
