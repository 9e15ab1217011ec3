#include "core/words/pass_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace exeat::words {
namespace {

using ::testing::ElementsAre;
using ::testing::Pair;

constexpr Instant k_end{4'102'444'800'000 - 60'000};

TEST(PassTexts, SayForWhatWhatItOpensAndUntilWhen) {
    EXPECT_THAT(
        pass_text({.asset = "harbour.tif", .actions = {policy::Action::download}, .until = k_end}, Language::english),
        ElementsAre(Pair("Pass for", "harbour.tif"), Pair("Opens", "download · every file"),
                    Pair("Until", "31 Dec 2099, 23:59 UTC")));
}

TEST(PassTexts, SayNoNameThatIsNotGivenAndNoEndThatIsNot) {
    PassFacts facts;
    facts.actions = {policy::Action::download, policy::Action::edit};
    facts.files = std::vector<std::string>{"original", "preset:web"};
    EXPECT_THAT(pass_text(facts, Language::english),
                ElementsAre(Pair("Pass for", "an asset"), Pair("Opens", "download, edit · original, preset:web"),
                            Pair("Until", "no end")));
}

TEST(PassTexts, CountSeveral) {
    EXPECT_THAT(pass_text({.count = 3, .until = k_end, .end_together = false}, Language::english),
                ElementsAre(Pair("Pass for", "3 assets"), Pair("Until", "31 Dec 2099, 23:59 UTC, the first of them")));
}

TEST(PassTexts, OfDays) {
    EXPECT_EQ(day_text(Instant{0}, Instant{1}, Language::english), "1 Jan 1970");
    EXPECT_EQ(day_text(Instant{5LL * 86'400'000}, Instant{1}, Language::english), "6 Jan");
    EXPECT_EQ(day_text(Instant{300LL * 86'400'000}, Instant{1}, Language::english), "28 Oct");
    EXPECT_EQ(day_text(Instant{300LL * 86'400'000}, Instant{0}, Language::english), "28 Oct 1970");
    EXPECT_EQ(moment_text(Instant{1'795'369'743'184}, Language::english), "22 November 2026, 17:49 UTC");
}

}  // namespace
}  // namespace exeat::words
