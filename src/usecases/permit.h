// The one door to an asset: everything that is shown, served or changed about one needs a Permit, and only here is one
// made, by asking policy::decide. Called by every use case about assets, folders and libraries.
//
// Reading and taking use authority (from memory, provably fresh); whatever changes rights passes store::StoredPlaces of
// its own transaction instead.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/domain/case.h"
#include "core/domain/places.h"
#include "core/domain/records.h"
#include "core/vocabulary/error.h"
#include "usecases/caller.h"

namespace exeat::usecases {

/// The caller's standing. Errors: unauthenticated for nobody (and for a person who is gone).
[[nodiscard]] Result<std::shared_ptr<const domain::Standing>> standing_of(domain::Places& places, const Caller& caller);

/// What decide() said to one caller about one asset and one wish. Holding one with allows() is the leave to do it; one
/// that is not hidden is the leave to show that the asset exists.
class Permit {
public:
    [[nodiscard]] const policy::Decision& decision() const { return decision_; }
    [[nodiscard]] bool allows() const { return decision_.outcome == policy::Outcome::allow; }
    [[nodiscard]] const domain::Case& facts() const { return *case_; }
    /// The asset that the permit is for; null for a place (a folder or a library).
    [[nodiscard]] const std::shared_ptr<const domain::Asset>& asset() const { return asset_; }
    [[nodiscard]] Instant now() const { return case_->now(); }
    /// Asks the same facts another question.
    [[nodiscard]] Permit also(const domain::Wish& wish) const;

private:
    friend class Asking;
    Permit(std::shared_ptr<const domain::Case> facts, std::shared_ptr<const domain::Asset> asset,
           const domain::Wish& wish);

    std::shared_ptr<const domain::Case> case_;
    std::shared_ptr<const domain::Asset> asset_;
    policy::Action action_;
    policy::Decision decision_;

    friend Done must(const Permit& permit);
};

/// Asks about an asset. Errors: unauthenticated, unavailable; a refusal is in the permit.
[[nodiscard]] Result<Permit> ask(domain::Places& places, const Caller& caller,
                                 std::shared_ptr<const domain::Asset> asset, const domain::Wish& wish);

/// Asks the same about many, one permit each in their order; what those of one folder have in common is gathered once.
/// Errors: as ask().
[[nodiscard]] Result<std::vector<Permit>> ask_each(domain::Places& places, const Caller& caller,
                                                   std::span<const std::shared_ptr<const domain::Asset>> assets,
                                                   const domain::Wish& wish);

/// Asks about a place: what the answer would be for a published asset there that inherits everything. For uploads
/// (`upload`), changing the folder tree (`organise`), settings and memberships (`protect`), seeing it (`view`).
/// The operator is answered as an administrator. Errors: not_found where there is no such library or folder.
[[nodiscard]] Result<Permit> ask_at(domain::Places& places, const Caller& caller, LibraryId library,
                                    std::optional<FolderId> folder, policy::Action action);

/// Asks about a library as a whole: what the answer would be for a published, unlocked asset in it where the caller's
/// role were that one, the highest that they have anywhere in it. For refusing at once what could be done to nothing
/// there. Errors: as ask_at().
[[nodiscard]] Result<Permit> ask_at_best(domain::Places& places, const Caller& caller, LibraryId library,
                                         policy::Role role, policy::Action action);

/// Done when the permit allows; else the refusal as an error: not_found when hidden (as if it were not there), else
/// forbidden with code "needs" or "denied" and the Refusal.
[[nodiscard]] Done must(const Permit& permit);

/// Done when the caller is the operator, or an active person of at least that level. Else forbidden "level-too-low",
/// unauthenticated for nobody. For what belongs to the site and not to a library: people, groups, roles, site settings
/// (administrator), attributes and terms (director), new libraries (manager).
[[nodiscard]] Done must_be(domain::Places& places, const Caller& caller, policy::Level level);

}  // namespace exeat::usecases
