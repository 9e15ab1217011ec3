#include "core/domain/attribute.h"

#include <gtest/gtest.h>

namespace exeat::domain {
namespace {

Attribute of_type(AttributeType type, std::vector<std::string> vocabulary = {}) {
    Attribute attribute;
    attribute.name = "Usage";
    attribute.type = type;
    attribute.vocabulary = std::move(vocabulary);
    return attribute;
}

bool takes(const Attribute& attribute, const std::vector<std::string>& values) {
    const auto done = check_values(attribute, values, "/attributes/Usage");
    if (!done) {
        EXPECT_EQ(done.error().code, "wrong-value");
        EXPECT_TRUE(done.error().fields.at(0).pointer.starts_with("/attributes/Usage"));
    }
    return done.has_value();
}

TEST(Attributes, ValuesAreOfTheirType) {
    const auto text = of_type(AttributeType::text);
    EXPECT_TRUE(takes(text, {}));
    EXPECT_TRUE(takes(text, {"anything\nat all"}));
    EXPECT_FALSE(takes(text, {""}));
    EXPECT_FALSE(takes(text, {"one", "two"}));
    EXPECT_TRUE(takes(text, {std::string(10'000, 'x')}));
    EXPECT_FALSE(takes(text, {std::string(10'001, 'x')}));
    EXPECT_FALSE(takes(text, {"\xFF"}));

    const auto number = of_type(AttributeType::number);
    for (const char* good : {"0", "-3.5", "1e6", "12"}) EXPECT_TRUE(takes(number, {good})) << good;
    for (const char* wrong : {"", "1,5", "0x10", "nan", "inf", "1 ", " 1", "1e999"}) {
        EXPECT_FALSE(takes(number, {wrong})) << wrong;
    }

    const auto date = of_type(AttributeType::date);
    EXPECT_TRUE(takes(date, {"2026-11-21"}));
    EXPECT_TRUE(takes(date, {"2024-02-29"}));
    for (const char* wrong : {"2026-02-29", "2026-13-01", "21.11.2026", "2026-1-1", "2026-11-21T00:00:00Z"}) {
        EXPECT_FALSE(takes(date, {wrong})) << wrong;
    }

    const auto boolean = of_type(AttributeType::boolean);
    EXPECT_TRUE(takes(boolean, {"true"}));
    EXPECT_TRUE(takes(boolean, {"false"}));
    EXPECT_FALSE(takes(boolean, {"yes"}));

    const auto tag = of_type(AttributeType::tag);
    EXPECT_TRUE(takes(tag, {"red", "green"}));
    EXPECT_FALSE(takes(tag, {"red", "red"}));
    EXPECT_FALSE(takes(tag, {" "}));
}

TEST(Attributes, ChoicesComeFromTheVocabulary) {
    const auto one = of_type(AttributeType::pulldown, {"Press", "Internal"});
    EXPECT_TRUE(takes(one, {"Press"}));
    EXPECT_FALSE(takes(one, {"press"}));
    EXPECT_FALSE(takes(one, {"Press", "Internal"}));

    const auto several = of_type(AttributeType::multi_select, {"Press", "Internal"});
    EXPECT_TRUE(takes(several, {"Press", "Internal"}));
    EXPECT_FALSE(takes(several, {"Press", "Press"}));
    EXPECT_FALSE(takes(several, {"Press", "Legal"}));
}

TEST(Attributes, OnlyChoicesHaveAVocabulary) {
    EXPECT_TRUE(check_attribute(of_type(AttributeType::text)));
    EXPECT_FALSE(check_attribute(of_type(AttributeType::text, {"Press"})));
    EXPECT_FALSE(check_attribute(of_type(AttributeType::pulldown)));
    EXPECT_TRUE(check_attribute(of_type(AttributeType::pulldown, {"Press"})));
    EXPECT_FALSE(check_attribute(of_type(AttributeType::pulldown, {"Press", "Press"})));
    EXPECT_FALSE(check_attribute(of_type(AttributeType::multi_select, {""})));
    auto nameless = of_type(AttributeType::tag);
    nameless.name = " ";
    EXPECT_EQ(check_attribute(nameless).error().code, "name-empty");
}

}  // namespace
}  // namespace exeat::domain
