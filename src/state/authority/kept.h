// What Authority holds in memory. Only for this module's own sources.
#pragma once

#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "core/domain/records.h"
#include "state/authority/authority.h"
#include "state/authority/recent.h"
#include "state/store/members.h"

namespace exeat::authority {

struct Authority::Kept {
    std::shared_ptr<const domain::SitePolicy> site;
    std::unordered_map<LibraryId, std::shared_ptr<const domain::Library>> libraries;
    std::unordered_map<FolderId, std::shared_ptr<const domain::Folder>> folders;
    std::unordered_map<LibraryId, std::unordered_set<FolderId>> folders_of_library;
    std::unordered_map<LibraryId, std::shared_ptr<const Tree>> trees;  // made when asked for, gone with a change
    std::unordered_map<std::string, domain::Membership> members;       // by row id
    std::unordered_map<PersonId, std::unordered_set<std::string>> members_of_person;
    std::unordered_map<GroupId, std::unordered_set<std::string>> members_of_group;

    void put_folder(const std::shared_ptr<const domain::Folder>& folder);
    void drop_folder(FolderId id);
    void put_member(const store::Member& member);
    void drop_member(const std::string& id);
    /// Calls `use` with each membership of the person and their groups.
    template <class Use>
    void each_of(const domain::Standing& person, Use use) const {
        const auto use_all = [&](const auto& index, const auto& key) {
            const auto found = index.find(key);
            if (found == index.end()) return;
            for (const auto& id : found->second) use(members.at(id));
        };
        use_all(members_of_person, person.id);
        for (const auto& group : person.groups) use_all(members_of_group, group.id);
    }
};

struct Authority::Cache {
    explicit Cache(const AuthorityOptions& options)
        : people(options.people_kept), assets(options.assets_kept), requests(options.holders_kept) {}

    Recent<PersonId, std::shared_ptr<const domain::Standing>> people;
    Recent<AssetId, std::shared_ptr<const domain::Asset>> assets;
    Recent<HolderId, std::shared_ptr<const Held>> requests;
    std::unordered_map<LibraryId, std::shared_ptr<const std::vector<std::string>>> owner_names;
};

}  // namespace exeat::authority
