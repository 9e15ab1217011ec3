// The desk on which people put the pictures that they wait for: the newest wishes are taken first, and before all work
// of the queue. In memory: whoever still waits after a restart asks again. Called by the use case that shows pictures
// and by the threads that make them. Refuses to know how one is made.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <set>

#include "core/vocabulary/error.h"
#include "usecases/pictures/recipes.h"

namespace exeat::usecases {

/// Thread-safe.
class PictureDesk {
public:
    /// Somebody waits for it as of that moment. Wishes of one second are taken in the order in which they came, those
    /// of a later one before them. Beyond k_most_wishes the oldest is forgotten; one that is being made is not noted
    /// again.
    void put(const PictureWish& wish, Instant at);
    /// The wish to fulfil next, until done() is called.
    [[nodiscard]] std::optional<PictureWish> take();
    /// Says that the queue makes it now, so that nobody does who waits for it. False: somebody does already.
    [[nodiscard]] bool claim(const PictureWish& wish);
    void done(const PictureWish& wish);

    /// Whether anybody makes what lies here: said by who does, asked by those who look after the server.
    void attend(Done whether);
    [[nodiscard]] Done attended() const;

    /// Until there is something to do, the time is over, or close() was called.
    void wait(std::chrono::milliseconds at_most);
    /// There may be something new in the queue.
    void wake();
    void close();
    [[nodiscard]] bool is_closed() const;
    [[nodiscard]] std::size_t size() const;

    static constexpr std::size_t k_most_wishes = 2000;

private:
    struct Place {
        std::int64_t second = 0;
        std::uint64_t number = 0;
        /// The one to be taken first is the least.
        friend bool operator<(const Place& one, const Place& other) {
            return one.second != other.second ? one.second > other.second : one.number < other.number;
        }
    };

    mutable std::mutex mutex_;
    std::condition_variable changed_;
    std::map<Place, PictureWish> wishes_;
    std::map<PictureWish, Place> places_;
    std::set<PictureWish> taken_;
    std::uint64_t numbers_ = 0;
    Done attended_ = fail(ErrorKind::unavailable, "no-decoder", "No pictures are made.");
    bool woken_ = false;
    bool closed_ = false;
};

}  // namespace exeat::usecases
