// Rows of folders.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "core/domain/records.h"
#include "platform/sql/database.h"

namespace exeat::store {

[[nodiscard]] Result<std::optional<domain::Folder>> read_folder(sql::Session& session, FolderId id);
[[nodiscard]] Result<std::vector<domain::Folder>> read_folders(sql::Session& session);  // of all libraries
[[nodiscard]] Result<std::optional<domain::Folder>> find_folder(sql::Session& session, LibraryId library,
                                                                std::optional<FolderId> parent, std::string_view name);
struct FolderBelow {
    FolderId id;
    int depth = 1;  // 1: directly below
};
/// All folders below it, at any depth.
[[nodiscard]] Result<std::vector<FolderBelow>> read_folders_below(sql::Session& session, FolderId id);

struct FolderContent {
    std::int64_t folders = 0;  // directly in it
    std::int64_t assets = 0;
    std::int64_t in_bin = 0;  // deleted assets that would come back here
};
[[nodiscard]] Result<FolderContent> count_content(sql::Session& session, const domain::Folder& folder);

/// Each writes one row and notes the change. Errors: conflict "name-taken" where another has the name.
Done insert_folder(sql::Transaction& transaction, const domain::Folder& folder);
/// Parent, name, access and protection over version `folder.version`, which it raises. Errors: conflict "stale".
Done update_folder(sql::Transaction& transaction, const domain::Folder& folder);
/// Its memberships are to be gone before.
Done delete_folder(sql::Transaction& transaction, FolderId id);

}  // namespace exeat::store
