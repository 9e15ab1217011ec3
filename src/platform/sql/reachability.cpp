#include "platform/sql/reachability.h"

#include <algorithm>
#include <random>

namespace exeat::sql {
namespace {

constexpr std::chrono::milliseconds k_first_pause{100};
constexpr std::chrono::milliseconds k_longest_pause{2000};

}  // namespace

std::chrono::microseconds backoff(int attempt, std::chrono::microseconds first, std::chrono::microseconds longest) {
    const auto doubled = first * (std::int64_t{1} << std::clamp(attempt, 0, 20));
    const auto middle = std::min(doubled, longest).count();
    std::minstd_rand random(static_cast<unsigned>(std::chrono::steady_clock::now().time_since_epoch().count()));
    random.discard(3);  // its first numbers follow the seed too closely
    return std::chrono::microseconds(
        std::uniform_int_distribution<std::int64_t>(middle * 3 / 4, middle * 5 / 4)(random));
}

Done Reachability::may_try() {
    const std::scoped_lock lock(mutex_);
    if (!away_) return {};
    if (trying_ || SteadyClock::now() < next_try_) return std::unexpected(*away_);
    trying_ = true;
    return {};
}

void Reachability::succeeded() {
    const std::scoped_lock lock(mutex_);
    away_.reset();
    trying_ = false;
    failures_ = 0;
}

void Reachability::failed(const Error& error) {
    const std::scoped_lock lock(mutex_);
    away_ = error;
    trying_ = false;
    next_try_ = SteadyClock::now() + backoff(failures_++, k_first_pause, k_longest_pause);
}

std::optional<Error> Reachability::away() const {
    const std::scoped_lock lock(mutex_);
    return away_;
}

}  // namespace exeat::sql
