#include "platform/sql/sqlite_clock.h"

#include <gtest/gtest.h>

namespace exeat::sql {
namespace {

struct TwoClocks {
    std::int64_t wall_ms = 1'000'000;
    std::int64_t elapsed_ns = 5;

    void pass(std::int64_t ms) {
        wall_ms += ms;
        elapsed_ns += ms * 1'000'000;
    }
    SqliteClock clock() {
        return SqliteClock({[this] { return wall_ms; }, [this] { return elapsed_ns; }});
    }
};

TEST(SqliteClock, FollowsTheSystemsClock) {
    TwoClocks clocks;
    auto clock = clocks.clock();
    clock.start_from(Instant{0});
    EXPECT_EQ(clock.read().now.ms, 1'000'000);
    clocks.pass(70);
    EXPECT_EQ(clock.read().now.ms, 1'000'070);
}

TEST(SqliteClock, RunsSlowlyWhenTheSystemsClockWasSetBack) {
    TwoClocks clocks;
    auto clock = clocks.clock();
    clock.start_from(Instant{0});
    clocks.wall_ms -= 1000;
    EXPECT_EQ(clock.read().now.ms, 1'000'000);
    clocks.pass(1000);
    EXPECT_EQ(clock.read().now.ms, 1'000'500);
    clocks.pass(1000);
    EXPECT_EQ(clock.read().now.ms, 1'001'000) << "caught up";
    clocks.pass(10);
    EXPECT_EQ(clock.read().now.ms, 1'001'010);
}

TEST(SqliteClock, StartsAtTheMarkAfterARestart) {
    TwoClocks clocks;
    auto clock = clocks.clock();
    clock.start_from(Instant{1'000'400});
    EXPECT_EQ(clock.read().now.ms, 1'000'400);
}

TEST(SqliteClock, SaysWhenTheMarkIsDue) {
    TwoClocks clocks;
    auto clock = clocks.clock();
    clock.start_from(Instant{0});
    EXPECT_EQ(clock.read().mark, SqliteClock::Mark::passed);
    const auto mark = clock.due();
    ASSERT_TRUE(mark);
    EXPECT_EQ(mark->ms, 1'000'000 + k_clock_step_ms);
    clock.written(*mark);
    EXPECT_EQ(clock.read().mark, SqliteClock::Mark::far);
    EXPECT_FALSE(clock.due());
    clocks.pass(k_clock_step_ms / 2 + 1);
    EXPECT_EQ(clock.read().mark, SqliteClock::Mark::near);
    EXPECT_TRUE(clock.due());
    clocks.pass(k_clock_step_ms);
    EXPECT_EQ(clock.read().mark, SqliteClock::Mark::passed);
}

}  // namespace
}  // namespace exeat::sql
