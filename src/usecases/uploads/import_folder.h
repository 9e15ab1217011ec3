// Brings a directory of this machine into a library: directories become folders, files become assets. Again brings only
// what is new: a file whose name and content are there already is left alone, one whose content changed becomes a new
// version. Called by `exeat import`. Refuses to follow symbolic links.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "core/domain/records.h"
#include "usecases/caller.h"
#include "usecases/house.h"

namespace exeat::usecases {

struct ImportWish {
    std::string library;  // by name; made when it is missing
    domain::LibraryKind kind = domain::LibraryKind::media;
    std::string folder;     // "Press/2026" in it; empty: the library itself
    std::string directory;  // absolute
};

/// A file that was not brought in, and why.
struct NotImported {
    std::string path;
    std::string why;
};

struct Imported {
    std::int64_t added = 0;
    std::int64_t replaced = 0;   // became a new version
    std::int64_t unchanged = 0;  // were there already
    std::int64_t bytes = 0;      // of those added and replaced
    std::vector<NotImported> failed;
};

/// Files done, files in all, and the one that was done last.
using ImportProgress = std::function<void(std::int64_t done, std::int64_t total, std::string_view path)>;

/// A file that cannot be read or has an impossible name is reported and the rest goes on; a full disk or a lost
/// database stops it, and what is in stays in. Errors: not_found "no-directory", conflict "library-archived",
/// unavailable.
[[nodiscard]] Result<Imported> import_folder(House& house, const Caller& caller, const ImportWish& wish,
                                             const ImportProgress& progress);

}  // namespace exeat::usecases
