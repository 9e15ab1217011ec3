#include "platform/http/ranges.h"

#include <gtest/gtest.h>

#include <random>

namespace exeat::http {
namespace {

constexpr std::string_view k_tag = "\"v1\"";

Request asking(std::initializer_list<std::pair<const char*, const char*>> fields, Method method = Method::get) {
    Request request;
    request.method = method;
    for (const auto& [name, value] : fields) request.headers.add(name, value);
    return request;
}

std::string said(const RangeAnswer& answer) {
    if (const auto* range = std::get_if<ByteRange>(&answer)) {
        return std::to_string(range->first) + "+" + std::to_string(range->length);
    }
    constexpr std::array names{"200", "206", "416", "304", "412"};
    return names[answer.index()];
}

std::string range_of(const char* field, std::uint64_t size) {
    return said(which_bytes(asking({{"Range", field}}), size, k_tag));
}

TEST(Ranges, AreReadAsTheStandardSays) {
    EXPECT_EQ(range_of("bytes=0-499", 1000), "0+500");
    EXPECT_EQ(range_of("bytes=500-", 1000), "500+500");
    EXPECT_EQ(range_of("bytes=-300", 1000), "700+300");
    EXPECT_EQ(range_of("bytes=-3000", 1000), "0+1000");
    EXPECT_EQ(range_of("bytes=999-5000", 1000), "999+1");
    EXPECT_EQ(range_of("BYTES=0-0", 1000), "0+1");
    EXPECT_EQ(range_of("bytes=1000-", 1000), "416");
    EXPECT_EQ(range_of("bytes=-0", 1000), "416");
    EXPECT_EQ(range_of("bytes=0-", 0), "416");
    EXPECT_EQ(range_of("bytes=-5", 0), "416");
}

TEST(Ranges, ThatCannotBeReadOrAreSeveralGiveTheWhole) {
    for (const char* field : {"", "bytes", "bytes=", "bytes=-", "bytes=a-b", "bytes=5-1", "bytes=0-1,5-6", "lines=0-1",
                              "bytes=0x0-1", "bytes=+1-2", "bytes=1 - 2", "bytes=99999999999999999999-", "bytes=--5"}) {
        EXPECT_EQ(range_of(field, 1000), "200") << field;
    }
    EXPECT_EQ(said(which_bytes(asking({{"Range", "bytes=0-1"}, {"Range", "bytes=2-3"}}), 1000, k_tag)), "200");
    EXPECT_EQ(said(which_bytes(asking({}), 1000, k_tag)), "200");
}

TEST(Ranges, AlwaysLieWithin) {
    std::mt19937_64 random(3);
    const auto number = [&] {
        const auto bits = random() % 65;
        return bits == 0 ? 0 : random() >> (64 - bits);
    };
    for (int i = 0; i < 200'000; ++i) {
        const auto size = number();
        std::string field = "bytes=";
        if (random() % 4 != 0) field += std::to_string(number());
        field += "-";
        if (random() % 4 != 0) field += std::to_string(number());
        const auto answer = which_bytes(asking({{"Range", field.c_str()}}), size, k_tag);
        const auto* range = std::get_if<ByteRange>(&answer);
        if (!range) continue;
        ASSERT_GT(range->length, 0U) << field;
        ASSERT_LE(range->length, size) << field;
        ASSERT_LE(range->first, size - range->length) << field << " of " << size;
    }
}

TEST(Ranges, HoldOnlyForTheRepresentationThatIfRangeNames) {
    EXPECT_EQ(said(which_bytes(asking({{"Range", "bytes=0-0"}, {"If-Range", "\"v1\""}}), 10, k_tag)), "0+1");
    for (const char* other : {"\"v2\"", "W/\"v1\"", "Sun, 06 Nov 1994 08:49:37 GMT", "v1", ""}) {
        EXPECT_EQ(said(which_bytes(asking({{"Range", "bytes=0-0"}, {"If-Range", other}}), 10, k_tag)), "200") << other;
    }
}

TEST(Conditions, ComeBeforeRanges) {
    const auto answer = [](const char* name, const char* value, Method method = Method::get) {
        return said(which_bytes(asking({{name, value}, {"Range", "bytes=0-0"}}, method), 10, k_tag));
    };
    EXPECT_EQ(answer("If-None-Match", "\"v1\""), "304");
    EXPECT_EQ(answer("If-None-Match", "W/\"v1\""), "304");
    EXPECT_EQ(answer("If-None-Match", "\"v0\", \"v1\""), "304");
    EXPECT_EQ(answer("If-None-Match", "\"v0\",,W/\"v,1\" , \"v1\""), "304");
    EXPECT_EQ(answer("If-None-Match", "*"), "304");
    EXPECT_EQ(answer("If-None-Match", "\"v0\""), "0+1");
    EXPECT_EQ(answer("If-None-Match", "v1"), "0+1");
    EXPECT_EQ(answer("If-None-Match", "\"v1"), "0+1");
    EXPECT_EQ(answer("If-None-Match", "*", Method::put), "412");
    EXPECT_EQ(answer("If-Match", "\"v1\""), "0+1");
    EXPECT_EQ(answer("If-Match", "*"), "0+1");
    EXPECT_EQ(answer("If-Match", "W/\"v1\""), "412");
    EXPECT_EQ(answer("If-Match", "\"v2\""), "412");
    EXPECT_EQ(answer("X", "y", Method::post), "200") << "ranges are for GET and HEAD";
    EXPECT_EQ(answer("X", "y", Method::head), "0+1");
}

TEST(ContentRange, IsWrittenInclusively) {
    EXPECT_EQ(content_range({0, 500}, 1234), "bytes 0-499/1234");
    EXPECT_EQ(content_range({1233, 1}, 1234), "bytes 1233-1233/1234");
}

TEST(Disposition, IsSafeForAnyName) {
    EXPECT_EQ(attachment_disposition("photo 1.jpg"),
              "attachment; filename=\"photo 1.jpg\"; filename*=UTF-8''photo%201.jpg");
    EXPECT_EQ(attachment_disposition("a\"b\\c/d%41.txt"),
              "attachment; filename=\"a_b_c_d_41.txt\"; filename*=UTF-8''a%22b_c_d%2541.txt");
    EXPECT_EQ(attachment_disposition("\xC3\xBC\xF0\x9F\x98\x80.png"),
              "attachment; filename=\"__.png\"; filename*=UTF-8''%C3%BC%F0%9F%98%80.png");
    EXPECT_EQ(attachment_disposition("a\r\nX: y\x7F\x01.png"),
              "attachment; filename=\"a__X_ y__.png\"; filename*=UTF-8''a__X%3A%20y__.png");
    // Right-to-left override, zero-width space, byte order mark: a name must not look like another one.
    EXPECT_EQ(attachment_disposition("a\xE2\x80\xAEgpj.exe\xE2\x80\x8B\xEF\xBB\xBF"),
              "attachment; filename=\"a_gpj.exe__\"; filename*=UTF-8''a_gpj.exe__");
    // Latin-1, an overlong slash, a surrogate, a cut-off character: one mark for each byte.
    EXPECT_EQ(attachment_disposition("\xE4\xC0\xAF\xED\xA0\x80\xF0\x9F"),
              "attachment; filename=\"________\"; filename*=UTF-8''________");
    for (const char* name : {"", ".", ".."}) {
        EXPECT_EQ(attachment_disposition(name), "attachment; filename=\"download\"; filename*=UTF-8''download");
    }
}

TEST(Disposition, HoldsNothingThatEndsItsFieldWhateverTheName) {
    std::mt19937 random(5);
    for (int i = 0; i < 20'000; ++i) {
        std::string name;
        for (auto n = random() % 12; n > 0; --n) name.push_back(static_cast<char>(random()));
        const auto field = attachment_disposition(name);
        ASSERT_EQ(std::count(field.begin(), field.end(), '"'), 2);
        ASSERT_EQ(std::count(field.begin(), field.end(), ';'), 2);
        for (const char c : field) ASSERT_TRUE(c >= ' ' && c < 0x7F) << static_cast<int>(c);
    }
}

}  // namespace
}  // namespace exeat::http
