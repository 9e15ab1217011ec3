// Rows of older originals and attachments, and where a content is used.
#pragma once

#include <optional>
#include <vector>

#include "core/domain/records.h"
#include "platform/sql/database.h"
#include "state/store/deliveries.h"

namespace exeat::store {

/// Keeps the asset's present original as its next version (numbers count from 1).
Done keep_version(sql::Transaction& transaction, const domain::Asset& asset, Instant now,
                  std::optional<PersonId> person);
Done insert_attachment(sql::Transaction& transaction, AttachmentId id, AssetId asset, const StoredFile& file,
                       Instant now, std::optional<PersonId> person);

/// Assets of a library, not deleted, whose original has that content; the oldest first, at most `limit`.
[[nodiscard]] Result<std::vector<AssetId>> assets_with(sql::Session& session, LibraryId library, const Digest& digest,
                                                       int limit);

/// The newest asset of exactly that name in a folder (none: the library itself), not deleted.
struct NamedAsset {
    AssetId id;
    Digest digest;
    std::int64_t size = 0;
};
[[nodiscard]] Result<std::optional<NamedAsset>> asset_named(sql::Session& session, LibraryId library,
                                                            std::optional<FolderId> folder, std::string_view name);

/// Of these contents, those that any row still points at (originals, versions, attachments, open deliveries).
[[nodiscard]] Result<std::vector<Digest>> still_used(sql::Session& session, const std::vector<Digest>& digests);

/// Contents that an asset, a version or an attachment points at, in order, after that one; at most `limit`.
[[nodiscard]] Result<std::vector<Digest>> used_blobs_after(sql::Session& session, const Digest& after, int limit);

}  // namespace exeat::store
