// Facts of pictures that are ready, in memory: every tile of a page asks for them, and they stay the same as long as
// the content does. Asked and filled by PicturesShown. Refuses to know a picture that is not ready; who wants to know
// whether its bytes are there asks for them.
#pragma once

#include <cstddef>
#include <mutex>
#include <optional>
#include <span>
#include <unordered_map>
#include <vector>

#include "core/vocabulary/digest.h"
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

class KnownPictures {
public:
    static constexpr std::size_t k_most = 20'000;
    /// Forgets all of them when there are more than `most`: a page finds its own again with one question.
    explicit KnownPictures(std::size_t most = k_most) : most_(most) {}

    /// In the order of the keys; none where it is not known.
    [[nodiscard]] std::vector<std::optional<store::PictureFacts>> find(std::span<const PictureKey> keys) const;
    void put(const PictureKey& key, const store::PictureFacts& facts);
    void forget(const PictureKey& key);

private:
    const std::size_t most_;
    mutable std::mutex mutex_;
    std::unordered_map<PictureKey, store::PictureFacts, PictureKeyHash> facts_;
};

}  // namespace exeat::usecases
