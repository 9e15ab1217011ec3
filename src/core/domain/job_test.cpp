#include "core/domain/job.h"

#include <gtest/gtest.h>

namespace exeat::domain {
namespace {

constexpr Instant k_now{1'000'000};

TEST(NextTry, PausesGrowAndEnd) {
    const auto first = next_try(Failure::passing, 1, k_now);
    const auto second = next_try(Failure::passing, 2, k_now);
    ASSERT_TRUE(first && second);
    EXPECT_GT(*first, k_now);
    EXPECT_GT(second->ms - k_now.ms, 5 * (first->ms - k_now.ms));
    EXPECT_FALSE(next_try(Failure::passing, 3, k_now));
}

TEST(NextTry, AFileThatIsBrokenStaysBroken) {
    EXPECT_FALSE(next_try(Failure::lasting, 1, k_now));
}

TEST(NextTry, WhatIsMissingOutsideIsAwaitedForAsLongAsItTakes) {
    EXPECT_GT(next_try(Failure::outside, 1, k_now), k_now);
    EXPECT_GT(next_try(Failure::outside, 1000, k_now), k_now);
}

}  // namespace
}  // namespace exeat::domain
