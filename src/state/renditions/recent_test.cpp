#include "state/renditions/recent.h"

#include <gtest/gtest.h>

namespace exeat::renditions {
namespace {

constexpr Instant k_now{1'000};
constexpr Instant k_any{0};
constexpr std::size_t k_one = 100;

Digest digest(std::uint8_t first) {
    Digest name;
    name.bytes[0] = first;
    return name;
}
Rendition picture(char letter, std::size_t length = k_one) {
    return {"image/webp", std::string(length, letter)};
}

TEST(RecentRenditions, GiveWhatWasPut) {
    Recent recent;
    EXPECT_EQ(recent.find(digest(1), k_any), std::nullopt);
    recent.put(digest(1), picture('a'), k_now);
    EXPECT_EQ(recent.find(digest(1), k_any), picture('a'));
    EXPECT_TRUE(recent.holds(digest(1), k_any));
    EXPECT_FALSE(recent.holds(digest(2), k_any));
}

TEST(RecentRenditions, GiveNothingThatIsTooOld) {
    Recent recent;
    recent.put(digest(1), picture('a'), k_now);
    EXPECT_EQ(recent.find(digest(1), k_now), std::nullopt);
    EXPECT_FALSE(recent.holds(digest(1), k_now));
}

TEST(RecentRenditions, KeepNoMoreThanTheLimitAndForgetWhatNobodyAsksFor) {
    Recent recent(4 * k_one);
    for (std::uint8_t name = 0; name < 3; ++name) recent.put(digest(name), picture('a'), k_now);
    // The first two are in the old half now; one of them is asked for.
    EXPECT_TRUE(recent.find(digest(0), k_any));
    recent.put(digest(3), picture('a'), k_now);
    EXPECT_TRUE(recent.holds(digest(0), k_any));
    EXPECT_FALSE(recent.holds(digest(1), k_any));
    EXPECT_LE(recent.size(), 4 * k_one);
}

TEST(RecentRenditions, PutTwiceCountOnce) {
    Recent recent(4 * k_one);
    for (int i = 0; i < 10; ++i) recent.put(digest(1), picture('a'), k_now);
    EXPECT_EQ(recent.size(), k_one);
    recent.forget(digest(1));
    EXPECT_EQ(recent.size(), 0U);
    EXPECT_FALSE(recent.holds(digest(1), k_any));
}

TEST(RecentRenditions, LeaveLargeOnesOnTheDisk) {
    Recent recent;
    recent.put(digest(1), picture('a', Recent::k_longest + 1), k_now);
    EXPECT_FALSE(recent.holds(digest(1), k_any));
    Recent tiny(k_one);
    tiny.put(digest(1), picture('a'), k_now);
    EXPECT_EQ(tiny.size(), 0U);
}

}  // namespace
}  // namespace exeat::renditions
