// What Authority holds in memory. Only for this module's own sources.
#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "core/domain/records.h"
#include "state/authority/authority.h"
#include "state/store/libraries.h"

namespace exeat::authority {

struct Authority::Kept {
    std::shared_ptr<const domain::SitePolicy> site;
    std::unordered_map<LibraryId, std::shared_ptr<const domain::Library>> libraries;
    std::unordered_map<FolderId, std::shared_ptr<const domain::Folder>> folders;
    std::unordered_map<std::string, domain::Membership> members;  // by row id
    std::unordered_map<PersonId, std::vector<std::string>> members_of_person;
    std::unordered_map<GroupId, std::vector<std::string>> members_of_group;

    void put_member(const store::Member& member);
    void drop_member(const std::string& id);
};

/// A change empties what it may touch; `epoch` tells a loader that something was emptied while it read.
struct Authority::Cache {
    std::unordered_map<PersonId, std::shared_ptr<const domain::Standing>> people;
    std::unordered_map<AssetId, std::shared_ptr<const domain::Asset>> assets;
    std::uint64_t epoch = 0;
};

}  // namespace exeat::authority
