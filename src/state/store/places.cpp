#include "state/store/places.h"

#include <algorithm>

#include "state/store/folders.h"
#include "state/store/libraries.h"
#include "state/store/members.h"
#include "state/store/people.h"
#include "state/store/request_rows.h"
#include "state/store/rows.h"
#include "state/store/site.h"

namespace exeat::store {

Result<std::shared_ptr<const domain::SitePolicy>> StoredPlaces::site() {
    EXEAT_TAKE(auto row, read_site(session_));
    return std::make_shared<const domain::SitePolicy>(std::move(row.settings));
}

Result<std::shared_ptr<const domain::Library>> StoredPlaces::library(LibraryId id) {
    EXEAT_TAKE(auto library, read_library(session_, id));
    if (!library) return std::shared_ptr<const domain::Library>{};
    return std::make_shared<const domain::Library>(std::move(*library));
}

Result<std::vector<std::shared_ptr<const domain::Folder>>> StoredPlaces::folder_path(FolderId id) {
    std::vector<std::shared_ptr<const domain::Folder>> path;
    std::optional<FolderId> next = id;
    while (next) {
        EXEAT_TAKE(auto folder, read_folder(session_, *next));
        if (!folder) break;
        next = folder->parent;
        path.push_back(std::make_shared<const domain::Folder>(std::move(*folder)));
    }
    return path;
}

Result<std::shared_ptr<const domain::Standing>> StoredPlaces::standing(PersonId id) {
    EXEAT_TAKE(auto standing, read_standing(session_, id));
    if (!standing) return std::shared_ptr<const domain::Standing>{};
    return std::make_shared<const domain::Standing>(std::move(*standing));
}

Result<std::vector<domain::Membership>> StoredPlaces::memberships(
    const domain::Standing& person, LibraryId library,
    const std::vector<std::shared_ptr<const domain::Folder>>& folders, std::optional<AssetId> asset) {
    EXEAT_TAKE(const auto members, read_members_for(session_, library, person.id));
    std::vector<domain::Membership> found;
    for (const auto& [id, membership] : members) {
        if (membership.asset && (!asset || *membership.asset != *asset)) continue;
        if (membership.folder &&
            !std::ranges::any_of(folders, [&](const auto& folder) { return folder->id == *membership.folder; }))
            continue;
        found.push_back(membership);
    }
    return found;
}

Result<domain::HeldRequests> StoredPlaces::requests(const domain::Standing& person, AssetId asset) {
    std::vector<GroupId> groups;
    for (const auto& group : person.groups) groups.push_back(group.id);
    EXEAT_TAKE(auto rows, read_held_for(session_, person.id, groups, std::span(&asset, 1)));
    domain::HeldRequests held;
    for (auto& row : rows) held.push_back(std::make_shared<const domain::HeldRequest>(std::move(row.request)));
    return held;
}

Result<std::shared_ptr<const std::vector<std::string>>> StoredPlaces::owner_names(LibraryId library) {
    if (names_of_ != library) {
        EXEAT_TAKE(auto names, read_owner_names(session_, library, now_));
        names_ = std::make_shared<const std::vector<std::string>>(std::move(names));
        names_of_ = library;
    }
    return names_;
}

}  // namespace exeat::store
