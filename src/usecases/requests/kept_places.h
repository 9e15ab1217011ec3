// The facts of many decisions inside one transaction, each row read once. Only for the use cases of this folder:
// whoever changes what it holds uses store::StoredPlaces. Refuses to decide.
#pragma once

#include <map>
#include <memory>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "core/domain/places.h"
#include "platform/sql/database.h"
#include "state/store/members.h"
#include "state/store/places.h"

namespace exeat::usecases {

class KeptPlaces : public domain::Places {
public:
    KeptPlaces(sql::Session& session, Instant now) : session_(session), stored_(session, now), now_(now) {}

    /// Reads those assets, and the requests of that person (and their groups) for them, at once. Errors: unavailable.
    Done read_assets(std::span<const AssetId> ids);
    Done read_requests_of(const domain::Standing& person, std::span<const AssetId> ids);

    /// Null when there is none, or it was deleted.
    Result<std::shared_ptr<const domain::Asset>> asset(AssetId id);

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
    store::StoredPlaces stored_;
    Instant now_;
    std::shared_ptr<const domain::SitePolicy> site_;
    std::unordered_map<LibraryId, std::shared_ptr<const domain::Library>> libraries_;
    std::unordered_map<FolderId, std::vector<std::shared_ptr<const domain::Folder>>> paths_;
    std::unordered_map<PersonId, std::shared_ptr<const domain::Standing>> people_;
    std::unordered_map<AssetId, std::shared_ptr<const domain::Asset>> assets_;
    std::unordered_map<LibraryId, std::shared_ptr<const std::vector<std::string>>> owner_names_;
    std::map<std::pair<LibraryId, PersonId>, std::vector<store::Member>> members_;
    std::map<std::pair<PersonId, AssetId>, domain::HeldRequests> held_;
};

}  // namespace exeat::usecases
