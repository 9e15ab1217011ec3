#include "core/words/why.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "core/policy/decide.h"
#include "core/policy/random_world.h"

namespace exeat::words {
namespace {

using policy::Access;
using policy::Decision;
using policy::Outcome;
using policy::Protection;
using policy::RequestState;
using policy::Sight;
using policy::testing::Dice;
using policy::testing::World;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

Names all_names() {
    Names names;
    names.library = "LibraryName";
    for (int i = 0; i < 70; ++i) names.folders.push_back("FolderName" + std::to_string(i) + "!");
    names.deciders = {"Anna", "Li"};
    names.sharer = "Zoë";
    names.note = "NoteText";
    return names;
}

Telling tell_about(const World& world, const Names& names, std::uint64_t folders_seen = 0) {
    const auto decision = policy::decide(world.facts);
    return tell(decision, policy::explain(decision, policy::sight_of(world.facts, folders_seen)), names,
                Language::english);
}

std::vector<std::string> every_text(const Telling& telling) {
    auto texts = telling.sentences();
    for (const auto& line : telling.lines) {
        texts.push_back(line.reason);
        if (!line.where.empty()) texts.push_back(line.where);
    }
    return texts;
}

void expect_whole(const Telling& telling, const Decision& decision) {
    for (const auto& text : every_text(telling)) {
        ASSERT_FALSE(text.empty());
        ASSERT_EQ(text.find_first_of("{}"), std::string::npos) << text;
        ASSERT_EQ(text.find("“”"), std::string::npos) << "a name that is missing: " << text;
        ASSERT_EQ(text.find("()"), std::string::npos) << "a setting without a word: " << text;
        ASSERT_TRUE(text.ends_with(".") || text.ends_with("”")) << text;
    }
    if (telling.lines.empty()) return;
    const bool refused = decision.outcome != Outcome::allow;
    ASSERT_EQ(refused, !telling.reason.empty());
    ASSERT_EQ(refused, !telling.remedies.empty());
    for (const auto& remedy : telling.remedies) ASSERT_FALSE(remedy.empty()) << telling.reason;
}

TEST(Why, EveryGateAndResultOfAnyWorldHasItsSentence) {
    Dice dice(42);
    std::set<std::pair<policy::Gate, policy::StepResult>> seen;
    for (int round = 0; round < 8'000; ++round) {
        const World world(dice);
        const auto decision = policy::decide(world.facts);
        const auto names = dice.percent(50) ? all_names() : Names{};
        // Every sight, also those that these people do not have.
        const Sight sight{dice.percent(50), dice.below(1UZ << 40U), dice.percent(50)};
        const auto explanation = policy::explain(decision, sight);
        const auto telling = tell(decision, explanation, names, Language::english);
        ASSERT_NO_FATAL_FAILURE(expect_whole(telling, decision));
        ASSERT_EQ(telling.lines.size(), explanation.lines().size());
        for (const auto& line : telling.lines) seen.emplace(line.gate, line.result);
    }
    EXPECT_GE(seen.size(), 28U);
}

TEST(Why, OutsidersAreNotShownFoldersThatTheyMayNotSee) {
    Dice dice(43);
    int shown = 0;
    for (int round = 0; round < 8'000; ++round) {
        const World world(dice);
        const std::uint64_t folders_seen = dice.below(16);
        const auto sight = policy::sight_of(world.facts, folders_seen);
        const auto decision = policy::decide(world.facts);
        // The caller is careless and passes every name there is.
        const auto telling = tell(decision, policy::explain(decision, sight), all_names(), Language::english);
        for (const auto& text : every_text(telling)) {
            for (std::size_t folder = 0; folder < world.folders.size(); ++folder) {
                const bool named = text.find("FolderName" + std::to_string(folder) + "!") != std::string::npos;
                if (named) ASSERT_TRUE(sight.insider || ((folders_seen >> folder) & 1U) != 0) << text;
                shown += named ? 1 : 0;
            }
            for (const char* group : {"Press", "Legal", "press", "Restricted", "Usage", "Owner\""}) {
                ASSERT_EQ(text.find(group), std::string::npos) << "a group, attribute or value: " << text;
            }
            if (!sight.site_settings) {
                ASSERT_EQ(text.find("because"), std::string::npos) << "which trigger it was: " << text;
            }
            if (!sight.insider) {
                ASSERT_EQ(text.find("usage settings"), std::string::npos) << text;
                ASSERT_EQ(text.find("at the asset ("), std::string::npos) << text;
                ASSERT_EQ(text.find("account of the person who shared it"), std::string::npos) << text;
            }
        }
        if (decision.outcome == Outcome::hidden && !sight.insider) ASSERT_TRUE(every_text(telling).empty());
    }
    EXPECT_GT(shown, 100);
}

TEST(Why, AProtectedFolderIsToldWithItsNameOrWithout) {
    World world;
    world.folders = {{}, {Access::inherit, Protection::on_request}};
    world.facts.folders = world.folders;
    const auto seeing = tell_about(world, all_names(), 0b10);
    EXPECT_THAT(seeing.sentences(),
                ElementsAre("Everything in the folder “FolderName1!” is protected: downloads are on request.",
                            "Request the download.", "Anna and Li decide on it."));
    const auto blind = tell_about(world, all_names());
    EXPECT_EQ(blind.reason, "The folder that it is in is protected: downloads are on request.");
    EXPECT_EQ(blind.where, "");
    const auto nameless = tell_about(world, {}, 0b10);
    EXPECT_EQ(nameless.reason, blind.reason);
    EXPECT_EQ(nameless.help, "");
    EXPECT_THAT(nameless.remedies, ElementsAre("Request the download; an owner decides."));
}

TEST(Why, WhatAnAccountLacksIsSaidOnce) {
    World world;
    world.principal.flags = {};
    const auto telling = tell_about(world, all_names());
    EXPECT_EQ(telling.reason, "None of your roles allows this.");
    EXPECT_EQ(telling.where, "");
}

TEST(Why, InsidersAreToldWhereItWasSet) {
    World world;
    world.principal.role = policy::Role::editor;
    world.library.access = Access::locked;
    const auto telling = tell_about(world, all_names());
    EXPECT_EQ(telling.reason, "Everything in “LibraryName” is locked.");
    EXPECT_EQ(telling.where, "This is set in the usage settings of “LibraryName” (lock).");
    EXPECT_THAT(telling.remedies, ElementsAre("Request access."));
    EXPECT_EQ(tell_about(world, {}).where, "This is set in the usage settings of the library (lock).");
    world.folders = {{Access::locked, Protection::inherit}};
    world.facts.folders = world.folders;
    EXPECT_EQ(tell_about(world, all_names()).where, "This is set at the folder “FolderName0!” (lock).");
    EXPECT_EQ(tell_about(world, {}).where, "");
    world.asset.access = Access::locked;
    EXPECT_EQ(tell_about(world, all_names()).where, "This is set at the asset (lock).");
}

TEST(Why, WhatCannotBeRequestedSaysSo) {
    World world;
    world.asset.access = Access::locked;
    world.library.access_actions = {};
    EXPECT_THAT(tell_about(world, all_names()).sentences(),
                ElementsAre("This asset is locked.", "It cannot be requested here; an owner can unlock it.",
                            "Anna and Li can help."));
}

TEST(Why, SeveralNeedsAreToldInOrder) {
    World world;
    world.library.protection = Protection::on_request;
    world.asset.terms = policy::Terms{"t", 1};
    world.site.justification.enabled = true;
    world.site.justification.user_level = policy::Level::manager;
    EXPECT_THAT(tell_about(world, all_names()).remedies,
                ElementsAre("Request the download.", "Say what it is for before the download.",
                            "Read the terms and accept them before the download."));
    world.site.approval = world.site.justification;
    world.library.access = Access::locked;
    const auto telling = tell_about(world, all_names());
    EXPECT_EQ(telling.reason, "Everything in “LibraryName” is locked.");
    EXPECT_EQ(telling.remedies.front(), "Request the download; a director or an administrator decides.");
}

TEST(Why, DirectorsAreToldTheTriggerAndThatItIsTheSites) {
    World world;
    world.principal.level = policy::Level::director;
    world.site.justification.enabled = true;
    world.site.justification.user_level = policy::Level::director;
    const auto telling = tell_about(world, all_names());
    EXPECT_EQ(telling.reason, "A rule of this site asks what it is for, because of your level.");
    EXPECT_EQ(telling.where, "This is set for the site (level of the rule).");
    world.principal.level = policy::Level::manager;
    EXPECT_EQ(tell_about(world, all_names()).reason, "A rule of this site asks what it is for.");
    EXPECT_EQ(tell_about(world, all_names()).where, "");
}

TEST(Why, ALinkAtRestDoesNotTellOfItsMaker) {
    World world;
    world.come_through_link();
    world.creator.active = false;
    EXPECT_THAT(tell_about(world, all_names()).sentences(),
                ElementsAre("This link rests at the moment.", "Ask for another link, or try again later.",
                            "It was shared by Zoë."));
}

TEST(Why, NobodyIsToldToSignIn) {
    World world;
    world.facts.principal = nullptr;
    EXPECT_THAT(tell_about(world, all_names()).sentences(), ElementsAre("You are not signed in.", "Sign in first."));
}

TEST(Why, WhatIsFreeHasLinesOnly) {
    const World world;
    const auto telling = tell_about(world, all_names());
    EXPECT_TRUE(telling.sentences().empty());
    EXPECT_FALSE(telling.lines.empty());
}

TEST(Why, RequestsAreToldAsTheyStand) {
    World world;
    world.library.protection = Protection::on_request;
    auto& request = world.add_grant(policy::RequestKind::download);
    EXPECT_EQ(tell_about(world, all_names()).state, "You hold a pass for it.");

    request.status = policy::RequestStatus::pending;
    EXPECT_THAT(tell_about(world, all_names()).sentences(),
                ElementsAre(HasSubstr("protected"), "Your request waits for a decision.",
                            "Wait for the decision; you will be told.", "Anna and Li decide on it."));

    request.status = policy::RequestStatus::rejected;
    auto telling = tell_about(world, all_names());
    EXPECT_EQ(telling.state, "Your request was rejected: “NoteText”");
    EXPECT_EQ(telling.remedies.front(), "You can request the download again.");
    EXPECT_EQ(tell_about(world, {}).state, "Your request was rejected.");

    world.library.re_request_download = policy::ReRequest::never;
    telling = tell_about(world, all_names());
    EXPECT_EQ(telling.remedies.front(), "It cannot be requested again.");
    EXPECT_EQ(telling.help, "Anna and Li can help.");

    request.status = policy::RequestStatus::approved;
    request.revoked = true;
    EXPECT_EQ(tell_about(world, {}).state, "Your pass for it was revoked.");
    request.revoked = false;
    request.valid_until = policy::testing::hours_from_now(-1);
    EXPECT_EQ(tell_about(world, all_names()).state, "Your pass for it has ended.");
}

TEST(Why, EveryStateHasItsText) {
    Decision decision;
    std::set<std::string> texts;
    for (std::size_t i = 0; i < policy::k_words<RequestState>.size(); ++i) {
        decision.request_state = static_cast<RequestState>(i);
        texts.insert(state_text(decision, "", Language::english));
        texts.insert(state_text(decision, "n", Language::english));
    }
    EXPECT_EQ(texts.size(), 8U) << "none is empty; rejected and revoked have two each";
    EXPECT_TRUE(texts.contains(""));
}

TEST(Why, ListsOfNames) {
    EXPECT_EQ(list_text({}, Language::english), "");
    EXPECT_EQ(list_text({"Anna"}, Language::english), "Anna");
    EXPECT_EQ(list_text({"Anna", "{last}"}, Language::english), "Anna and {last}");
    EXPECT_EQ(list_text({"Anna", "Li", "Zoë"}, Language::english), "Anna, Li and Zoë");
    EXPECT_EQ(list_text({"Anna", "Li", "Zoë", "Bo"}, Language::english), "Anna, Li, Zoë and Bo");
    EXPECT_EQ(list_text({"A", "B", "C", "D", "E"}, Language::english), "A, B, C and 2 others");
    World world;
    world.library.protection = Protection::on_request;
    EXPECT_EQ(tell_about(world, {.library = {}, .folders = {}, .deciders = {"Anna"}, .sharer = {}, .note = {}}).help,
              "Anna decides on it.");
}

}  // namespace
}  // namespace exeat::words
