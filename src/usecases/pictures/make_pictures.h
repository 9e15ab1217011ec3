// Making pictures: of what somebody waits for, and of what the queue has. Called by the threads of
// usecases/pictures/studio.h, and by `exeat serve` at its start. Each step may run twice.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "service/media/decoder.h"
#include "state/store/job_rows.h"
#include "usecases/pictures/gallery.h"
#include "usecases/pictures/recipes.h"

namespace exeat::usecases {

/// Makes one picture that somebody waits for, and keeps what came of it; nothing when it is there already. An error is
/// kept in the queue with its reason, and returned.
Done make_wished_picture(Gallery& gallery, media::Decoder& decoder, const media::Limits& limits,
                         const PictureWish& wish);

/// Does a job that was taken: its pictures, marked ones too where a library of that content marks them.
Done do_picture_job(Gallery& gallery, media::Decoder& decoder, const media::Limits& limits, const store::JobRow& job);

/// Notes that a content will have a picture, in the transaction that brings it in. Nothing for other types.
Done want_picture_of(sql::Transaction& transaction, const Digest& digest, std::string_view media_type, Instant now);
/// The same for the file that an asset has from now on. Where that content has a picture already, the asset waits for
/// one all the same: whoever brought it learns nothing of other places.
Done want_own_picture_of(sql::Transaction& transaction, AssetId asset, const Digest& digest,
                         std::string_view media_type, Instant now);

/// Looks at some assets after that one (by `no`) and queues pictures of those that have none. The last one looked at;
/// nullopt when there are no more.
[[nodiscard]] Result<std::optional<std::int64_t>> queue_missing_pictures(House& house, std::int64_t after);

}  // namespace exeat::usecases
