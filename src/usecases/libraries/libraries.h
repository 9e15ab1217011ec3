// Libraries: making, listing, renaming, archiving, and their usage settings. Called by src/api/libraries_routes.cpp and
// the command line.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/domain/records.h"
#include "usecases/caller.h"
#include "usecases/house.h"
#include "usecases/libraries/place.h"

namespace exeat::usecases {

struct LibraryShown {
    LibraryId id;
    std::string name;
    domain::LibraryKind kind = domain::LibraryKind::media;
    std::optional<Instant> archived_at;
    Instant created_at;
    PlaceCan can;
    Whys why_not;  // empty in lists
    std::int64_t version = 1;
};

/// Every library in which the caller can see anything, by name.
[[nodiscard]] Result<std::vector<LibraryShown>> list_libraries(House& house, const Caller& caller);
/// Errors: not_found also where the caller can see nothing in it.
[[nodiscard]] Result<LibraryShown> read_library(House& house, const Caller& caller, LibraryId id);

struct NewLibrary {
    std::string name;
    domain::LibraryKind kind = domain::LibraryKind::media;
};
/// By level 7 and above, who becomes its owner; the operator makes one that administrators own. Errors: forbidden
/// "level-too-low", those of domain::check_title, conflict "name-taken" where a library that they see has the name.
[[nodiscard]] Result<LibraryShown> create_library(House& house, const Caller& caller, const NewLibrary& wanted);

struct LibraryChange {
    std::optional<std::string> name;
    std::optional<bool> archived;
};
/// Asks for `protect`. Errors: conflict "stale", "name-taken" as above.
[[nodiscard]] Result<LibraryShown> change_library(House& house, const Caller& caller, LibraryId id,
                                                  std::int64_t version, const LibraryChange& wanted);

struct UsageSettings {
    domain::LibrarySettings settings;
    std::int64_t version = 1;  // that of the library
};
/// For editors and owners. Errors: forbidden "insiders-only".
[[nodiscard]] Result<UsageSettings> read_usage_settings(House& house, const Caller& caller, LibraryId id);
/// The whole document; asks for `protect`. Errors: invalid "wrong-settings" with every wrong place, conflict "stale".
[[nodiscard]] Result<UsageSettings> write_usage_settings(House& house, const Caller& caller, LibraryId id,
                                                         std::int64_t version, const domain::LibrarySettings& settings);

}  // namespace exeat::usecases
