#include "usecases/pictures/desk.h"

#include <gtest/gtest.h>

namespace exeat::usecases {
namespace {

PictureWish wish(std::uint8_t number) {
    PictureWish made;
    made.digest.bytes[0] = number;
    return made;
}
constexpr Instant at(std::int64_t seconds) {
    return Instant{1'000'000'000 + seconds * 1000};
}
/// The number of what is taken next; -1 for nothing.
int next(PictureDesk& desk) {
    const auto taken = desk.take();
    if (!taken) return -1;
    desk.done(*taken);
    return taken->digest.bytes[0];
}

TEST(PictureDesk, WhatIsAskedLastIsTakenFirst) {
    PictureDesk desk;
    desk.put(wish(1), at(0));
    desk.put(wish(2), at(5));
    desk.put(wish(3), at(3));
    EXPECT_EQ(next(desk), 2);
    EXPECT_EQ(next(desk), 3);
    EXPECT_EQ(next(desk), 1);
    EXPECT_EQ(next(desk), -1);
}

TEST(PictureDesk, OnePageComesInItsOrder) {
    PictureDesk desk;
    for (std::uint8_t i = 1; i <= 5; ++i) desk.put(wish(i), Instant{at(0).ms + i});
    for (int i = 1; i <= 5; ++i) EXPECT_EQ(next(desk), i);
}

TEST(PictureDesk, AskingAgainMovesToTheFront) {
    PictureDesk desk;
    desk.put(wish(1), at(0));
    desk.put(wish(2), at(1));
    desk.put(wish(1), at(2));
    EXPECT_EQ(desk.size(), 2U);
    EXPECT_EQ(next(desk), 1);
    EXPECT_EQ(next(desk), 2);
}

TEST(PictureDesk, WhatIsBeingMadeIsNotMadeTwice) {
    PictureDesk desk;
    desk.put(wish(1), at(0));
    const auto taken = desk.take();
    ASSERT_TRUE(taken);
    desk.put(wish(1), at(1));
    EXPECT_EQ(next(desk), -1);
    desk.done(*taken);
    desk.put(wish(1), at(1));
    EXPECT_EQ(next(desk), 1);
}

TEST(PictureDesk, WhatTheQueueMakesIsNotMadeForWhoWaits) {
    PictureDesk desk;
    desk.put(wish(1), at(0));
    EXPECT_TRUE(desk.claim(wish(1)));
    EXPECT_EQ(next(desk), -1);
    desk.put(wish(1), at(1));
    EXPECT_EQ(next(desk), -1);
    EXPECT_FALSE(desk.claim(wish(1)));
    desk.done(wish(1));
    EXPECT_TRUE(desk.claim(wish(1)));
}

TEST(PictureDesk, AMarkedAndACleanOneAreTwo) {
    PictureDesk desk;
    auto marked = wish(1);
    marked.mark = renditions::Mark::padlock;
    desk.put(wish(1), at(0));
    desk.put(marked, at(0));
    EXPECT_EQ(desk.size(), 2U);
    EXPECT_NE(name_of(wish(1)), name_of(marked));
}

TEST(PictureDesk, TheOldestAreForgottenWhenThereAreTooMany) {
    PictureDesk desk;
    for (std::size_t i = 0; i < PictureDesk::k_most_wishes + 10; ++i) {
        auto one = wish(static_cast<std::uint8_t>(i % 256));
        one.digest.bytes[1] = static_cast<std::uint8_t>(i / 256);
        desk.put(one, at(static_cast<std::int64_t>(i)));
    }
    EXPECT_EQ(desk.size(), PictureDesk::k_most_wishes);
    const auto first = desk.take();
    ASSERT_TRUE(first);
    EXPECT_EQ(first->digest.bytes[1] * 256 + first->digest.bytes[0], static_cast<int>(PictureDesk::k_most_wishes + 9));
}

TEST(PictureDesk, AClosedOneKeepsNobodyWaiting) {
    PictureDesk desk;
    desk.close();
    desk.wait(std::chrono::hours(1));
    EXPECT_TRUE(desk.is_closed());
}

}  // namespace
}  // namespace exeat::usecases
