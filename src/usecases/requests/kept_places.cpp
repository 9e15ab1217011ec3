#include "usecases/requests/kept_places.h"

#include <algorithm>

#include "state/store/assets.h"
#include "state/store/request_rows.h"

namespace exeat::usecases {

Done KeptPlaces::read_assets(std::span<const AssetId> ids) {
    EXEAT_TAKE(auto read, store::read_assets(session_, ids));
    for (auto& asset : read) {
        const auto id = asset.id;
        assets_[id] = asset.deleted_at ? nullptr : std::make_shared<const domain::Asset>(std::move(asset));
    }
    for (const auto& id : ids) assets_.try_emplace(id, nullptr);
    return {};
}

Done KeptPlaces::read_requests_of(const domain::Standing& person, std::span<const AssetId> ids) {
    std::vector<GroupId> groups;
    for (const auto& group : person.groups) groups.push_back(group.id);
    EXEAT_TAKE(auto rows, store::read_held_for(session_, person.id, groups, ids));
    for (const auto& id : ids) held_.try_emplace({person.id, id});
    for (auto& [holder, request] : rows) {
        held_[{person.id, request.asset}].push_back(std::make_shared<const domain::HeldRequest>(request));
    }
    return {};
}

Result<std::shared_ptr<const domain::Asset>> KeptPlaces::asset(AssetId id) {
    const auto found = assets_.find(id);
    if (found != assets_.end()) return found->second;
    EXEAT_TRY(read_assets(std::span(&id, 1)));
    return assets_.at(id);
}

Result<std::shared_ptr<const domain::SitePolicy>> KeptPlaces::site() {
    if (!site_) {
        EXEAT_TAKE(site_, stored_.site());
    }
    return site_;
}

Result<std::shared_ptr<const domain::Library>> KeptPlaces::library(LibraryId id) {
    const auto found = libraries_.find(id);
    if (found != libraries_.end()) return found->second;
    EXEAT_TAKE(auto library, stored_.library(id));
    return libraries_.emplace(id, std::move(library)).first->second;
}

Result<std::vector<std::shared_ptr<const domain::Folder>>> KeptPlaces::folder_path(FolderId id) {
    const auto found = paths_.find(id);
    if (found != paths_.end()) return found->second;
    EXEAT_TAKE(auto path, stored_.folder_path(id));
    return paths_.emplace(id, std::move(path)).first->second;
}

Result<std::shared_ptr<const domain::Standing>> KeptPlaces::standing(PersonId id) {
    const auto found = people_.find(id);
    if (found != people_.end()) return found->second;
    EXEAT_TAKE(auto standing, stored_.standing(id));
    return people_.emplace(id, std::move(standing)).first->second;
}

Result<std::vector<domain::Membership>> KeptPlaces::memberships(
    const domain::Standing& person, LibraryId library,
    const std::vector<std::shared_ptr<const domain::Folder>>& folders, std::optional<AssetId> asset) {
    const auto key = std::pair(library, person.id);
    auto found = members_.find(key);
    if (found == members_.end()) {
        EXEAT_TAKE(auto read, store::read_members_for(session_, library, person.id));
        found = members_.emplace(key, std::move(read)).first;
    }
    std::vector<domain::Membership> here;
    for (const auto& [id, membership] : found->second) {
        if (membership.asset && membership.asset != asset) continue;
        const auto is_it = [&](const auto& folder) { return folder->id == membership.folder; };
        if (membership.folder && std::ranges::none_of(folders, is_it)) continue;
        here.push_back(membership);
    }
    return here;
}

Result<domain::HeldRequests> KeptPlaces::requests(const domain::Standing& person, AssetId asset) {
    const auto found = held_.find({person.id, asset});
    if (found != held_.end()) return found->second;
    EXEAT_TAKE(auto held, stored_.requests(person, asset));
    return held_.emplace(std::pair(person.id, asset), std::move(held)).first->second;
}

Result<std::shared_ptr<const std::vector<std::string>>> KeptPlaces::owner_names(LibraryId library) {
    const auto found = owner_names_.find(library);
    if (found != owner_names_.end()) return found->second;
    EXEAT_TAKE(auto names, stored_.owner_names(library));
    return owner_names_.emplace(library, std::move(names)).first->second;
}

}  // namespace exeat::usecases
