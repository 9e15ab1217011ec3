// The facts of decisions read from rows inside a transaction: for everything that changes rights. Called by use cases;
// the same questions are answered from memory by state/authority. Refuses to decide.
#pragma once

#include "core/domain/places.h"
#include "platform/sql/database.h"

namespace exeat::store {

/// Reads of one session, at one time. `now` is the database's time of this transaction, given by the caller.
class StoredPlaces : public domain::Places {
public:
    StoredPlaces(sql::Session& session, Instant now) : session_(session), now_(now) {}

    Result<Instant> now() override { return now_; }
    Result<std::shared_ptr<const domain::SitePolicy>> site() override;
    Result<std::shared_ptr<const domain::Library>> library(LibraryId id) override;
    Result<std::vector<std::shared_ptr<const domain::Folder>>> folder_path(FolderId id) override;
    Result<std::shared_ptr<const domain::Standing>> standing(PersonId id) override;
    Result<std::vector<domain::Membership>> memberships(
        const domain::Standing& person, LibraryId library,
        const std::vector<std::shared_ptr<const domain::Folder>>& folders, std::optional<AssetId> asset) override;
    Result<domain::HeldRequests> requests(const domain::Standing& person, AssetId asset) override;
    Result<std::shared_ptr<const std::vector<std::string>>> owner_names(LibraryId library) override;

private:
    sql::Session& session_;
    Instant now_;
    // Names change no right: they are read once.
    std::optional<LibraryId> names_of_;
    std::shared_ptr<const std::vector<std::string>> names_;
};

}  // namespace exeat::store
