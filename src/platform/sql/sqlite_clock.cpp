#include "platform/sql/sqlite_clock.h"

#include <ctime>

#include <algorithm>

namespace exeat::sql {
namespace {

std::int64_t nanoseconds(clockid_t clock) {
    timespec time{};
    ::clock_gettime(clock, &time);
    return std::int64_t{time.tv_sec} * 1'000'000'000 + time.tv_nsec;
}

}  // namespace

SqliteClock::Sources SqliteClock::system() {
    return {[] { return nanoseconds(CLOCK_REALTIME) / 1'000'000; }, [] { return nanoseconds(CLOCK_BOOTTIME); }};
}

void SqliteClock::start_from(Instant mark) {
    const std::scoped_lock lock(mutex_);
    mark_ = mark;
    anchor_ = std::max(mark, Instant{sources_.wall_ms()});
    anchor_elapsed_ns_ = sources_.elapsed_ns();
}

Instant SqliteClock::advance() {
    const auto elapsed = sources_.elapsed_ns();
    const Instant wall{sources_.wall_ms()};
    const Instant slow{anchor_.ms + (elapsed - anchor_elapsed_ns_) / 2'000'000};
    if (wall < slow) return slow;
    anchor_ = wall;
    anchor_elapsed_ns_ = elapsed;
    return wall;
}

SqliteClock::Reading SqliteClock::read() {
    const std::scoped_lock lock(mutex_);
    const auto now = advance();
    if (now >= mark_) return {now, Mark::passed};
    return {now, mark_.ms - now.ms < k_clock_step_ms / 2 ? Mark::near : Mark::far};
}

std::optional<Instant> SqliteClock::due() {
    const std::scoped_lock lock(mutex_);
    const auto now = advance();
    if (mark_.ms - now.ms >= k_clock_step_ms / 2) return std::nullopt;
    return Instant{now.ms + k_clock_step_ms};
}

void SqliteClock::written(Instant mark) {
    const std::scoped_lock lock(mutex_);
    mark_ = mark;
}

}  // namespace exeat::sql
