// Pictures of assets as people see them: what a list says of one, and the bytes of a thumbnail or preview after a
// decision. Called by the routes of assets. Refuses to make one: what is not there yet is put on the desk.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/domain/job.h"
#include "core/domain/records.h"
#include "state/store/picture_rows.h"
#include "usecases/caller.h"
#include "usecases/house.h"
#include "usecases/pictures/gallery.h"
#include "usecases/pictures/known_pictures.h"
#include "usecases/pictures/recipes.h"

namespace exeat::usecases {

/// What a tile says of its picture. A size and a colour are there once it was made.
struct PictureShown {
    store::PictureState state = store::PictureState::waiting;
    std::optional<std::int64_t> width;
    std::optional<std::int64_t> height;
    std::optional<std::string> colour;  // "#rrggbb"
};

/// What is known of the pictures of some assets' originals, asked at once. Null assets are passed over.
class PicturesShown {
public:
    /// Not inside a transaction.
    [[nodiscard]] static Result<PicturesShown> of(House& house,
                                                  std::span<const std::shared_ptr<const domain::Asset>> assets);
    /// nullopt where no picture is made of files of that type.
    [[nodiscard]] std::optional<PictureShown> of(const domain::Asset& asset) const;

private:
    [[nodiscard]] Done read(House& house, std::span<const PictureKey> keys);

    std::unordered_map<PictureKey, PictureShown, PictureKeyHash> shown_;
    std::vector<AssetId> waiting_;  // for one of their own, though their content has one; sorted
};

/// The leave to see one picture, and its name: the same name is the same bytes for ever.
struct PictureSeen {
    PictureWish wish;
    Digest name;
    OwnPicture own;
    bool may_wait = false;  // its file came lately, and may have to wait for a picture of its own
};
/// Asks the policy about the proxy. Errors: not_found for what may not be seen, as if it were not there; not_found
/// "no-picture" where none is made of such files.
[[nodiscard]] Result<PictureSeen> see_picture(House& house, const Caller& caller, AssetId id, Recipe recipe);

/// Whether a caller's picture can be given from memory now: by see_picture() and read_seen_picture() without the
/// database and without the disk.
[[nodiscard]] bool is_picture_at_hand(const Gallery& gallery, const Caller& caller, AssetId id, Recipe recipe);

/// Its bytes where they are there; nothing is put on the desk. Not inside a transaction.
[[nodiscard]] Result<std::optional<renditions::Rendition>> find_seen_picture(House& house,
                                                                             renditions::Renditions& renditions,
                                                                             const PictureSeen& seen);
/// Its bytes. Errors: not_found "picture-waiting", with how long to wait, after it was put on the desk; not_found
/// "picture-failed".
[[nodiscard]] Result<renditions::Rendition> read_seen_picture(Gallery& gallery, const PictureSeen& seen);

/// A job as administrators see it.
struct JobShown {
    JobId id;
    domain::JobKind kind = domain::JobKind::thumbnail;
    domain::JobState status = domain::JobState::waiting;
    std::string reason;  // code
    std::string text;    // the same as a sentence
    std::string detail;  // the decoder's own words
    std::int64_t attempts = 0;
    Instant created_at;
    Instant changed_at;
    std::optional<Instant> next_at;  // when it is tried again
    std::string format;
    std::vector<store::ShownAsset> assets;  // some of those that show that content
};
struct JobsPage {
    std::vector<JobShown> jobs;
    std::optional<std::string> next;
};
inline constexpr int k_jobs_a_page = 50;
/// For administrators. Errors: forbidden "level-too-low", invalid "wrong-cursor".
[[nodiscard]] Result<JobsPage> list_jobs(House& house, const Caller& caller, domain::JobState state,
                                         std::optional<std::string_view> cursor);
/// Tried at once, as if for the first time. Errors: not_found, forbidden "level-too-low".
Done retry_job(Gallery& gallery, const Caller& caller, JobId id);

}  // namespace exeat::usecases
