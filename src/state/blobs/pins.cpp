#include "state/blobs/pins.h"

namespace exeat::blobs {

Pin Pins::pin(const Digest& digest) {
    {
        std::unique_lock lock(mutex_);
        for (auto found = entries_.find(digest); found != entries_.end() && found->second.fate == Fate::going;
             found = entries_.find(digest)) {
            gone_.wait(lock);
        }
        auto& entry = entries_[digest];
        entry.fate = Fate::kept;
        ++entry.pins;
    }
    return {static_cast<const void*>(this), [self = shared_from_this(), digest](const void*) { self->unpin(digest); }};
}

void Pins::unpin(const Digest& digest) {
    const std::lock_guard lock(mutex_);
    const auto found = entries_.find(digest);
    if (--found->second.pins == 0) entries_.erase(found);
}

bool Pins::condemn(const Digest& digest) {
    const std::lock_guard lock(mutex_);
    return entries_.try_emplace(digest, Entry{0, Fate::condemned}).second;
}

void Pins::spare(const Digest& digest) {
    const std::lock_guard lock(mutex_);
    const auto found = entries_.find(digest);
    if (found != entries_.end() && found->second.fate == Fate::condemned) entries_.erase(found);
}

bool Pins::begin_removal(const Digest& digest) {
    const std::lock_guard lock(mutex_);
    const auto found = entries_.find(digest);
    if (found == entries_.end() || found->second.fate != Fate::condemned) return false;
    found->second.fate = Fate::going;
    return true;
}

void Pins::end_removal(const Digest& digest) {
    const std::lock_guard lock(mutex_);
    entries_.erase(digest);
    gone_.notify_all();
}

}  // namespace exeat::blobs
