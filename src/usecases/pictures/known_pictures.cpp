#include "usecases/pictures/known_pictures.h"

namespace exeat::usecases {

std::vector<std::optional<store::PictureFacts>> KnownPictures::find(std::span<const PictureKey> keys) const {
    std::vector<std::optional<store::PictureFacts>> found(keys.size());
    const std::scoped_lock lock(mutex_);
    for (std::size_t i = 0; i < keys.size(); ++i) {
        if (const auto known = facts_.find(keys[i]); known != facts_.end()) found[i] = known->second;
    }
    return found;
}

void KnownPictures::put(const PictureKey& key, const store::PictureFacts& facts) {
    const std::scoped_lock lock(mutex_);
    if (facts_.size() >= most_) facts_.clear();
    facts_.insert_or_assign(key, facts);
}

void KnownPictures::forget(const PictureKey& key) {
    const std::scoped_lock lock(mutex_);
    facts_.erase(key);
}

bool KnownPictures::is_own(const OwnPicture& own) const {
    const std::scoped_lock lock(mutex_);
    return own_.contains(own);
}

void KnownPictures::note_own(const OwnPicture& own) {
    const std::scoped_lock lock(mutex_);
    if (own_.size() >= most_) own_.clear();
    own_.insert(own);
}

}  // namespace exeat::usecases
