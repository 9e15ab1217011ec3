// Rows of libraries, folders and memberships.
#pragma once

#include <optional>
#include <vector>

#include "core/domain/records.h"
#include "platform/sql/database.h"

namespace exeat::store {

/// How names are compared where two may not be the same: ASCII letters without case.
[[nodiscard]] std::string name_key(std::string_view name);

[[nodiscard]] Result<std::optional<domain::Library>> read_library(sql::Session& session, LibraryId id);
[[nodiscard]] Result<std::vector<domain::Library>> read_libraries(sql::Session& session);
[[nodiscard]] Result<std::optional<domain::Library>> find_library(sql::Session& session, std::string_view name);

/// Each writes one row and notes the change. Errors: conflict "name-taken" where another has the name.
Done insert_library(sql::Transaction& transaction, const domain::Library& library);
/// Name, settings and archived_at over version `library.version`, which it raises. Errors: conflict "stale".
Done update_library(sql::Transaction& transaction, const domain::Library& library);

[[nodiscard]] Result<std::optional<domain::Folder>> read_folder(sql::Session& session, FolderId id);
[[nodiscard]] Result<std::vector<domain::Folder>> read_folders(sql::Session& session);  // of all libraries
[[nodiscard]] Result<std::optional<domain::Folder>> find_folder(sql::Session& session, LibraryId library,
                                                                std::optional<FolderId> parent, std::string_view name);
Done insert_folder(sql::Transaction& transaction, const domain::Folder& folder);
/// Parent, name, access and protection over version `folder.version`, which it raises. Errors: conflict "stale".
Done update_folder(sql::Transaction& transaction, const domain::Folder& folder);
Done delete_folder(sql::Transaction& transaction, FolderId id);

/// A membership with the id of its row.
struct Member {
    std::string id;
    domain::Membership membership;
};
[[nodiscard]] Result<std::optional<Member>> read_member(sql::Session& session, std::string_view id);
[[nodiscard]] Result<std::vector<Member>> read_members(sql::Session& session);  // of all libraries
[[nodiscard]] Result<std::vector<Member>> read_members_of(sql::Session& session, LibraryId library);
Done insert_member(sql::Transaction& transaction, const Member& member, Instant now);
Done delete_member(sql::Transaction& transaction, std::string_view id);

}  // namespace exeat::store
