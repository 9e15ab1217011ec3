#include "state/listing/view.h"

#include <algorithm>
#include <unordered_map>

namespace exeat::listing {
namespace {

bool is_in_force(const domain::Membership& membership, Instant now) {
    return !membership.ends_at || now < *membership.ends_at;
}

/// The memberships of one library that have not ended.
std::vector<domain::Membership> memberships_in(const std::vector<domain::Membership>& all, LibraryId library,
                                               Instant now) {
    std::vector<domain::Membership> found;
    for (const auto& membership : all) {
        if (membership.library == library && is_in_force(membership, now)) found.push_back(membership);
    }
    return found;
}

/// The person as the policy takes them, with their place at the library itself.
policy::Account account_of(const domain::Standing& person, const std::vector<domain::Membership>& memberships) {
    policy::Account account;
    account.active = person.active;
    account.level = person.level;
    account.flags = person.flags;
    for (const auto& membership : memberships) {
        if (!membership.folder && !membership.asset) account.role = std::max(account.role, membership.role);
    }
    return account;
}

policy::Scope scope_of(Instant now, const domain::SitePolicy& site, const domain::Library& library,
                       const policy::Account& account, std::span<const policy::ScopeFolder> folders,
                       std::span<const policy::ScopeAsset> assets) {
    policy::ScopeFacts facts;
    facts.now = now;
    facts.site = &site.view();
    facts.visibility = library.policy->settings().visibility;
    facts.principal = &account;
    facts.folders = folders;
    facts.assets = assets;
    return policy::scope(facts);
}

/// The assets that somebody has a place at, by their numbers; those that are gone are left out.
Result<std::vector<policy::ScopeAsset>> single_assets(authority::Authority& authority,
                                                      const std::vector<domain::Membership>& memberships) {
    std::vector<AssetId> ids;
    std::vector<policy::Role> roles;
    for (const auto& membership : memberships) {
        if (!membership.asset) continue;
        ids.push_back(*membership.asset);
        roles.push_back(membership.role);
    }
    std::vector<policy::ScopeAsset> singles;
    if (ids.empty()) return singles;
    EXEAT_TAKE(const auto assets, authority.assets(ids));
    for (std::size_t i = 0; i < ids.size(); ++i) {
        if (assets[i]) singles.push_back({assets[i]->no, roles[i]});
    }
    return singles;
}

}  // namespace

policy::Reach View::reach(std::optional<FolderId> folder) const {
    constexpr std::int64_t k_no_asset = -1;
    if (!folder) return scope.top;
    const auto number = tree->numbers.find(*folder);
    if (number == tree->numbers.end()) return policy::Reach::nothing;
    return scope.reach(k_no_asset, number->second);
}

bool View::lists(std::int64_t no, std::optional<FolderId> folder, policy::Lifecycle lifecycle) const {
    auto number = policy::k_no_folder;
    if (folder) {
        const auto found = tree->numbers.find(*folder);
        if (found == tree->numbers.end()) return false;
        number = found->second;
    }
    if (!has_available()) lifecycle.status = policy::AssetStatus::archived;
    return scope.lists(no, number, lifecycle);
}

Result<View> view_of(authority::Authority& authority, const domain::Standing& person,
                     std::shared_ptr<const domain::Library> library, Instant now) {
    EXEAT_TAKE(const auto site, authority.site());
    const auto memberships = memberships_in(authority.memberships_of(person), library->id, now);
    EXEAT_TAKE(const auto singles, single_assets(authority, memberships));
    auto tree = authority.tree(library->id);
    auto folders = tree->parents;
    for (const auto& membership : memberships) {
        if (!membership.folder) continue;
        const auto number = tree->numbers.find(*membership.folder);
        if (number == tree->numbers.end()) continue;
        auto& role = folders[number->second].role;
        role = std::max(role, membership.role);
    }
    const auto account = account_of(person, memberships);
    auto scope = scope_of(now, *site, *library, account, folders, singles);
    return View{std::move(library), std::move(tree), std::move(scope)};
}

Result<std::vector<std::shared_ptr<const domain::Library>>> libraries_seen_by(authority::Authority& authority,
                                                                              const domain::Standing& person,
                                                                              Instant now) {
    EXEAT_TAKE(const auto site, authority.site());
    std::unordered_map<LibraryId, std::vector<domain::Membership>> memberships;
    for (const auto& membership : authority.memberships_of(person)) {
        if (is_in_force(membership, now)) memberships[membership.library].push_back(membership);
    }
    std::vector<std::shared_ptr<const domain::Library>> seen;
    for (auto& library : authority.libraries()) {
        // Where a folder or an asset stands does not matter here, only that there is a place at one.
        const auto& mine = memberships[library->id];
        std::vector<policy::ScopeFolder> folders;
        std::vector<policy::ScopeAsset> assets;
        for (const auto& membership : mine) {
            if (membership.folder) folders.push_back({policy::k_no_folder, membership.role});
            if (membership.asset) assets.push_back({static_cast<std::int64_t>(assets.size()), membership.role});
        }
        const auto account = account_of(person, mine);
        const auto scope = scope_of(now, *site, *library, account, folders, assets);
        const bool works_there =
            scope.top == policy::Reach::everything || !scope.everything.empty() || !scope.whole_assets.empty();
        if (library->archived_at ? works_there : !scope.empty()) seen.push_back(std::move(library));
    }
    return seen;
}

}  // namespace exeat::listing
