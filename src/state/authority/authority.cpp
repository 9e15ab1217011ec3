// Answering questions from memory.
#include "state/authority/authority.h"

#include <algorithm>

#include "state/authority/at_one_number.h"
#include "state/authority/kept.h"
#include "state/store/assets.h"
#include "state/store/members.h"
#include "state/store/people.h"

namespace exeat::authority {
Result<Instant> Authority::now() {
    const auto ticks = ticks_();
    const std::scoped_lock lock(heartbeat_mutex_);
    const auto passed = ticks - heard_sent_;
    if (passed > options_.fresh_for.count()) {
        Error error;
        error.kind = ErrorKind::unavailable;
        error.code = "not-fresh";
        error.text = "The server cannot reach its database, so it cannot know what is allowed. Try again soon.";
        error.detail = "last heartbeat " + std::to_string(passed) + " ms ago";
        error.retry_after_seconds = 5;
        return fail(std::move(error));
    }
    told_ = std::max(told_, Instant{heard_time_.ms + passed});
    return told_;
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
    bool is_old = false;
    std::shared_ptr<const domain::Standing> standing;
    {
        const std::shared_lock lock(mutex_);
        const auto found = cache_->people.find(id);
        if (found.value != nullptr) standing = *found.value;
        is_old = found.is_old;
    }
    if (standing && is_old) {
        const std::unique_lock lock(mutex_);
        cache_->people.use(id);
    }
    if (standing) return standing;
    EXEAT_TRY(at_one_number(
        [&](sql::Session& session) -> Done {
            EXEAT_TAKE(auto read, store::read_standing(session, id));
            standing = read ? std::make_shared<const domain::Standing>(std::move(*read)) : nullptr;
            return {};
        },
        [&] {
            if (standing) cache_->people.put(id, standing);
        }));
    return standing;
}

Result<std::vector<domain::Membership>> Authority::memberships(
    const domain::Standing& person, LibraryId library,
    const std::vector<std::shared_ptr<const domain::Folder>>& folders, std::optional<AssetId> asset) {
    std::vector<domain::Membership> found;
    const std::shared_lock lock(mutex_);
    kept_->each_of(person, [&](const domain::Membership& membership) {
        if (membership.library != library) return;
        if (membership.asset && (!asset || *membership.asset != *asset)) return;
        if (membership.folder &&
            !std::ranges::any_of(folders, [&](const auto& folder) { return folder->id == *membership.folder; }))
            return;
        found.push_back(membership);
    });
    return found;
}

Result<std::shared_ptr<const std::vector<std::string>>> Authority::owner_names(LibraryId library) {
    {
        const std::shared_lock lock(mutex_);
        const auto found = cache_->owner_names.find(library);
        if (found != cache_->owner_names.end()) return found->second;
    }
    EXEAT_TAKE(const auto time, now());
    std::shared_ptr<const std::vector<std::string>> names;
    EXEAT_TRY(at_one_number(
        [&](sql::Session& session) -> Done {
            EXEAT_TAKE(auto read, store::read_owner_names(session, library, time));
            names = std::make_shared<const std::vector<std::string>>(std::move(read));
            return {};
        },
        [&] { cache_->owner_names[library] = names; }));
    return names;
}

std::vector<domain::Membership> Authority::memberships_of(const domain::Standing& person) const {
    std::vector<domain::Membership> all;
    const std::shared_lock lock(mutex_);
    kept_->each_of(person, [&all](const domain::Membership& membership) { all.push_back(membership); });
    return all;
}

Result<std::shared_ptr<const domain::Asset>> Authority::asset(AssetId id) {
    EXEAT_TAKE(auto found, assets(std::span(&id, 1)));
    return found.front();
}

Result<std::vector<std::shared_ptr<const domain::Asset>>> Authority::assets(std::span<const AssetId> ids) {
    std::vector<std::shared_ptr<const domain::Asset>> found(ids.size());
    std::vector<AssetId> missing;
    std::vector<AssetId> old;
    {
        const std::shared_lock lock(mutex_);
        for (std::size_t i = 0; i < ids.size(); ++i) {
            const auto kept = cache_->assets.find(ids[i]);
            if (kept.value == nullptr) {
                missing.push_back(ids[i]);
            } else {
                found[i] = *kept.value;
                if (kept.is_old) old.push_back(ids[i]);
            }
        }
    }
    if (!old.empty()) {
        const std::unique_lock lock(mutex_);
        for (const auto& id : old) cache_->assets.use(id);
    }
    if (missing.empty()) return found;

    std::unordered_map<AssetId, std::shared_ptr<const domain::Asset>> read;
    EXEAT_TRY(at_one_number(
        [&](sql::Session& session) -> Done {
            read.clear();
            EXEAT_TAKE(auto assets, store::read_assets(session, missing));
            for (auto& asset : assets) {
                if (asset.deleted_at) continue;
                const auto id = asset.id;
                read.emplace(id, std::make_shared<const domain::Asset>(std::move(asset)));
            }
            return {};
        },
        [&] {
            for (const auto& [id, asset] : read) cache_->assets.put(id, asset);
        }));
    for (std::size_t i = 0; i < ids.size(); ++i) {
        if (found[i]) continue;
        const auto here = read.find(ids[i]);
        if (here != read.end()) found[i] = here->second;
    }
    return found;
}

std::int64_t Authority::number() const {
    const std::shared_lock lock(mutex_);
    return applied_;
}

std::vector<std::shared_ptr<const domain::Library>> Authority::libraries() const {
    const std::shared_lock lock(mutex_);
    std::vector<std::shared_ptr<const domain::Library>> libraries;
    libraries.reserve(kept_->libraries.size());
    for (const auto& [id, library] : kept_->libraries) libraries.push_back(library);
    std::ranges::sort(libraries, {}, [](const auto& library) -> const std::string& { return library->name; });
    return libraries;
}

std::shared_ptr<const Tree> Authority::tree(LibraryId library) const {
    auto made = std::make_shared<Tree>();
    {
        const std::shared_lock lock(mutex_);
        if (const auto found = kept_->trees.find(library); found != kept_->trees.end()) return found->second;
    }
    const std::unique_lock lock(mutex_);
    const auto folders = kept_->folders_of_library.find(library);
    if (folders == kept_->folders_of_library.end()) return made;
    for (const auto& id : folders->second) {
        made->numbers.emplace(id, static_cast<std::uint32_t>(made->folders.size()));
        made->folders.push_back(kept_->folders.at(id));
    }
    for (const auto& folder : made->folders) {
        policy::ScopeFolder scoped;
        if (folder->parent) {
            const auto parent = made->numbers.find(*folder->parent);
            if (parent != made->numbers.end()) scoped.parent = parent->second;
        }
        made->parents.push_back(scoped);
    }
    kept_->trees[library] = made;
    return made;
}

}  // namespace exeat::authority
