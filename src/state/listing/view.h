// What one person may list in one library, as policy::scope() says, with the folders that it counts. Made from
// authority's memory; walked by pages.h. Called by use cases that list. Refuses to decide about an asset: each row that
// is shown is decided again by whoever shows it.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "core/domain/records.h"
#include "core/policy/scope.h"
#include "state/authority/authority.h"

namespace exeat::listing {

struct View {
    std::shared_ptr<const domain::Library> library;
    std::shared_ptr<const authority::Tree> tree;
    policy::Scope scope;

    /// Nothing is available in an archived library (domain::Case): only editors and owners list anything in it.
    [[nodiscard]] bool has_available() const { return !library->archived_at; }
    /// What is listed of the assets in that folder, or of those in none.
    [[nodiscard]] policy::Reach reach(std::optional<FolderId> folder) const;
    /// Whether that asset is listed.
    [[nodiscard]] bool lists(std::int64_t no, std::optional<FolderId> folder, policy::Lifecycle lifecycle) const;
};

/// Errors: those of Authority::assets().
[[nodiscard]] Result<View> view_of(authority::Authority& authority, const domain::Standing& person,
                                   std::shared_ptr<const domain::Library> library, Instant now);

/// The libraries in which this person can see anything, by name.
[[nodiscard]] Result<std::vector<std::shared_ptr<const domain::Library>>> libraries_seen_by(
    authority::Authority& authority, const domain::Standing& person, Instant now);

}  // namespace exeat::listing
