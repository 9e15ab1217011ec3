#include "platform/json/schema.h"

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>

namespace exeat::json_schemed {

enum class Shade : std::uint8_t { dark, light };
BOOST_DESCRIBE_ENUM(Shade, dark, light)

struct Mark {};

struct Leaf {
    std::string text;
};
BOOST_DESCRIBE_STRUCT(Leaf, (), (text))

struct Plant {
    PersonId id;
    Instant at;
    Digest digest;
    std::optional<Leaf> leaf;
    std::optional<std::string> note;
    std::optional<boost::json::value> free;
    json::Change<std::vector<std::string>> change;
    json::Default<int> limit{50};
    json::Default<Shade> tone{Shade::light};
    json::Default<std::optional<std::string>> nick;
    std::optional<json::Default<std::optional<std::string>>> odd;
    std::map<std::string, Shade> by_name;
    std::vector<Plant> children;
    std::uint8_t byte = 0;
    std::int16_t word = 0;
    std::uint64_t large = 0;
    std::int64_t wide = 0;
    double ratio = 0;
    bool yes = false;
    Mark mark;
};
BOOST_DESCRIBE_STRUCT(Plant, (),
                      (id, at, digest, leaf, note, free, change, limit, tone, nick, odd, by_name, children, byte, word,
                       large, wide, ratio, yes, mark))

template <class T>
struct Page {
    std::vector<T> items;
    BOOST_DESCRIBE_CLASS(Page, (), (items), (), ())
};

struct Empty {};
BOOST_DESCRIBE_STRUCT(Empty, (), ())

namespace other {
struct Leaf {
    int number = 0;
};
BOOST_DESCRIBE_STRUCT(Leaf, (), (number))
}  // namespace other

}  // namespace exeat::json_schemed

template <>
inline constexpr std::string_view exeat::json::k_schema_name<exeat::json_schemed::Empty> = "Nothing";

template <>
struct exeat::json::TextForm<exeat::json_schemed::Mark> {
    static constexpr std::string_view k_pattern = "^m$";
    static Result<json_schemed::Mark> read(std::string_view /*text*/) { return json_schemed::Mark{}; }
    static std::string write(const json_schemed::Mark& /*mark*/) { return "m"; }
};

namespace exeat::json {
namespace {

using namespace exeat::json_schemed;

boost::json::object components(const Schemas& schemas) {
    auto made = schemas.components();
    EXPECT_TRUE(made) << made.error().detail;
    return made ? *made : boost::json::object{};
}

TEST(JsonSchema, DescribesEveryKindOfMember) {
    Schemas schemas;
    const auto reference = schemas.add<Plant>(Side::sent_to_us);
    EXPECT_EQ(reference, boost::json::parse(R"({"$ref":"#/components/schemas/Plant"})"));
    const auto all = components(schemas);
    const auto expected = boost::json::parse(R"({
        "Leaf": {"type":"object","properties":{"text":{"type":"string"}},"required":["text"],
                 "additionalProperties":false},
        "Shade": {"type":"string","enum":["dark","light"]},
        "Plant": {"type":"object","properties":{
            "id":{"type":"string","pattern":"^[0-7][0-9a-hjkmnp-tv-z]{25}$"},
            "at":{"type":"string","format":"date-time"},
            "digest":{"type":"string","pattern":"^[0-9a-f]{64}$"},
            "leaf":{"anyOf":[{"$ref":"#/components/schemas/Leaf"},{"type":"null"}]},
            "note":{"type":["string","null"]},
            "free":{},
            "change":{"type":["array","null"],"items":{"type":"string"}},
            "limit":{"type":"integer","minimum":-2147483648,"maximum":2147483647,"default":50},
            "tone":{"$ref":"#/components/schemas/Shade","default":"light"},
            "nick":{"type":["string","null"],"default":null},
            "odd":{"type":["string","null"]},
            "by_name":{"type":"object","additionalProperties":{"$ref":"#/components/schemas/Shade"}},
            "children":{"type":"array","items":{"$ref":"#/components/schemas/Plant"}},
            "byte":{"type":"integer","minimum":0,"maximum":255},
            "word":{"type":"integer","minimum":-32768,"maximum":32767},
            "large":{"type":"integer","format":"int64","minimum":0},
            "wide":{"type":"integer","format":"int64"},
            "ratio":{"type":"number"},
            "yes":{"type":"boolean"},
            "mark":{"type":"string","pattern":"^m$"}},
            "required":["id","at","digest","by_name","children","byte","word","large","wide","ratio","yes","mark"],
            "additionalProperties":false}})");
    EXPECT_EQ(boost::json::value(all), expected) << boost::json::serialize(all);
}

TEST(JsonSchema, WhatWeAnswerIsAlwaysThere) {
    Schemas schemas;
    static_cast<void>(schemas.add<Plant>(Side::answered));
    const auto all = components(schemas);
    const auto& plant = all.at("Plant");
    EXPECT_EQ(plant.at("required").as_array().size(), plant.at("properties").as_object().size() - 1) << "but Change";
    EXPECT_FALSE(plant.at("properties").at("limit").as_object().contains("default"));
}

TEST(JsonSchema, AUseAsBodyLoosensTheSchemaInWhateverOrder) {
    Schemas one;
    static_cast<void>(one.add<Plant>(Side::answered));
    static_cast<void>(one.add<Plant>(Side::sent_to_us));
    Schemas other;
    static_cast<void>(other.add<Plant>(Side::sent_to_us));
    static_cast<void>(other.add<std::vector<Plant>>(Side::answered));
    EXPECT_EQ(components(one), components(other));
}

TEST(JsonSchema, NamesTemplatesAndTakesGivenNames) {
    Schemas schemas;
    EXPECT_EQ(schemas.add<Page<Leaf>>(Side::answered).at("$ref"), "#/components/schemas/Page_Leaf");
    EXPECT_EQ(schemas.add<Empty>(Side::answered).at("$ref"), "#/components/schemas/Nothing");
    EXPECT_EQ(schemas.add<std::vector<int>>(Side::answered).at("type"), "array");
    const auto all = components(schemas);
    EXPECT_TRUE(all.contains("Page_Leaf") && all.contains("Leaf") && all.contains("Nothing"));
    EXPECT_FALSE(all.at("Nothing").as_object().contains("required"));
}

TEST(JsonSchema, TwoTypesOfOneNameAreRefused) {
    Schemas schemas;
    static_cast<void>(schemas.add<Leaf>(Side::answered));
    static_cast<void>(schemas.add<std::map<std::string, other::Leaf>>(Side::answered));
    const auto made = schemas.components();
    ASSERT_FALSE(made);
    EXPECT_EQ(made.error().kind, ErrorKind::internal);
    EXPECT_NE(made.error().detail.find("exeat::json_schemed::Leaf"), std::string::npos) << made.error().detail;
    EXPECT_NE(made.error().detail.find("exeat::json_schemed::other::Leaf"), std::string::npos) << made.error().detail;
    EXPECT_FALSE(schemas.names_are_distinct());
}

}  // namespace
}  // namespace exeat::json
