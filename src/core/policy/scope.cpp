#include "core/policy/scope.h"

#include <algorithm>

#include "core/policy/gates.h"
#include "core/policy/roles.h"

namespace exeat::policy {
namespace {

/// The highest role on each folder: its own, those of the folders above it, and the one on the whole library.
class FolderRoles {
public:
    FolderRoles(std::span<const ScopeFolder> folders, Role on_library)
        : folders_(folders),
          on_library_(on_library),
          roles_(folders.size(), Role::none),
          known_(folders.size(), false) {
        for (std::uint32_t folder = 0; folder < folders.size(); ++folder) resolve(folder);
    }
    [[nodiscard]] Role at(std::uint32_t folder) const { return roles_[folder]; }

private:
    /// Climbs to the top or to a folder that is known, and comes back down. A circle, which no tree has, ends the
    /// climb.
    void resolve(std::uint32_t folder) {
        climbed_.clear();
        while (folder < folders_.size() && !known_[folder]) {
            known_[folder] = true;
            climbed_.push_back(folder);
            folder = folders_[folder].parent;
        }
        Role role = folder < folders_.size() ? std::max(roles_[folder], on_library_) : on_library_;
        for (auto below = climbed_.rbegin(); below != climbed_.rend(); ++below) {
            role = std::max(role, folders_[*below].role);
            roles_[*below] = role;
        }
    }

    std::span<const ScopeFolder> folders_;
    Role on_library_;
    std::vector<Role> roles_;
    std::vector<bool> known_;
    std::vector<std::uint32_t> climbed_;
};

/// POLICY.md gates 2 and 3 for `view`: outsiders see what is available, editors and owners everything.
Reach reach_of(Role role, const Link* link) {
    if (role == Role::none) return Reach::nothing;
    return link == nullptr && role >= Role::editor ? Reach::everything : Reach::available;
}

void tidy(std::vector<std::int64_t>& numbers) {
    std::ranges::sort(numbers);
    const auto rest = std::ranges::unique(numbers);
    numbers.erase(rest.begin(), rest.end());
}

}  // namespace

bool FolderBits::empty() const {
    return std::ranges::all_of(words_, [](std::uint64_t word) { return word == 0; });
}

bool Scope::empty() const {
    return top == Reach::nothing && available.empty() && everything.empty() && assets.empty() && whole_assets.empty();
}

Reach Scope::reach(std::int64_t asset_no, std::uint32_t folder) const {
    if (top == Reach::everything || everything.has(folder) || std::ranges::binary_search(whole_assets, asset_no)) {
        return Reach::everything;
    }
    if (top == Reach::available || available.has(folder) || std::ranges::binary_search(assets, asset_no)) {
        return Reach::available;
    }
    return Reach::nothing;
}

bool Scope::lists(std::int64_t asset_no, std::uint32_t folder, const Lifecycle& asset) const {
    const Reach here = reach(asset_no, folder);
    return here == Reach::everything || (here == Reach::available && is_available(asset, now));
}

Scope scope(const ScopeFacts& facts) {
    Scope scope;
    scope.now = facts.now;
    scope.available = FolderBits(facts.folders.size());
    scope.everything = FolderBits(facts.folders.size());

    // POLICY.md gate 1 is asked as decide() asks it. Gate 4 adds nothing for `view`: level 1 is what gate 1 leaves.
    Library library;
    library.visibility = facts.visibility;
    Facts entry;
    entry.now = facts.now;
    entry.site = facts.site;
    entry.library = &library;
    entry.principal = facts.principal;
    entry.link = facts.link;
    if (entry_gate(begin_walk(entry, facts.now)).result == StepResult::deny) return scope;

    const Account* who = facts.link == nullptr ? facts.principal : facts.link->creator;
    // Nobody stands behind a portal: all of the library that it shows is there for everybody.
    const Role on_library = who == nullptr ? Role::viewer : role_that_counts(who->level, who->role, facts.visibility);
    scope.top = reach_of(on_library, facts.link);

    const FolderRoles roles(facts.folders, on_library);
    for (std::uint32_t folder = 0; folder < facts.folders.size(); ++folder) {
        const Reach reach = reach_of(roles.at(folder), facts.link);
        if (reach == Reach::everything) scope.everything.add(folder);
        if (reach == Reach::available) scope.available.add(folder);
    }
    for (const ScopeAsset& asset : facts.assets) {
        const Reach reach = reach_of(std::max(asset.role, on_library), facts.link);
        if (reach == Reach::everything) scope.whole_assets.push_back(asset.no);
        if (reach == Reach::available) scope.assets.push_back(asset.no);
    }
    tidy(scope.whole_assets);
    tidy(scope.assets);
    std::erase_if(scope.assets,
                  [&scope](std::int64_t no) { return std::ranges::binary_search(scope.whole_assets, no); });
    return scope;
}

}  // namespace exeat::policy
