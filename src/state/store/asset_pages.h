// Assets in the order of a list, a page at a time: what state/listing walks. Refuses to know who may see what: it is
// told whether only what is available now is wanted.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "core/policy/scope.h"
#include "core/vocabulary/error.h"
#include "core/vocabulary/id.h"
#include "platform/sql/database.h"

namespace exeat::store {

enum class AssetOrder : std::uint8_t { name, name_down, created, created_down, size, size_down };

/// Which assets; those in the bin never.
struct AssetsWanted {
    LibraryId library;
    std::optional<std::string> folder;  // the id of one folder; empty: those in no folder; none: all of the library
    std::string text;                   // that the name holds, as name_key writes it; empty: any
    AssetOrder order = AssetOrder::name;
    std::optional<Instant> available_at;  // only what is available then (POLICY.md gate 3)
};

/// Where a row stands in its order: the value sorted by, then `no`.
struct AssetKey {
    std::variant<std::string, std::int64_t> value;
    std::int64_t no = 0;
    friend bool operator==(const AssetKey&, const AssetKey&) = default;
};
/// Whether `one` stands before `other` in that order.
[[nodiscard]] bool comes_before(const AssetKey& one, const AssetKey& other, AssetOrder order);

/// As much of an asset as a list needs to pick it.
struct PickedAsset {
    AssetKey key;
    AssetId id;
    std::optional<FolderId> folder;
    policy::Lifecycle lifecycle;
};

/// The first `limit` after `after` (from the start, if there is none), `skip` of them left out.
[[nodiscard]] Result<std::vector<PickedAsset>> pick_assets(sql::Session& session, const AssetsWanted& wanted,
                                                           const std::optional<AssetKey>& after, std::int64_t skip,
                                                           std::int64_t limit);
/// Those of these assets that are wanted, in order.
[[nodiscard]] Result<std::vector<PickedAsset>> pick_among(sql::Session& session, const AssetsWanted& wanted,
                                                          std::span<const std::int64_t> nos);
[[nodiscard]] Result<std::int64_t> count_assets(sql::Session& session, const AssetsWanted& wanted);

}  // namespace exeat::store
