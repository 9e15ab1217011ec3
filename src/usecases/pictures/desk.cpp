#include "usecases/pictures/desk.h"

namespace exeat::usecases {

void PictureDesk::put(const PictureWish& wish, Instant at) {
    {
        const std::scoped_lock lock(mutex_);
        if (taken_.contains(wish)) return;
        if (const auto known = places_.find(wish); known != places_.end()) {
            if (known->second.second == at.ms / 1000) return;
            wishes_.erase(known->second);
            places_.erase(known);
        }
        const Place place{at.ms / 1000, numbers_++};
        wishes_.emplace(place, wish);
        places_.emplace(wish, place);
        if (wishes_.size() > k_most_wishes) {
            const auto last = std::prev(wishes_.end());
            places_.erase(last->second);
            wishes_.erase(last);
        }
    }
    changed_.notify_one();
}

std::optional<PictureWish> PictureDesk::take() {
    const std::scoped_lock lock(mutex_);
    if (wishes_.empty()) return std::nullopt;
    const auto first = wishes_.begin();
    const auto wish = first->second;
    wishes_.erase(first);
    places_.erase(wish);
    taken_.insert(wish);
    return wish;
}

bool PictureDesk::claim(const PictureWish& wish) {
    const std::scoped_lock lock(mutex_);
    if (!taken_.insert(wish).second) return false;
    if (const auto known = places_.find(wish); known != places_.end()) {
        wishes_.erase(known->second);
        places_.erase(known);
    }
    return true;
}

void PictureDesk::done(const PictureWish& wish) {
    const std::scoped_lock lock(mutex_);
    taken_.erase(wish);
}

void PictureDesk::attend(Done whether) {
    const std::scoped_lock lock(mutex_);
    attended_ = std::move(whether);
}

Done PictureDesk::attended() const {
    const std::scoped_lock lock(mutex_);
    return attended_;
}

void PictureDesk::wait(std::chrono::milliseconds at_most) {
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, at_most, [this] { return closed_ || woken_ || !wishes_.empty(); });
    woken_ = false;
}

void PictureDesk::wake() {
    {
        const std::scoped_lock lock(mutex_);
        woken_ = true;
    }
    changed_.notify_one();
}

void PictureDesk::close() {
    {
        const std::scoped_lock lock(mutex_);
        closed_ = true;
    }
    changed_.notify_all();
}

bool PictureDesk::is_closed() const {
    const std::scoped_lock lock(mutex_);
    return closed_;
}

std::size_t PictureDesk::size() const {
    const std::scoped_lock lock(mutex_);
    return wishes_.size();
}

}  // namespace exeat::usecases
