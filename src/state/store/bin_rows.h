// What lies in a library's bin, a page at a time, the last that was put there first. Called by usecases/assets/bin.cpp.
// Refuses to know who may see what is in it.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "platform/sql/database.h"

namespace exeat::store {

/// Where one stands in the bin.
struct BinPlace {
    Instant deleted_at;
    std::int64_t no = 0;
};

struct InBin {
    BinPlace place;
    AssetId id;
};

/// The first `limit` behind `after` (from the start, if there is none).
[[nodiscard]] Result<std::vector<InBin>> read_bin(sql::Session& session, LibraryId library,
                                                  const std::optional<BinPlace>& after, std::int64_t limit);

}  // namespace exeat::store
