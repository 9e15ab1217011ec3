#include "service/mail/retry.h"

#include <gtest/gtest.h>

namespace exeat::mail {
namespace {

constexpr Instant k_first{1'000'000};

TEST(Retry, WaitsLongerAndLongerUpToAnHour) {
    Instant now = k_first;
    std::vector<std::int64_t> minutes;
    for (std::int64_t attempts = 1; attempts <= 9; ++attempts) {
        const auto next = next_try(attempts, k_first, now);
        ASSERT_TRUE(next);
        minutes.push_back((next->ms - now.ms) / 60'000);
        now = *next;
    }
    EXPECT_EQ(minutes, (std::vector<std::int64_t>{1, 2, 4, 8, 16, 32, 60, 60, 60}));
}

TEST(Retry, EndsAfterFortyEightHoursWithALastTry) {
    Instant now = k_first;
    std::int64_t attempts = 0;
    while (const auto next = next_try(++attempts, k_first, now)) {
        ASSERT_GT(next->ms, now.ms);
        now = *next;
    }
    EXPECT_EQ(now.ms, k_first.ms + k_tried_for_ms);
    EXPECT_EQ(attempts, 54);
}

TEST(Retry, IsNotConfusedByAClockThatWasSetBack) {
    const auto next = next_try(1'000'000, k_first, Instant{k_first.ms - 3'600'000});
    ASSERT_TRUE(next);
    EXPECT_EQ(next->ms, k_first.ms);
}

}  // namespace
}  // namespace exeat::mail
