#include "core/domain/request_form.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace exeat::domain {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

FormField field(std::string name, FieldType type) {
    FormField made;
    made.name = std::move(name);
    made.type = type;
    made.label = "Label";
    if (type == FieldType::select || type == FieldType::multi_select) made.options = {"Print", "Web"};
    return made;
}

FormField required(FormField made) {
    made.required = true;
    return made;
}

FormField behind(FormField made, std::string other, FieldTest test, std::string value = {}) {
    made.shown_if = FieldCondition{std::move(other), test, std::move(value)};
    return made;
}

std::vector<std::string> pointers(const std::vector<FieldError>& faults) {
    std::vector<std::string> all;
    for (const auto& fault : faults) all.push_back(fault.pointer);
    return all;
}

std::vector<std::string> wrong(const std::vector<FormField>& fields, const Answers& answers) {
    return pointers(faults_of(fields, answers));
}

TEST(RequestForm, KeepsAFormOfEveryType) {
    std::vector<FormField> fields;
    for (std::size_t i = 0; i < policy::k_words<FieldType>.size(); ++i) {
        fields.push_back(field("field_" + std::to_string(i), static_cast<FieldType>(i)));
    }
    fields.back() = behind(fields.back(), "field_0", FieldTest::contains, "x");
    EXPECT_THAT(faults_of(fields, "/fields"), IsEmpty());
}

TEST(RequestForm, NamesEveryWrongPlaceOfAForm) {
    auto without_options = field("words", FieldType::select);
    without_options.options.clear();
    auto with_options = field("plain", FieldType::text);
    with_options.options = {"One"};
    auto unnamed = field("x", FieldType::text);
    unnamed.label.clear();
    const std::vector<FormField> fields{
        field("Title", FieldType::text),
        field("intended_use", FieldType::text),
        without_options,
        with_options,
        field("plain", FieldType::date),
        unnamed,
        behind(field("later", FieldType::text), "below", FieldTest::is_set),
        behind(field("empty", FieldType::text), "later", FieldTest::equals),
        behind(field("below", FieldType::text), "below", FieldTest::is_set),
    };
    EXPECT_THAT(pointers(faults_of(fields, "/f")),
                ElementsAre("/f/0/name", "/f/1/name", "/f/2/options", "/f/3/options", "/f/4/name", "/f/5/label",
                            "/f/6/shown_if/field", "/f/7/shown_if/value", "/f/8/shown_if/field"));
}

TEST(RequestForm, TakesAnswersOfTheRightType) {
    const std::vector<FormField> fields{field("t", FieldType::text),    field("l", FieldType::long_text),
                                        field("s", FieldType::select),  field("m", FieldType::multi_select),
                                        field("d", FieldType::date),    field("n", FieldType::number),
                                        field("c", FieldType::checkbox)};
    EXPECT_THAT(wrong(fields, {{"t", {"One line"}},
                               {"l", {"Two\nlines"}},
                               {"s", {"Web"}},
                               {"m", {"Web", "Print"}},
                               {"d", {"2026-02-28"}},
                               {"n", {"-3.5e2"}},
                               {"c", {"true"}}}),
                IsEmpty());
    EXPECT_THAT(wrong(fields, {{"t", {"Two\nlines"}},
                               {"l", {"One", "Two"}},
                               {"s", {"Radio"}},
                               {"m", {"Web", "Web"}},
                               {"d", {"2026-02-30"}},
                               {"n", {"nan"}},
                               {"c", {"yes"}},
                               {"z", {"?"}}}),
                UnorderedElementsAre("/answers/t/0", "/answers/l", "/answers/s/0", "/answers/m/1", "/answers/d/0",
                                     "/answers/n/0", "/answers/c/0", "/answers/z"));
    EXPECT_THAT(wrong({field("t", FieldType::text)}, {{"t", {std::string("\xff", 1)}}}), ElementsAre("/answers/t/0"));
}

TEST(RequestForm, AnswersAreAsLongAsTheirFieldTakesInCharacters) {
    const std::vector<FormField> fields{field("t", FieldType::text), field("l", FieldType::long_text)};
    const auto letters = [](std::size_t count) {
        std::string text;
        for (std::size_t i = 0; i < count; ++i) text += "ü";
        return text;
    };
    EXPECT_THAT(wrong(fields, {{"t", {letters(2'000)}}, {"l", {letters(10'000)}}}), IsEmpty());
    EXPECT_THAT(wrong(fields, {{"t", {letters(2'001)}}, {"l", {letters(10'001)}}}),
                UnorderedElementsAre("/answers/t/0", "/answers/l/0"));
    EXPECT_TRUE(check_reason(letters(2'000), "/reason"));
    EXPECT_FALSE(check_reason(letters(2'001), "/reason"));
}

TEST(RequestForm, AsksForWhatIsRequired) {
    const std::vector<FormField> fields{required(field("t", FieldType::text)),
                                        required(field("c", FieldType::checkbox))};
    EXPECT_THAT(wrong(fields, {}), ElementsAre("/answers/t", "/answers/c"));
    EXPECT_THAT(wrong(fields, {{"t", {" \n"}}, {"c", {"false"}}}), ::testing::Contains("/answers/c"));
    EXPECT_THAT(wrong(fields, {{"t", {"x"}}, {"c", {"true"}}}), IsEmpty());
}

TEST(RequestForm, AsksOnlyForWhatIsShown) {
    const std::vector<FormField> fields{
        field("medium", FieldType::multi_select),
        required(behind(field("copies", FieldType::number), "medium", FieldTest::equals, "Print")),
        required(behind(field("printer", FieldType::text), "copies", FieldTest::is_set)),
        required(behind(field("why", FieldType::text), "printer", FieldTest::contains, "abroad")),
    };
    EXPECT_THAT(wrong(fields, {}), IsEmpty());
    EXPECT_THAT(wrong(fields, {{"medium", {"Web"}}}), IsEmpty());
    EXPECT_THAT(wrong(fields, {{"medium", {"Web", "Print"}}}), ElementsAre("/answers/copies"));
    EXPECT_THAT(wrong(fields, {{"medium", {"Print"}}, {"copies", {"5"}}, {"printer", {"one abroad"}}}),
                ElementsAre("/answers/why"));
    // What stands behind a field that is not shown is not shown, whatever is sent.
    EXPECT_THAT(wrong(fields, {{"medium", {"Web"}}, {"copies", {"5"}}, {"printer", {"abroad"}}}),
                UnorderedElementsAre("/answers/copies", "/answers/printer"));
}

TEST(RequestForm, AReasonSaysSomething) {
    EXPECT_TRUE(check_reason("A poster", "/reason"));
    for (const auto* blank : {"", "  ", "\n\t"})
        EXPECT_EQ(check_reason(blank, "/reason").error().code, "wrong-answers");
    EXPECT_FALSE(check_reason(std::string(2001, 'x'), "/reason"));
}

}  // namespace
}  // namespace exeat::domain
