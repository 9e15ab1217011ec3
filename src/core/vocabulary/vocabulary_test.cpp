#include <gtest/gtest.h>

#include "core/vocabulary/bytes.h"
#include "core/vocabulary/digest.h"
#include "core/vocabulary/id.h"
#include "core/vocabulary/instant.h"

namespace exeat {
namespace {

TEST(Instant, ReadsWhatItWrites) {
    for (const char* text : {"2026-11-21T12:00:00Z", "1969-12-31T23:59:59.999Z", "0001-01-01T00:00:00Z",
                             "9999-12-31T23:59:59.001Z", "2024-02-29T00:00:00Z"}) {
        const auto instant = parse_instant(text);
        ASSERT_TRUE(instant) << text;
        EXPECT_EQ(to_text(*instant), text);
    }
}

TEST(Instant, UnderstandsZonesAndFractions) {
    EXPECT_EQ(parse_instant("2026-11-21T13:30:00.5+01:30")->ms, parse_instant("2026-11-21T12:00:00.500Z")->ms);
    EXPECT_EQ(parse_instant("2026-11-21T12:00:00.123999Z")->ms % 1000, 123);
}

TEST(Instant, RefusesWhatIsNoTime) {
    for (const char* text :
         {"", "2026", "2026-02-30T00:00:00Z", "2026-11-21T24:00:00Z", "2026-11-21T12:00:00", "2026-11-21T12:00:00.Z",
          "2026-11-21T12:00:00Zx", "2026-11-21T12:60:00Z", "0000-01-01T00:00:00Z", "2026-11-21T12:00:00+24:00"}) {
        EXPECT_FALSE(parse_instant(text)) << text;
    }
}

TEST(Id, KeepsAllBitsThroughText) {
    const auto id = AssetId::make(Instant{1'700'000'000'000});
    EXPECT_EQ(id.text().size(), 26U);
    EXPECT_EQ(AssetId::parse(id.text()), id);
    EXPECT_FALSE(AssetId::parse("short"));
    EXPECT_FALSE(AssetId::parse(std::string(26, 'u')));
    EXPECT_FALSE(AssetId::parse("z" + std::string(25, '0'))) << "more than 128 bits";
}

TEST(Id, SortsByTime) {
    EXPECT_LT(AssetId::make(Instant{1000}).text(), AssetId::make(Instant{1001}).text());
}

TEST(Digest, IsSixtyFourHexDigits) {
    const std::string text(64, 'a');
    ASSERT_TRUE(parse_digest(text));
    EXPECT_EQ(to_text(*parse_digest(text)), text);
    EXPECT_FALSE(parse_digest(std::string(63, 'a')));
    EXPECT_FALSE(parse_digest(std::string(64, 'g')));
    EXPECT_EQ(from_hex("0aFF"), std::string("\x0a\xff"));
    EXPECT_FALSE(from_hex("0"));
}

TEST(Size, IsWrittenAsPeopleReadIt) {
    EXPECT_EQ(size_text(0), "0 bytes");
    EXPECT_EQ(size_text(1), "1 byte");
    EXPECT_EQ(size_text(999), "999 bytes");
    EXPECT_EQ(size_text(1234), "1.2 kB");
    EXPECT_EQ(size_text(34'000'000), "34 MB");
    EXPECT_EQ(size_text(999'950), "1.0 MB");
    EXPECT_EQ(size_text(5'100'000'000), "5.1 GB");
}

}  // namespace
}  // namespace exeat
