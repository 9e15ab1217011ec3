// Rows of libraries. Folders and memberships are in folders.h and members.h.
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
/// Those with that name, oldest first: libraries are told apart by their ids, and several may have one name.
[[nodiscard]] Result<std::vector<LibraryId>> libraries_named(sql::Session& session, std::string_view name);

/// Each writes one row and notes the change.
Done insert_library(sql::Transaction& transaction, const domain::Library& library);
/// Name, settings and archived_at over version `library.version`, which it raises. Errors: conflict "stale".
Done update_library(sql::Transaction& transaction, const domain::Library& library);

/// The number of the library's list of members: raised with each change of it. 0 when there is no such library.
[[nodiscard]] Result<std::int64_t> read_members_version(sql::Session& session, LibraryId id);
/// Raises it over `version`, or over any when none is given. Errors: conflict "stale".
Done raise_members_version(sql::Transaction& transaction, LibraryId id, std::optional<std::int64_t> version);

}  // namespace exeat::store
