#include "service/mail/time_zone.h"

#include <gtest/gtest.h>

namespace exeat::mail {
namespace {

Instant at(const char* text) {
    return parse_instant(text).value_or(Instant{});
}

TEST(Zones, SayWhatTheClockOnTheWallSays) {
    const auto paris = TimeZone::named("Europe/Paris");
    ASSERT_TRUE(paris);
    EXPECT_EQ(paris->offset_ms(at("2026-01-15T12:00:00Z")), 3'600'000);
    EXPECT_EQ(paris->offset_ms(at("2026-07-15T12:00:00Z")), 7'200'000);
    EXPECT_EQ(TimeZone::utc().offset_ms(at("2026-07-15T12:00:00Z")), 0);
    const auto kathmandu = TimeZone::named("Asia/Kathmandu");
    ASSERT_TRUE(kathmandu);
    EXPECT_EQ(kathmandu->offset_ms(at("2026-01-15T12:00:00Z")), (5 * 60 + 45) * 60'000);
}

TEST(Zones, FindTheNextMorning) {
    const auto paris = *TimeZone::named("Europe/Paris");
    EXPECT_EQ(to_text(paris.next_at(8, at("2026-01-15T06:59:59Z"))), "2026-01-15T07:00:00Z");
    EXPECT_EQ(to_text(paris.next_at(8, at("2026-01-15T07:00:00Z"))), "2026-01-16T07:00:00Z");
    // Clocks go forward in the night of 29 March and back in the night of 25 October.
    EXPECT_EQ(to_text(paris.next_at(8, at("2026-03-28T20:00:00Z"))), "2026-03-29T06:00:00Z");
    EXPECT_EQ(to_text(paris.next_at(8, at("2026-10-24T20:00:00Z"))), "2026-10-25T07:00:00Z");
    const auto auckland = *TimeZone::named("Pacific/Auckland");
    EXPECT_EQ(to_text(auckland.next_at(8, at("2026-06-15T20:00:00Z"))), "2026-06-16T20:00:00Z");
    EXPECT_EQ(to_text(TimeZone::utc().next_at(8, at("2026-06-15T09:00:00Z"))), "2026-06-16T08:00:00Z");
}

TEST(Zones, OthersThanThoseOfTheMachineAreNone) {
    for (const auto* name : {"", "Nowhere/Atall", "/etc/passwd", "../../../etc/passwd", "Europe/../Europe/Paris",
                             "Europe//Paris", "zone.tab", "Europe", "Europe/Paris\n"}) {
        EXPECT_FALSE(TimeZone::named(name)) << name;
    }
}

}  // namespace
}  // namespace exeat::mail
