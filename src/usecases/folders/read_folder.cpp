#include <algorithm>

#include "state/listing/view.h"
#include "usecases/folders/folders.h"
#include "usecases/refused.h"

namespace exeat::usecases {
namespace {

bool is_seen(const listing::View& view, FolderId id) {
    const auto reach = view.reach(id);
    return reach == policy::Reach::everything || (reach == policy::Reach::available && view.has_available());
}

/// `place` is the permit at the folder itself.
FolderShown shown(const Permit& place) {
    const auto& path = place.facts().folders();
    const auto& folder = *path.front();
    FolderShown shown;
    shown.id = folder.id;
    shown.library = folder.library;
    if (place.facts().sees_folder(1)) shown.parent = folder.parent;
    shown.name = folder.name;
    shown.created_at = folder.created_at;
    if (is_insider(place)) {
        const domain::FolderPath above(path.begin() + 1, path.end());
        shown.access = access_shown(folder.access, above, place.facts().library());
        shown.protection = protection_shown(folder.protection, above, place.facts().library());
    }
    shown.can = can_at(place);
    shown.version = folder.version;
    return shown;
}

}  // namespace

Result<std::vector<FolderShown>> list_folders(House& house, const Caller& caller, const FoldersWanted& wanted) {
    auto& authority = house.authority;
    EXEAT_TAKE(const auto person, standing_of(authority, caller));
    EXEAT_TAKE(const auto now, authority.now());
    EXEAT_TAKE(const auto libraries, listing::libraries_seen_by(authority, *person, now));
    const auto found = std::ranges::find(libraries, wanted.library, [](const auto& library) { return library->id; });
    if (found == libraries.end()) return nothing_here();
    EXEAT_TAKE(const auto view, listing::view_of(authority, *person, *found, now));

    std::vector<FolderShown> list;
    for (const auto& folder : view.tree->folders) {
        if (!is_seen(view, folder->id)) continue;
        EXEAT_TAKE(const auto place, ask_at(authority, caller, wanted.library, folder->id, policy::Action::view));
        if (place.decision().outcome == policy::Outcome::hidden) continue;  // it changed meanwhile
        auto one = shown(place);
        if (!wanted.parent || *wanted.parent == one.parent) list.push_back(std::move(one));
    }
    std::ranges::sort(list, {}, [](const FolderShown& one) { return std::tie(one.name, one.id); });
    return list;
}

Result<FolderShown> read_folder(House& house, const Caller& caller, FolderId id) {
    auto& authority = house.authority;
    EXEAT_TAKE(const auto path, authority.folder_path(id));
    if (path.empty()) {
        EXEAT_TAKE(const auto person, standing_of(authority, caller));
        return nothing_here();
    }
    EXEAT_TAKE(const auto place, ask_at(authority, caller, path.front()->library, id, policy::Action::view));
    EXEAT_TRY(must(place));
    auto folder = shown(place);
    folder.why_not = whys_at(place);
    return folder;
}

}  // namespace exeat::usecases
