#include "platform/json/parse.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json/value.hpp>
#include <string>

namespace exeat::json {
namespace {

using testing::HasSubstr;

Error error_of(std::string_view text) {
    const auto value = parse(text);
    EXPECT_FALSE(value) << text;
    return value ? Error{} : value.error();
}

std::string repeated(std::string_view text, std::size_t times) {
    std::string all;
    for (std::size_t i = 0; i < times; ++i) all += text;
    return all;
}

TEST(JsonParse, SaysWhereItGoesWrong) {
    const auto error = error_of("{\n  \"ä\": 1,\n  \"ö\": x\n}");
    EXPECT_EQ(error.kind, ErrorKind::invalid);
    EXPECT_EQ(error.code, "invalid-json");
    EXPECT_THAT(error.text, HasSubstr("line 3, column 8"));
    EXPECT_THAT(error_of("{\"a\":").text, HasSubstr("ends too early, at line 1, column 6"));
    EXPECT_THAT(error_of("{} {}").text, HasSubstr("more than one JSON value: the next begins at line 1, column 4"));
    EXPECT_THAT(error_of("").text, HasSubstr("empty"));
}

TEST(JsonParse, RefusesWhatIsNoJson) {
    for (const char* text : {" ",     "{",   "[1,]",     "{\"a\":1,}", "// no\n1",    "/* */1",      "'a'",
                             "{a:1}", "NaN", "Infinity", "01",         "+1",          "1.",          ".5",
                             "tru",   "\"a", "\"\t\"",   "\"\\x\"",    "\"\\ud800\"", "\"\\udc00\"", "\xef\xbb\xbf{}",
                             "[1 2]", "nul", "-",        "1e",         "[}",          "\"\\u12\""}) {
        EXPECT_EQ(error_of(text).code, "invalid-json") << text;
    }
}

TEST(JsonParse, RefusesWhatIsNoUtf8) {
    for (const char* text :
         {"\"\xff\"", "\"\xc0\xaf\"", "\"\xed\xa0\x80\"", "\"\xf5\x80\x80\x80\"", "\"\xe2\x82\"", "{\"\xfe\":1}"}) {
        EXPECT_EQ(error_of(text).code, "invalid-json");
    }
    EXPECT_TRUE(parse("\"\xf0\x9f\x98\x80 \\ud83d\\ude00\""));
}

TEST(JsonParse, NestsThirtyTwoLevelsAndNoMore) {
    EXPECT_TRUE(parse(repeated("[", 32) + repeated("]", 32)));
    const auto error = error_of(repeated("[", 33) + repeated("]", 33));
    EXPECT_EQ(error.code, "json-too-deep");
    EXPECT_THAT(error.text, HasSubstr("line 1, column 33"));
    EXPECT_EQ(error_of(repeated("{\"a\":", 10'000)).code, "json-too-deep");
    EXPECT_EQ(error_of(repeated("[", 10'000'000)).code, "json-too-deep");
}

TEST(JsonParse, KeepsTheOrderOfKeys) {
    const auto value = parse(R"({"b":1,"a":2,"":{"x":[]}})");
    ASSERT_TRUE(value);
    EXPECT_EQ(value->as_object().begin()->key(), "b");
}

TEST(JsonParse, EscapesPointers) {
    std::string pointer;
    append_pointer_token(pointer, "a/b~1");
    append_pointer_token(pointer, "");
    EXPECT_EQ(pointer, "/a~1b~01/");
}

}  // namespace
}  // namespace exeat::json
