// The bin: what was deleted, for those who may delete it, and the way back out of it. Called by src/api/bin_routes.cpp.
// Deleting itself is in assets.h.
//
// Whoever may delete an asset where it lay may have it back, as it was. Its folder is still there: folders are not
// deleted while the bin holds something of theirs.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "usecases/assets/assets.h"

namespace exeat::usecases {

struct BinRow {
    AssetId id;
    LibraryId library;
    std::optional<FolderId> folder;  // where it comes back
    std::string name;
    std::string media_type;
    std::int64_t size = 0;
    Instant deleted_at;
};

struct BinPage {
    std::vector<BinRow> rows;
    std::optional<std::string> next;  // cursor; a page may hold less than was asked for and still have one
};

struct BinWanted {
    LibraryId library;
    std::optional<std::string> cursor;
    std::int64_t limit = 50;  // 1 to 200
};

/// What the caller may have back, the last deleted first. Errors: not_found for a library in which they see nothing;
/// forbidden "insiders-only" for whoever has nothing there and is neither editor nor owner of anything in it; invalid
/// "wrong-cursor", "wrong-page".
[[nodiscard]] Result<BinPage> list_bin(House& house, const Caller& caller, const BinWanted& wanted);

/// Out of the bin. What is in no bin stays as it is. Errors: not_found also where the caller may not; forbidden for
/// what is in no bin and not theirs to delete.
[[nodiscard]] Result<AssetCard> restore_asset(House& house, const Caller& caller, AssetId id);

}  // namespace exeat::usecases
