// Rows of what is known of pictures, one for a content and the format it is read as. Called by usecases/pictures and by
// those who show assets. Refuses to know formats: they are words here.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/policy/words.h"
#include "platform/sql/database.h"

namespace exeat::store {

enum class PictureState : std::uint8_t { waiting, ready, failed };

/// Bytes read as a format.
struct PictureSource {
    Digest digest;
    std::string format;
    friend bool operator==(const PictureSource&, const PictureSource&) = default;
};

/// What a picture shows of itself: of the file, turned the right way up.
struct PictureFacts {
    std::int64_t width = 0;
    std::int64_t height = 0;
    std::int64_t colour = 0;  // 0xrrggbb
    friend bool operator==(const PictureFacts&, const PictureFacts&) = default;
};

struct PictureRow {
    PictureSource source;
    PictureState state = PictureState::waiting;
    std::optional<PictureFacts> facts;  // when it is ready
};

/// Adds the row and its job when there is no row yet. Its blob row must be there. True: it was added.
[[nodiscard]] Result<bool> want_picture(sql::Transaction& transaction, const PictureSource& source, Instant now);

[[nodiscard]] Result<std::optional<PictureRow>> read_picture(sql::Session& session, const PictureSource& source);
/// Those of these contents, in any format and no order.
[[nodiscard]] Result<std::vector<PictureRow>> read_pictures(sql::Session& session, std::span<const Digest> digests);
/// No row is no error: its content may be gone meanwhile.
Done picture_is_ready(sql::Transaction& transaction, const PictureSource& source, const PictureFacts& facts);
Done picture_is(sql::Transaction& transaction, const PictureSource& source, PictureState state);

/// Originals of assets after `after` (by `no`) whose type is one of these and which have no row yet; at most `limit`
/// assets are looked at. `last` is the one looked at last, nullopt when there are no more.
struct WithoutPicture {
    struct Original {
        Digest digest;
        std::string media_type;
    };
    std::vector<Original> originals;
    std::optional<std::int64_t> last;
};
[[nodiscard]] Result<WithoutPicture> originals_without_picture(sql::Session& session, std::int64_t after, int limit);

/// Assets that have that content now, not deleted; the oldest first, at most `limit`.
struct ShownAsset {
    AssetId id;
    LibraryId library;
    std::string name;
};
[[nodiscard]] Result<std::vector<ShownAsset>> assets_showing(sql::Session& session, const Digest& digest, int limit);

}  // namespace exeat::store

namespace exeat::policy {
template <>
inline constexpr std::array<std::string_view, 3> k_words<store::PictureState>{"waiting", "ready", "failed"};
}  // namespace exeat::policy
