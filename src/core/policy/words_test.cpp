#include "core/policy/words.h"

#include <gtest/gtest.h>

#include <string>

#include "core/policy/decision.h"

namespace exeat::policy {
namespace {

template <class Word>
class WordsTest : public ::testing::Test {};
using AllWords = ::testing::Types<Role, Flag, Action, FileClass, LinkType, Visibility, Access, ViewerAccess, Protection,
                                  ReRequest, Combine, AssetStatus, RequestKind, RequestStatus, Outcome, Need, DeniedBy,
                                  RequestState, Gate, StepResult, Source, Reason>;
TYPED_TEST_SUITE(WordsTest, AllWords);

TYPED_TEST(WordsTest, EveryTextIsItsOwnWord) {
    for (std::size_t i = 0; i < k_words<TypeParam>.size(); ++i) {
        const auto word = static_cast<TypeParam>(i);
        EXPECT_EQ(parse_word<TypeParam>(to_text(word)), word) << to_text(word);
    }
    EXPECT_EQ(parse_word<TypeParam>("Download "), std::nullopt);
}

TEST(Words, TextsStandBesideTheirEnums) {
    EXPECT_EQ(to_text(Role::owner), "owner");
    EXPECT_EQ(to_text(Flag::curate), "curate");
    EXPECT_EQ(to_text(Action::delete_), "delete");
    EXPECT_EQ(to_text(Action::protect), "protect");
    EXPECT_EQ(to_text(FileClass::pdf), "pdf");
    EXPECT_EQ(to_text(Combine::union_), "union");
    EXPECT_EQ(to_text(RequestState::granted), "granted");
    EXPECT_EQ(to_text(Gate::entry), "entry");
    EXPECT_EQ(to_text(Gate::quota), "quota");
    EXPECT_EQ(to_text(Source::quota), "quota");
    EXPECT_EQ(to_text(Reason::not_named), "not_named");
    EXPECT_EQ(to_text(Reason::grant_in_force), "grant_in_force");
    EXPECT_EQ(to_text(Reason::site_rule), "site_rule");
    EXPECT_EQ(static_cast<std::size_t>(Reason::site_rule) + 1, k_words<Reason>.size());
}

TEST(Words, LevelsFiveAndSixDoNotExist) {
    std::string levels;
    for (int number = -1; number <= 10; ++number) {
        if (const auto level = level_of(number)) levels += std::to_string(static_cast<int>(*level));
    }
    EXPECT_EQ(levels, "01234789");
}

TEST(WordSets, AddRemoveAndAsk) {
    Flags flags{Flag::edit, Flag::curate};
    flags.add(Flag::upload);
    flags.remove(Flag::edit);
    EXPECT_EQ(flags, (Flags{Flag::upload, Flag::curate}));
    EXPECT_EQ(flags.size(), 2);
    EXPECT_TRUE(flags.has_all({Flag::curate}));
    EXPECT_FALSE(flags.has_all({Flag::curate, Flag::edit}));
    EXPECT_TRUE(flags.has_any({Flag::curate, Flag::edit}));
    EXPECT_FALSE(flags.has_any({Flag::edit}));
    EXPECT_TRUE(Flags{}.empty());
    EXPECT_FALSE(flags.empty());
    flags.add_all({Flag::edit, Flag::publish});
    EXPECT_EQ(flags.size(), 4);
}

TEST(WordSets, ColumnsKeepBits) {
    const Actions actions{Action::view, Action::protect};
    EXPECT_EQ(actions.bits(), 0b1000'0000'0001);
    EXPECT_EQ(Actions::from_bits(actions.bits()), actions);
    EXPECT_EQ(Needs::from_bits(0xFFFFFFFF).size(), 5);
}

}  // namespace
}  // namespace exeat::policy
