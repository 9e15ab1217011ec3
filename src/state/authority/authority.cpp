// Answering questions from memory.
#include "state/authority/authority.h"

#include <algorithm>

#include "state/authority/kept.h"
#include "state/store/assets.h"
#include "state/store/people.h"

namespace exeat::authority {

Result<Instant> Authority::now() {
    const auto ticks = ticks_();
    const std::scoped_lock lock(heartbeat_mutex_);
    const auto passed = ticks - heard_sent_;
    if (passed > options_.fresh_for.count()) {
        auto error = Error{ErrorKind::unavailable,
                           "not-fresh",
                           "The server cannot reach its database, so it cannot know what is allowed. Try again soon.",
                           "last heartbeat " + std::to_string(passed) + " ms ago",
                           {},
                           5};
        return fail(std::move(error));
    }
    return Instant{heard_time_.ms + passed};
}

Result<std::shared_ptr<const domain::SitePolicy>> Authority::site() {
    const std::shared_lock lock(mutex_);
    return kept_->site;
}

Result<std::shared_ptr<const domain::Library>> Authority::library(LibraryId id) {
    const std::shared_lock lock(mutex_);
    const auto found = kept_->libraries.find(id);
    if (found == kept_->libraries.end()) return std::shared_ptr<const domain::Library>{};
    return found->second;
}

Result<std::vector<std::shared_ptr<const domain::Folder>>> Authority::folder_path(FolderId id) {
    std::vector<std::shared_ptr<const domain::Folder>> path;
    const std::shared_lock lock(mutex_);
    std::optional<FolderId> next = id;
    while (next) {
        const auto found = kept_->folders.find(*next);
        if (found == kept_->folders.end()) break;
        path.push_back(found->second);
        next = found->second->parent;
    }
    return path;
}

Result<std::shared_ptr<const domain::Standing>> Authority::standing(PersonId id) {
    std::uint64_t epoch = 0;
    {
        const std::shared_lock lock(mutex_);
        const auto found = cache_->people.find(id);
        if (found != cache_->people.end()) return found->second;
        epoch = cache_->epoch;
    }
    EXEAT_TAKE(auto read, database_.read([id](sql::Session& session) { return store::read_standing(session, id); }));
    if (!read) return std::shared_ptr<const domain::Standing>{};
    auto standing = std::make_shared<const domain::Standing>(std::move(*read));
    const std::unique_lock lock(mutex_);
    if (cache_->epoch == epoch) {
        if (cache_->people.size() >= options_.people_kept) cache_->people.clear();
        cache_->people[id] = standing;
    }
    return standing;
}

Result<std::vector<domain::Membership>> Authority::memberships(
    const domain::Standing& person, LibraryId library,
    const std::vector<std::shared_ptr<const domain::Folder>>& folders, std::optional<AssetId> asset) {
    std::vector<domain::Membership> found;
    const std::shared_lock lock(mutex_);
    const auto take = [&](const std::vector<std::string>& ids) {
        for (const auto& id : ids) {
            const auto& membership = kept_->members.at(id);
            if (membership.library != library) continue;
            if (membership.asset && (!asset || *membership.asset != *asset)) continue;
            if (membership.folder &&
                !std::ranges::any_of(folders, [&](const auto& folder) { return folder->id == *membership.folder; }))
                continue;
            found.push_back(membership);
        }
    };
    if (const auto own = kept_->members_of_person.find(person.id); own != kept_->members_of_person.end()) {
        take(own->second);
    }
    for (const auto& group : person.groups) {
        if (const auto theirs = kept_->members_of_group.find(group.id); theirs != kept_->members_of_group.end()) {
            take(theirs->second);
        }
    }
    return found;
}

Result<std::shared_ptr<const domain::Asset>> Authority::asset(AssetId id) {
    std::uint64_t epoch = 0;
    {
        const std::shared_lock lock(mutex_);
        const auto found = cache_->assets.find(id);
        if (found != cache_->assets.end()) return found->second;
        epoch = cache_->epoch;
    }
    EXEAT_TAKE(auto read, database_.read([id](sql::Session& session) { return store::read_asset(session, id); }));
    if (!read || read->deleted_at) return std::shared_ptr<const domain::Asset>{};
    auto asset = std::make_shared<const domain::Asset>(std::move(*read));
    const std::unique_lock lock(mutex_);
    if (cache_->epoch == epoch) {
        if (cache_->assets.size() >= options_.assets_kept) cache_->assets.clear();
        cache_->assets[id] = asset;
    }
    return asset;
}

std::vector<std::shared_ptr<const domain::Library>> Authority::libraries() const {
    const std::shared_lock lock(mutex_);
    std::vector<std::shared_ptr<const domain::Library>> libraries;
    libraries.reserve(kept_->libraries.size());
    for (const auto& [id, library] : kept_->libraries) libraries.push_back(library);
    std::ranges::sort(libraries, {}, [](const auto& library) -> const std::string& { return library->name; });
    return libraries;
}

std::vector<std::shared_ptr<const domain::Folder>> Authority::folders_of(LibraryId library) const {
    const std::shared_lock lock(mutex_);
    std::vector<std::shared_ptr<const domain::Folder>> folders;
    for (const auto& [id, folder] : kept_->folders) {
        if (folder->library == library) folders.push_back(folder);
    }
    return folders;
}

}  // namespace exeat::authority
