// What stays true of pictures, in memory, since every tile of a page asks for it: the facts of one that is ready, as
// long as the content is the same, and that an asset waits no more for a picture of its own. Asked and filled by
// pictures.h. Refuses to know a picture that is not ready; who wants to know whether its bytes are there asks for them.
#pragma once

#include <cstddef>
#include <mutex>
#include <optional>
#include <span>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "core/domain/job.h"
#include "core/vocabulary/digest.h"
#include "core/vocabulary/id.h"
#include "core/vocabulary/instant.h"
#include "service/media/formats.h"
#include "state/store/picture_rows.h"

namespace exeat::usecases {

/// Bytes read as a format.
struct PictureKey {
    Digest digest;
    media::PictureFormat format = media::PictureFormat::jpeg;
    friend bool operator==(const PictureKey&, const PictureKey&) = default;
};

/// The digest is as good as random.
struct PictureKeyHash {
    [[nodiscard]] std::size_t operator()(const PictureKey& key) const noexcept {
        std::size_t value = static_cast<std::size_t>(key.format);
        for (std::size_t i = 0; i < sizeof(value); ++i) value = value << 8U ^ key.digest.bytes[i];
        return value;
    }
};

/// A file of an asset, by when it came, and the kind of its picture.
struct OwnPicture {
    AssetId asset;
    Instant came;
    domain::JobKind kind = domain::JobKind::thumbnail;
    friend bool operator==(const OwnPicture&, const OwnPicture&) = default;
};
struct OwnPictureHash {
    [[nodiscard]] std::size_t operator()(const OwnPicture& own) const noexcept {
        return std::hash<AssetId>{}(own.asset) ^ static_cast<std::size_t>(own.kind);
    }
};

class KnownPictures {
public:
    static constexpr std::size_t k_most = 20'000;
    /// Forgets all of them when there are more than `most`: a page finds its own again with one question.
    explicit KnownPictures(std::size_t most = k_most) : most_(most) {}

    /// In the order of the keys; none where it is not known.
    [[nodiscard]] std::vector<std::optional<store::PictureFacts>> find(std::span<const PictureKey> keys) const;
    void put(const PictureKey& key, const store::PictureFacts& facts);
    void forget(const PictureKey& key);

    /// Whether note_own() was told: it waits for that picture no more (store/picture_waits.h).
    [[nodiscard]] bool is_own(const OwnPicture& own) const;
    void note_own(const OwnPicture& own);

private:
    const std::size_t most_;
    mutable std::mutex mutex_;
    std::unordered_map<PictureKey, store::PictureFacts, PictureKeyHash> facts_;
    std::unordered_set<OwnPicture, OwnPictureHash> own_;
};

}  // namespace exeat::usecases
