#include "platform/json/write.h"

#include <gtest/gtest.h>

#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>
#include <limits>
#include <random>

#include "platform/json/parse.h"
#include "platform/json/read.h"

namespace exeat::json_written {

enum class Side : std::uint16_t { left, right_ };
BOOST_DESCRIBE_ENUM(Side, left, right_)

struct Point {
    int x = 0;
    std::uint64_t y = 0;
};
BOOST_DESCRIBE_STRUCT(Point, (), (x, y))

struct Mark {
    std::string text;
    friend bool operator==(const Mark&, const Mark&) = default;
};

struct Answer {
    std::string name;
    bool yes = true;
    double ratio = 0.5;
    std::optional<Point> point;
    std::vector<Point> points;
    std::map<std::string, double> numbers;
    AssetId id;
    Instant at;
    Digest digest;
    boost::json::value anything;
    Side side_ = Side::left;
    json::Change<std::string> change;
    json::Default<int> limit{5};
    std::int8_t small = -3;
    Mark mark;
};
BOOST_DESCRIBE_STRUCT(Answer, (),
                      (name, yes, ratio, point, points, numbers, id, at, digest, anything, side_, change, limit, small,
                       mark))

}  // namespace exeat::json_written

template <>
struct exeat::json::TextForm<exeat::json_written::Mark> {
    static constexpr std::string_view k_pattern;
    static Result<json_written::Mark> read(std::string_view text) { return json_written::Mark{std::string(text)}; }
    static std::string write(const json_written::Mark& mark) { return mark.text; }
};

namespace exeat::json {
namespace {

using namespace exeat::json_written;

Answer answer() {
    Answer answer;
    answer.name = "a\"b\\c\n\x01/é\x7f";
    answer.point = Point{-1, std::numeric_limits<std::uint64_t>::max()};
    answer.points = {{1, 2}, {3, 4}};
    answer.numbers = {{"nan", std::numeric_limits<double>::quiet_NaN()}, {"tenth", 0.1}, {"big", 1e300}};
    answer.anything = {{"k", {1, nullptr, "x"}}};
    answer.side_ = Side::right_;
    answer.mark = {"m"};
    return answer;
}

TEST(JsonWrite, WritesEveryKindOfMember) {
    EXPECT_EQ(to_text(answer()),
              "{\"name\":\"a\\\"b\\\\c\\n\\u0001/é\\u007f\",\"yes\":true,\"ratio\":0.5,"
              "\"point\":{\"x\":-1,\"y\":18446744073709551615},\"points\":[{\"x\":1,\"y\":2},{\"x\":3,\"y\":4}],"
              "\"numbers\":{\"big\":1e+300,\"nan\":null,\"tenth\":0.1},\"id\":\"00000000000000000000000000\","
              "\"at\":\"1970-01-01T00:00:00Z\",\"digest\":\"" +
                  std::string(64, '0') +
                  "\",\"anything\":{\"k\":[1,null,\"x\"]},\"side\":\"right\",\"limit\":5,\"small\":-3,\"mark\":\"m\"}");
}

TEST(JsonWrite, TextAndTreeSayTheSame) {
    const auto text = to_text(answer());
    const auto parsed = parse(text);
    ASSERT_TRUE(parsed) << parsed.error().text;
    const auto tree = to_value(answer());
    EXPECT_EQ(*parsed, tree) << boost::json::serialize(tree);
}

TEST(JsonWrite, AbsentIsLeftOutAndNulloptIsNull) {
    Answer one;
    EXPECT_NE(to_text(one).find("\"point\":null"), std::string::npos);
    EXPECT_EQ(to_text(one).find("change"), std::string::npos);
    EXPECT_FALSE(to_value(one).as_object().contains("change"));
    one.change.set_null();
    EXPECT_NE(to_text(one).find("\"change\":null"), std::string::npos);
    EXPECT_TRUE(to_value(one).at("change").is_null());
    one.change.set("c");
    EXPECT_NE(to_text(one).find("\"change\":\"c\""), std::string::npos);
}

TEST(JsonWrite, WhatIsWrittenIsReadAgain) {
    Answer one = answer();
    one.numbers.erase("nan");
    const auto again = from_text<Answer>(to_text(one));
    ASSERT_TRUE(again) << again.error().text;
    EXPECT_EQ(to_text(*again), to_text(one));
    EXPECT_EQ(to_text(*from_value<Answer>(to_value(one))), to_text(one));
}

TEST(JsonWrite, EmptyListsAndMaps) {
    EXPECT_EQ(to_text(std::vector<int>{}), "[]");
    EXPECT_EQ(to_text(std::map<std::string, int>{}), "{}");
    EXPECT_EQ(to_text(std::optional<int>{}), "null");
}

TEST(JsonWrite, AnEnumWithoutANameIsAnEmptyText) {
    EXPECT_EQ(to_text(static_cast<Side>(77)), "\"\"");
}

TEST(JsonWrite, WrongUtf8BecomesValidUtf8) {
    EXPECT_EQ(to_text(std::string("a\xff\xc3(\xe2\x82")), "\"a\xef\xbf\xbd\xef\xbf\xbd(\xef\xbf\xbd\xef\xbf\xbd\"");
    EXPECT_EQ(to_text(std::string("\xed\xa0\x80\xf0\x8f\xbf\xbf\xf4\x90\x80\x80\xe0\x9f\xbf\xc1\xbf")).find('\xed'),
              std::string::npos);
    EXPECT_EQ(to_text(std::string("\xf4\x8f\xbf\xbf\xed\x9f\xbf\xdf\xbf")), "\"\xf4\x8f\xbf\xbf\xed\x9f\xbf\xdf\xbf\"");
    EXPECT_EQ(to_value(std::string("a\xff")).as_string(), "a\xef\xbf\xbd");
}

TEST(JsonWrite, AnyBytesBecomeJsonThatIsReadAgain) {
    std::mt19937 random(20261121);
    for (int round = 0; round < 2000; ++round) {
        std::string bytes(random() % 24, '\0');
        // A few lead and continuation bytes, so that nearly right sequences are common.
        constexpr std::string_view some = "\xe0\xed\xf0\xf4\x80\x90\x9f\xa0\xbf\xc3\xc1 \"\\\n";
        for (auto& c : bytes) c = random() % 3 == 0 ? static_cast<char>(random()) : some[random() % some.size()];
        const auto text = to_text(bytes);
        const auto parsed = parse(text);
        ASSERT_TRUE(parsed) << text;
        EXPECT_EQ(*parsed, to_value(bytes));
    }
}

}  // namespace
}  // namespace exeat::json
