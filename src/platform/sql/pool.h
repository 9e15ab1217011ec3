// A fixed number of places (connections), each lent to one thread at a time.
// Called by the databases in this folder. Refuses to know what a place is.
#pragma once

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

namespace exeat::sql {

template <class Place>
class Pool {
public:
    /// Gives its place back when it ends.
    class Lease {
    public:
        Lease(Pool* pool, Place* place) : pool_(pool), place_(place) {}
        Lease(Lease&& other) noexcept : pool_(std::exchange(other.pool_, nullptr)), place_(other.place_) {}
        Lease& operator=(Lease&&) = delete;
        ~Lease() {
            if (pool_ != nullptr) pool_->give_back(place_);
        }
        Place& operator*() const { return *place_; }
        Place* operator->() const { return place_; }

    private:
        Pool* pool_;
        Place* place_;
    };

    explicit Pool(std::vector<std::unique_ptr<Place>> places) : places_(std::move(places)) {
        for (auto place = places_.rbegin(); place != places_.rend(); ++place) free_.push_back(place->get());
    }

    /// The place used last (its caches are warm); nullopt when none came free in time.
    std::optional<Lease> take(std::chrono::milliseconds patience) {
        std::unique_lock lock(mutex_);
        if (!came_free_.wait_for(lock, patience, [this] { return !free_.empty(); })) return std::nullopt;
        auto* place = free_.back();
        free_.pop_back();
        lent_.push_back({place, std::this_thread::get_id()});
        return Lease(this, place);
    }

    /// Whether the calling thread holds a lease: taking another one could wait for ever.
    [[nodiscard]] bool lent_to_this_thread() const {
        const std::scoped_lock lock(mutex_);
        return std::any_of(lent_.begin(), lent_.end(),
                           [](const Lent& lent) { return lent.thread == std::this_thread::get_id(); });
    }

private:
    struct Lent {
        Place* place;
        std::thread::id thread;
    };

    void give_back(Place* place) {
        {
            const std::scoped_lock lock(mutex_);
            std::erase_if(lent_, [place](const Lent& lent) { return lent.place == place; });
            free_.push_back(place);
        }
        came_free_.notify_one();
    }

    mutable std::mutex mutex_;
    std::condition_variable came_free_;
    std::vector<std::unique_ptr<Place>> places_;
    std::vector<Place*> free_;
    std::vector<Lent> lent_;
};

}  // namespace exeat::sql
