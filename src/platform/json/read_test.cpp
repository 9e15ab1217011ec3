#include "platform/json/read.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json/value.hpp>
#include <limits>
#include <string>

#include "platform/json/parse.h"

namespace exeat::json_example {

enum class Tone : std::int8_t { dark = -1, light, delete_ };
BOOST_DESCRIBE_ENUM(Tone, dark, light, delete_)

struct Base {
    std::string label;
};
BOOST_DESCRIBE_STRUCT(Base, (), (label))

struct Padding {
    std::array<std::int64_t, 3> unread{};
};
BOOST_DESCRIBE_STRUCT(Padding, (), ())

/// Its described base does not lie at its beginning.
struct Derived : Padding, Base {
    int more = 0;
};
BOOST_DESCRIBE_STRUCT(Derived, (Padding, Base), (more))

struct Tree {
    std::string name;
    std::vector<Tree> children;
};
BOOST_DESCRIBE_STRUCT(Tree, (), (name, children))

struct Email {
    std::string text;
};

struct Everything {
    std::string text;
    bool yes = false;
    std::int8_t small = 0;
    std::uint64_t large = 0;
    double ratio = 0;
    std::optional<std::string> maybe;
    json::Change<std::int64_t> change;
    json::Default<int> limit{50};
    std::vector<int> list;
    std::map<std::string, std::vector<std::string>> map;
    AssetId id;
    Instant at;
    Digest digest;
    boost::json::value anything;
    Tone tone = Tone::light;
    Email email;
    int class_ = 0;
};
BOOST_DESCRIBE_STRUCT(Everything, (),
                      (text, yes, small, large, ratio, maybe, change, limit, list, map, id, at, digest, anything, tone,
                       email, class_))

struct Patch {
    json::Change<std::string> note;
    std::optional<int> rank;
    json::Default<std::vector<std::string>> tags{{"new"}};
    json::Default<std::optional<int>> maybe{3};
};
BOOST_DESCRIBE_STRUCT(Patch, (), (note, rank, tags, maybe))

enum class Gate : std::uint8_t { entry = 1, lock };

template <class T>
struct Page {
    std::vector<T> items;
    std::optional<std::string> next;
    BOOST_DESCRIBE_CLASS(Page, (), (items, next), (), ())
};

}  // namespace exeat::json_example

template <>
struct exeat::json::TextForm<exeat::json_example::Email> {
    static constexpr std::string_view k_pattern = "@";
    static Result<json_example::Email> read(std::string_view text) {
        if (text.find('@') == std::string_view::npos) {
            return fail(ErrorKind::invalid, "no-address", "Must be an e-mail address.");
        }
        return json_example::Email{std::string(text)};
    }
    static std::string write(const json_example::Email& email) { return email.text; }
};

template <>
struct exeat::json::WordTable<exeat::json_example::Gate> {
    static constexpr std::array<std::string_view, 3> k_words{"", "entry", "lock"};
};

namespace exeat::json {
namespace {

using namespace exeat::json_example;
using testing::HasSubstr;

std::string whole_body() {
    return R"({"text":"ünï","yes":true,"small":-128,"large":18446744073709551615,"ratio":0.1,"maybe":null,)"
           R"("change":null,"limit":7,"list":[1,2,3.0],"map":{"a":["x"],"b":[]},"id":"01ARZ3NDEKTSV4RRFFQ69G5FAV",)"
           R"("at":"2026-11-21T12:00:00Z","digest":")" +
           std::string(64, 'a') + R"(","anything":{"deep":[1,null]},"tone":"delete","email":"a@b","class":4})";
}

std::vector<FieldError> errors_of(const auto& result) {
    EXPECT_FALSE(result);
    if (result) return {};
    EXPECT_EQ(result.error().kind, ErrorKind::invalid);
    EXPECT_EQ(result.error().code, "invalid-body");
    return result.error().fields;
}

TEST(JsonRead, TakesEveryKindOfMember) {
    const auto read = from_text<Everything>(whole_body());
    ASSERT_TRUE(read) << read.error().text;
    EXPECT_EQ(read->text, "ünï");
    EXPECT_TRUE(read->yes);
    EXPECT_EQ(read->small, -128);
    EXPECT_EQ(read->large, std::numeric_limits<std::uint64_t>::max());
    EXPECT_EQ(read->ratio, 0.1);
    EXPECT_FALSE(read->maybe);
    EXPECT_TRUE(read->change.is_null());
    EXPECT_EQ(read->limit.value, 7);
    EXPECT_EQ(read->list, (std::vector{1, 2, 3}));
    EXPECT_EQ(read->map.at("a"), std::vector<std::string>{"x"});
    EXPECT_TRUE(read->map.at("b").empty());
    EXPECT_EQ(read->id.text(), "01arz3ndektsv4rrffq69g5fav");
    EXPECT_EQ(to_text(read->at), "2026-11-21T12:00:00Z");
    EXPECT_EQ(to_text(read->digest), std::string(64, 'a'));
    EXPECT_EQ(read->anything.at("deep").at(0), 1);
    EXPECT_EQ(read->tone, Tone::delete_);
    EXPECT_EQ(read->email.text, "a@b");
    EXPECT_EQ(read->class_, 4);
}

TEST(JsonRead, ReadsAValueThatWasParsedBefore) {
    const auto value = parse(whole_body());
    ASSERT_TRUE(value);
    const auto read = from_value<Everything>(*value);
    ASSERT_TRUE(read);
    EXPECT_EQ(read->class_, 4);
}

TEST(JsonRead, TellsAbsentNullAndValueApart) {
    const auto absent = from_text<Patch>("{}");
    ASSERT_TRUE(absent);
    EXPECT_TRUE(absent->note.is_absent());
    EXPECT_FALSE(absent->rank);
    EXPECT_EQ(*absent->tags, std::vector<std::string>{"new"});
    EXPECT_EQ(absent->maybe.value, 3);

    const auto null = from_text<Patch>(R"({"note":null,"rank":null,"maybe":null})");
    ASSERT_TRUE(null);
    EXPECT_TRUE(null->note.is_null());
    EXPECT_FALSE(null->note.has_value());
    EXPECT_FALSE(null->rank);
    EXPECT_EQ(null->maybe.value, std::nullopt);

    const auto value = from_text<Patch>(R"({"note":"n","rank":2,"tags":[],"maybe":4})");
    ASSERT_TRUE(value);
    EXPECT_EQ(value->note.value(), "n");
    EXPECT_EQ(value->rank, 2);
    EXPECT_TRUE(value->tags->empty());
    EXPECT_EQ(value->maybe.value, 4);

    EXPECT_EQ(errors_of(from_text<Patch>(R"({"tags":null})")).at(0).pointer, "/tags");
}

TEST(JsonRead, AChangeIsAppliedAsItWasSaid) {
    std::optional<std::string> kept = "old";
    Change<std::string>().apply_to(kept);
    EXPECT_EQ(kept, "old");
    Change<std::string>::to("new").apply_to(kept);
    EXPECT_EQ(kept, "new");
    Change<std::string>::to_null().apply_to(kept);
    EXPECT_EQ(kept, std::nullopt);
}

TEST(JsonRead, ReadsBasesAndTypesThatHoldThemselves) {
    const auto derived = from_text<Derived>(R"({"label":"l","more":2})");
    ASSERT_TRUE(derived);
    EXPECT_EQ(derived->label, "l");
    EXPECT_EQ(derived->more, 2);

    const auto tree = from_text<Tree>(R"({"name":"a","children":[{"name":"b","children":[]}]})");
    ASSERT_TRUE(tree);
    EXPECT_EQ(tree->children.at(0).name, "b");
    const auto errors = errors_of(from_text<Tree>(R"({"name":"a","children":[{"name":"b","children":[{}]}]})"));
    ASSERT_EQ(errors.size(), 2U);
    EXPECT_EQ(errors[0].pointer, "/children/0/children/0/name");
}

TEST(JsonRead, AValueThatNestsTooDeepIsRefusedToo) {
    boost::json::value leaf = boost::json::object{{"name", "leaf"}, {"children", boost::json::array{}}};
    for (int i = 0; i < 1000; ++i) leaf = boost::json::object{{"name", "n"}, {"children", boost::json::array{leaf}}};
    const auto errors = errors_of(from_value<Tree>(leaf));
    ASSERT_FALSE(errors.empty());
    for (const auto& error : errors) EXPECT_EQ(error.text, "Nests too deep.");
}

TEST(JsonRead, ReadsEnumsWhoseWordsAreInATable) {
    EXPECT_EQ(from_text<Gate>("\"lock\""), Gate::lock);
    EXPECT_THAT(errors_of(from_text<Gate>("\"\"")).at(0).text, "Must be \"entry\" or \"lock\".");
}

TEST(JsonRead, ReadsPagesOfAnything) {
    const auto page = from_text<Page<Base>>(R"({"items":[{"label":"x"}],"next":"c"})");
    ASSERT_TRUE(page);
    EXPECT_EQ(page->items.at(0).label, "x");
    EXPECT_EQ(page->next, "c");
}

TEST(JsonRead, ListsEveryWrongPlaceWithItsPointer) {
    const auto read = from_text<Everything>(
        R"({"text":1,"yes":"no","small":128,"large":-1,"ratio":"x","maybe":false,"change":1.5,"limit":null,"list":{},)"
        R"("map":{"a/b~c":[null]},"id":"short","at":"yesterday","digest":"","tone":"pink","email":"nobody","class":[]})");
    const auto errors = errors_of(read);
    std::map<std::string, std::string> by_pointer;
    for (const auto& error : errors) by_pointer[error.pointer] = error.text;
    const std::map<std::string, std::string> expected{
        {"/text", "Must be a text, not a number."},
        {"/yes", "Must be true or false, not a text."},
        {"/small", "Must be a whole number from -128 to 127."},
        {"/large", "Must be a whole number from 0 to 18446744073709551615."},
        {"/ratio", "Must be a number, not a text."},
        {"/maybe", "Must be a text, not true or false."},
        {"/change", "Must be a whole number from -9223372036854775808 to 9223372036854775807."},
        {"/limit", "Must be a whole number from -2147483648 to 2147483647, not null."},
        {"/list", "Must be a list, not an object."},
        {"/map/a~1b~0c/0", "Must be a text, not null."},
        {"/id", "Must be an id of 26 letters and digits."},
        {"/at", "Must be a time like 2026-11-21T12:00:00Z."},
        {"/digest", "Must be 64 hexadecimal digits."},
        {"/tone", "Must be \"dark\", \"light\" or \"delete\"."},
        {"/email", "Must be an e-mail address."},
        {"/class", "Must be a whole number from -2147483648 to 2147483647, not a list."},
        {"/anything", "Must be there."},
    };
    EXPECT_EQ(by_pointer, expected);
    EXPECT_EQ(read.error().text,
              "The body is not as it must be at /text: Must be a text, not a number. (and 16 more places)");
}

TEST(JsonRead, SaysWhatKindsWereFoundInstead) {
    EXPECT_THAT(errors_of(from_text<Base>("[]")).at(0).text, HasSubstr("an object, not a list"));
    EXPECT_THAT(errors_of(from_text<Base>("null")).at(0).pointer, "");
    EXPECT_THAT(errors_of(from_text<Base>(R"({"label":{}})")).at(0).text, HasSubstr("not an object"));
    EXPECT_THAT(errors_of(from_text<Patch>(R"({"tags":[[]]})")).at(0).text, HasSubstr("not a list"));
    EXPECT_THAT(errors_of(from_text<std::map<std::string, int>>("1")).at(0).text, HasSubstr("an object"));
    EXPECT_THAT(errors_of(from_text<AssetId>("1")).at(0).text, HasSubstr("an id"));
    EXPECT_THAT(errors_of(from_text<Instant>("1")).at(0).text, HasSubstr("a time"));
    EXPECT_THAT(errors_of(from_text<Email>("1")).at(0).text, HasSubstr("a text"));
}

TEST(JsonRead, RefusesUnknownKeysAndMissingOnes) {
    const auto errors = errors_of(from_text<Base>(R"({"Label":"x"})"));
    ASSERT_EQ(errors.size(), 2U);
    EXPECT_EQ(errors[0].pointer, "/Label");
    EXPECT_EQ(errors[0].text, "There is no such member.");
    EXPECT_EQ(errors[1].pointer, "/label");
    EXPECT_EQ(errors_of(from_text<Padding>(R"({"x":1})")).size(), 1U);
}

TEST(JsonRead, RefusesKeysThatComeTwice) {
    const auto read = from_text<Page<Base>>(
        R"({"items":[{"label":"x"},{"label":"y","label":"z","a":1}],"next":null,"next":{"q":1,"q":2,"q":[]}})");
    const auto errors = errors_of(read);
    ASSERT_EQ(errors.size(), 4U);
    EXPECT_EQ(errors[0].pointer, "/items/1/label");
    EXPECT_EQ(errors[1].pointer, "/next");
    EXPECT_EQ(errors[2].pointer, "/next/q");
    EXPECT_THAT(read.error().text, HasSubstr("(and 3 more places)"));
    EXPECT_EQ(errors_of(from_text<boost::json::value>(R"([0,1.5,"s",true,null,[],{"\u0061":1,"a":2}])")).at(0).pointer,
              "/6/a");
}

TEST(JsonRead, StopsAtTwentyErrors) {
    std::string body = "[";
    for (int i = 0; i < 100; ++i) body += "null,";
    EXPECT_EQ(errors_of(from_text<std::vector<int>>(body + "1]")).size(), k_max_errors);
    body = "{";
    for (int i = 0; i < 100; ++i) body += "\"k" + std::to_string(i) + "\":0,";
    EXPECT_EQ(errors_of(from_text<Base>(body + "\"label\":\"\"}")).size(), k_max_errors);
    EXPECT_EQ(errors_of(from_text<std::map<std::string, bool>>(body + "\"label\":true}")).size(), k_max_errors);
    body = "{";
    for (int i = 0; i < 100; ++i) body += "\"k\":0,";
    EXPECT_EQ(errors_of(from_text<Base>(body + "\"label\":\"\"}")).size(), k_max_errors);
}

TEST(JsonRead, RefusesListsThatWouldGrowTooLarge) {
    std::string body = "[0";
    for (std::size_t i = 0; i < k_max_entries; ++i) body += ",0";
    EXPECT_THAT(errors_of(from_text<std::vector<int>>(body + "]")).at(0).text, HasSubstr("100000 entries"));
    std::string map = "{\"\":0";
    for (std::size_t i = 0; i < k_max_entries; ++i) map += ",\"" + std::to_string(i) + "\":0";
    EXPECT_EQ((errors_of(from_text<std::map<std::string, int>>(map + "}")).size()), 1U);
}

struct Preset {
    std::vector<int> list{1, 2};
    std::map<std::string, int> map{{"one", 1}};
};
BOOST_DESCRIBE_STRUCT(Preset, (), (list, map))

TEST(JsonRead, ListsAndMapsReplaceWhatTheInitialiserPutThere) {
    const auto preset = from_text<Preset>(R"({"list":[3],"map":{"two":2}})");
    ASSERT_TRUE(preset);
    EXPECT_THAT(preset->list, testing::ElementsAre(3));
    EXPECT_THAT(preset->map, testing::ElementsAre(testing::Pair("two", 2)));
}

TEST(JsonRead, RefusesNulInTexts) {
    EXPECT_EQ(errors_of(from_text<Base>(R"({"label":"a\u0000b"})")).at(0).pointer, "/label");
    EXPECT_EQ((errors_of(from_text<std::map<std::string, int>>(R"({"a\u0000":1})")).size()), 1U);
}

TEST(JsonRead, ChecksTheRangeOfEveryWidth) {
    const auto fits = [](auto one, const std::string& text) { return from_text<decltype(one)>(text).has_value(); };
    EXPECT_TRUE(fits(std::uint8_t{}, "255") && fits(std::uint16_t{}, "65535") && fits(std::int16_t{}, "-32768"));
    EXPECT_FALSE(fits(std::uint8_t{}, "256") || fits(std::uint16_t{}, "65536") || fits(std::int16_t{}, "-32769"));
    EXPECT_TRUE(fits(std::int64_t{}, "-9223372036854775808") && fits(std::uint32_t{}, "4294967295"));
    EXPECT_FALSE(fits(std::int64_t{}, "9223372036854775808") || fits(std::uint32_t{}, "4294967296"));
    EXPECT_FALSE(fits(std::uint64_t{}, "18446744073709551616") || fits(std::int64_t{}, "1e30"));
    EXPECT_TRUE(fits(int{}, "1e3") && fits(double{}, "5") && fits(double{}, "18446744073709551615"));
    EXPECT_EQ(from_text<int>("-1e3"), -1000);
    EXPECT_EQ(from_text<std::int8_t>("-1"), -1);
}

TEST(JsonRead, KeepsDoublesToTheLastBit) {
    for (const char* text : {"0.1", "1.7976931348623157e308", "5e-324", "2.2250738585072011e-308", "9007199254740993.0",
                             "123456789012345678901234567890", "-0.30000000000000004"}) {
        EXPECT_EQ(from_text<double>(text), std::strtod(text, nullptr)) << text;
    }
    EXPECT_EQ(from_text<double>("1e-999"), 0.0);
    EXPECT_THAT(from_text<double>("1e999").error().text, HasSubstr("too large"));
}

}  // namespace
}  // namespace exeat::json
