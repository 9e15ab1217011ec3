// Which assets wait for a picture of their own though their content has one: whoever uploads a file must not see from
// its picture that the same bytes are here already. Written with a new file, ended by whoever makes the picture. Called
// by usecases/pictures. Refuses to know how one is made.
#pragma once

#include <span>
#include <vector>

#include "core/domain/job.h"
#include "platform/sql/database.h"
#include "state/store/picture_rows.h"

namespace exeat::store {

/// Nobody waits longer: what is not made by then is shown as it is.
inline constexpr std::int64_t k_longest_picture_wait_ms = 3'600'000;

/// For both kinds, from now on; its thumbnail is made again at once.
Done wait_for_picture(sql::Transaction& transaction, AssetId asset, const PictureSource& source, Instant now);
/// What it waited for with another file.
Done wait_no_more(sql::Transaction& transaction, AssetId asset);
/// A picture of that kind was made, or cannot be.
Done end_picture_waits(sql::Transaction& transaction, domain::JobKind kind, const PictureSource& source);

[[nodiscard]] Result<bool> is_waited_for(sql::Session& session, domain::JobKind kind, const PictureSource& source);
[[nodiscard]] Result<bool> waits_for(sql::Session& session, AssetId asset, domain::JobKind kind,
                                     const PictureSource& source);
/// Those of these that wait for both kinds: no picture of theirs was made yet.
[[nodiscard]] Result<std::vector<AssetId>> without_own_picture(sql::Session& session, std::span<const AssetId> assets);

}  // namespace exeat::store
