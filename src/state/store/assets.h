// Rows of assets and blobs.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "core/domain/records.h"
#include "platform/sql/database.h"

namespace exeat::store {

/// With attribute values and the newest version of its terms. Deleted ones too: look at deleted_at.
[[nodiscard]] Result<std::optional<domain::Asset>> read_asset(sql::Session& session, AssetId id);
/// The same for many at once, in no order; those that are not there are left out.
[[nodiscard]] Result<std::vector<domain::Asset>> read_assets(sql::Session& session, std::span<const AssetId> ids);

/// Assets that lie directly in that folder and are locked by themselves.
[[nodiscard]] Result<std::vector<AssetId>> read_locked_assets(sql::Session& session, LibraryId library,
                                                              FolderId folder);

/// What is known of stored bytes.
struct BlobRow {
    Digest digest;
    std::int64_t size = 0;
    std::uint32_t crc32 = 0;
    std::vector<std::uint32_t> crc32c;  // one for each MiB
};
/// Keeps a row that is there already.
Done keep_blob(sql::Transaction& transaction, const BlobRow& blob, Instant now);
[[nodiscard]] Result<std::optional<BlobRow>> read_blob(sql::Session& session, const Digest& digest);

/// Inserts the asset (its `no` is given by the database and returned); its blob row must be there.
[[nodiscard]] Result<std::int64_t> insert_asset(sql::Transaction& transaction, const domain::Asset& asset);
/// Everything but attributes over version `asset.version`, which it raises, and notes the change. Errors: conflict
/// "stale".
Done update_asset(sql::Transaction& transaction, const domain::Asset& asset);
/// Replaces the values of one attribute and notes the change.
Done write_asset_attribute(sql::Transaction& transaction, AssetId asset, AttributeId attribute,
                           const std::vector<std::string>& values);

}  // namespace exeat::store
