// Folders: a tree inside a library. Called by src/api/folders_routes.cpp and the command line.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "platform/json/change.h"
#include "usecases/caller.h"
#include "usecases/folders/rules_shown.h"
#include "usecases/house.h"
#include "usecases/libraries/place.h"

namespace exeat::usecases {

/// Folders inside each other, at most.
inline constexpr std::size_t k_deepest_folder = 64;

struct FolderShown {
    FolderId id;
    LibraryId library;
    std::optional<FolderId> parent;  // none where the one above cannot be seen
    std::string name;
    Instant created_at;
    std::optional<AccessShown> access;          // for editors and owners
    std::optional<ProtectionShown> protection;  // likewise
    PlaceCan can;
    Whys why_not;  // empty in lists
    std::int64_t version = 1;
};

/// Which folders of a library: all, or those directly below one (or below none).
struct FoldersWanted {
    LibraryId library;
    std::optional<std::optional<FolderId>> parent;
};
/// Those that the caller can see, by name. Errors: not_found where the caller can see nothing in the library.
[[nodiscard]] Result<std::vector<FolderShown>> list_folders(House& house, const Caller& caller,
                                                            const FoldersWanted& wanted);
[[nodiscard]] Result<FolderShown> read_folder(House& house, const Caller& caller, FolderId id);

struct NewFolder {
    LibraryId library;
    std::optional<FolderId> parent;
    std::string name;
};
/// Asks for `organise` at the place. Errors: those of domain::check_folder_name, conflict "name-taken",
/// "folder-too-deep".
[[nodiscard]] Result<FolderShown> create_folder(House& house, const Caller& caller, const NewFolder& wanted);

struct FolderChange {
    std::optional<std::string> name;
    json::Change<FolderId> parent;  // null: to the top of the library
    std::optional<policy::Access> access;
    std::optional<policy::Protection> protection;
};
/// A new name asks for `organise`; another parent as POLICY.md says of moves; lock and protection for `protect`.
/// Errors besides those of create_folder: invalid "no-such-folder", conflict "folder-in-itself", "stale".
[[nodiscard]] Result<FolderShown> change_folder(House& house, const Caller& caller, FolderId id, std::int64_t version,
                                                const FolderChange& wanted);

/// Asks for `organise`, and for `protect` when it has members of its own. Errors: conflict "folder-not-empty" with what
/// is in it.
Done delete_folder(House& house, const Caller& caller, FolderId id);

}  // namespace exeat::usecases
