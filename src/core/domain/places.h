// Where the facts of a decision come from. Two make one: state/authority (in memory, provably fresh, for using rights)
// and state/store (inside a transaction, for changing rights). Use cases are written once against this.
// Refuses to decide.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/domain/records.h"
#include "core/domain/request.h"
#include "core/vocabulary/error.h"

namespace exeat::domain {

class Places {
public:
    virtual ~Places() = default;

    /// The time that decisions are made at. Errors: unavailable when these facts may be stale.
    [[nodiscard]] virtual Result<Instant> now() = 0;
    [[nodiscard]] virtual Result<std::shared_ptr<const SitePolicy>> site() = 0;
    /// Null when there is none of that id.
    [[nodiscard]] virtual Result<std::shared_ptr<const Library>> library(LibraryId id) = 0;
    /// The folder and those above it, nearest first; empty when there is none of that id.
    [[nodiscard]] virtual Result<std::vector<std::shared_ptr<const Folder>>> folder_path(FolderId id) = 0;
    /// Null when there is none of that id.
    [[nodiscard]] virtual Result<std::shared_ptr<const Standing>> standing(PersonId id) = 0;
    /// Every membership, ended or not, of that person or one of their groups on the library, on any of these folders,
    /// or on that asset.
    [[nodiscard]] virtual Result<std::vector<Membership>> memberships(
        const Standing& person, LibraryId library, const std::vector<std::shared_ptr<const Folder>>& folders,
        std::optional<AssetId> asset) = 0;
    /// The requests of that person for that asset, and the passes of the groups they are in; withdrawn ones are left
    /// out.
    [[nodiscard]] virtual Result<HeldRequests> requests(const Standing& person, AssetId asset) = 0;
    /// The names of the people who own that library now, for whoever asks whom to turn to; at most ten. Null where
    /// nobody is told.
    [[nodiscard]] virtual Result<std::shared_ptr<const std::vector<std::string>>> owner_names(LibraryId /*library*/) {
        return std::shared_ptr<const std::vector<std::string>>{};
    }
};

}  // namespace exeat::domain
