#include "usecases/requests/substitutes.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "usecases/inbox/inbox.h"
#include "usecases/requests/questions.h"
#include "usecases/requests/reminders.h"
#include "usecases/testing/requests_fixture.h"

namespace exeat::usecases {
namespace {

using testing::code_of;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::must_have;

class SubstitutesOnBoth : public ::testing::TestWithParam<sql::Engine> {
protected:
    SubstitutesOnBoth() {
        // Only the owner receives: whatever comes to the second one comes because they stand in.
        stage_.take_off_the_list({*stage_.second.person});
    }
    House& house() { return stage_.house(); }
    Result<Substitutions> name(const Caller& person, const Caller& substitute, std::int64_t from_day = 0,
                               std::int64_t until_day = 7) {
        // A minute ago: memory may be a moment behind the database.
        const auto begin = stage_.in_days(0).ms - 60'000;
        const auto after = [&](std::int64_t days) { return Instant{begin + days * testing::k_day_ms}; };
        return name_substitute(house(), person, {*substitute.person, after(from_day), after(until_day)});
    }
    std::vector<std::string> names(const std::vector<LibraryNamed>& libraries) {
        std::vector<std::string> all;
        for (const auto& one : libraries) all.push_back(one.name);
        return all;
    }

    testing::RequestsFixture stage_{GetParam()};
};
INSTANTIATE_TEST_SUITE_P(Engines, SubstitutesOnBoth, ::testing::Values(sql::Engine::sqlite, sql::Engine::postgresql),
                         testing::engine_name);

TEST_P(SubstitutesOnBoth, WhatComesToTheReviewerComesToThemAsWell) {
    const auto before = stage_.ask();
    EXPECT_THAT(stage_.waiting_for(stage_.second), IsEmpty());
    EXPECT_TRUE(must_have(name(stage_.owner, stage_.second)).mine->holds);
    EXPECT_THAT(stage_.waiting_for(stage_.second), ElementsAre(before)) << "what waited already, too";
    const auto id = stage_.ask();
    EXPECT_THAT(stage_.told(stage_.second), ElementsAre("request_made 1", "substitute_named 1"));
    EXPECT_THAT(stage_.told(stage_.owner), ElementsAre("request_made 1", "request_made 1"));
    EXPECT_EQ(stage_.count_waiting_for(stage_.second), 2);
    must_have(stage_.decide(stage_.second, id));
    must_have(end_substitution(house(), stage_.owner));
    EXPECT_THAT(stage_.waiting_for(stage_.second), IsEmpty());
    stage_.ask();
    EXPECT_THAT(stage_.told(stage_.second), ElementsAre("request_made 1", "substitute_ended 1", "substitute_named 1"));
    EXPECT_EQ(stage_.places.ledger_entries("substitute_named"), 1);
    EXPECT_EQ(stage_.places.ledger_entries("substitute_ended"), 1);
}

TEST_P(SubstitutesOnBoth, HoldOnlyBetweenTheirDays) {
    must_have(name(stage_.owner, stage_.second, 1, 2));
    EXPECT_FALSE(must_have(read_substitutions(house(), stage_.owner)).mine->holds);
    const auto id = stage_.ask();
    EXPECT_THAT(stage_.told(stage_.second), ElementsAre("substitute_named 1"));
    EXPECT_THAT(stage_.waiting_for(stage_.second), IsEmpty());
    must_have(remind_receivers(house(), stage_.in_days(30)));
    EXPECT_THAT(stage_.told(stage_.second), ElementsAre("substitute_named 1")) << "it is over";
    must_have(name(stage_.owner, stage_.second, 0, 60));
    must_have(remind_receivers(house(), stage_.in_days(40)));
    EXPECT_THAT(stage_.told(stage_.second),
                ElementsAre("requests_waiting 1", "substitute_named 1", "substitute_named 1"));
    EXPECT_THAT(stage_.waiting_for(stage_.second), ElementsAre(id));
}

TEST_P(SubstitutesOnBoth, BeingNamedGivesNoRight) {
    const auto editor = stage_.places.add_person("editor", policy::Level::producer);
    stage_.places.add_member(stage_.library, editor, policy::Role::editor);
    EXPECT_EQ(code_of(name(stage_.owner, editor)), "wrong-substitute");
    EXPECT_EQ(code_of(name(editor, stage_.owner)), "wrong-substitute") << "nothing comes to an editor";
    EXPECT_EQ(code_of(name(stage_.owner, stage_.owner)), "wrong-substitute");
    // Somebody who could decide, was named, and can no longer.
    must_have(name(stage_.owner, stage_.second));
    const auto id = stage_.ask();
    EXPECT_EQ(stage_.told(stage_.second, "request_made"), 1);
    stage_.places.write([&](sql::Transaction& transaction) -> Done {
        EXEAT_TAKE(const auto theirs, store::read_members_for(transaction, stage_.library, *stage_.second.person));
        return store::delete_member(transaction, theirs.front().id);
    });
    EXPECT_EQ(code_of(stage_.decide(stage_.second, id)), "not-found");
    EXPECT_THAT(stage_.waiting_for(stage_.second), IsEmpty());
    stage_.ask();
    EXPECT_EQ(stage_.told(stage_.second, "request_made"), 1) << "nothing more comes";
    EXPECT_THAT(names(must_have(read_substitutions(house(), stage_.owner)).mine->substitute.leaves),
                ElementsAre("Press"));
}

TEST_P(SubstitutesOnBoth, StandInOnlyWhereTheyDecideThemselves) {
    const auto logos = stage_.add_library("Logos");
    stage_.places.add_member(logos, stage_.owner, policy::Role::owner);
    stage_.places.add_member(logos, stage_.viewer, policy::Role::viewer);
    const auto candidates = must_have(list_substitute_candidates(house(), stage_.owner));
    ASSERT_EQ(candidates.size(), 2U) << "the administrator, and the other owner";
    const auto named = must_have(name(stage_.owner, stage_.second)).mine->substitute;
    EXPECT_THAT(names(named.covers), ElementsAre("Press"));
    EXPECT_THAT(names(named.leaves), ElementsAre("Logos"));
    stage_.ask(stage_.viewer, logos);
    EXPECT_THAT(stage_.told(stage_.second), ElementsAre("substitute_named 1"));
    EXPECT_THAT(stage_.waiting_for(stage_.second), IsEmpty());
}

TEST_P(SubstitutesOnBoth, AreNotHandedOn) {
    const auto third = stage_.places.add_person("third", policy::Level::producer);
    stage_.places.add_member(stage_.library, third, policy::Role::owner);
    stage_.take_off_the_list({*stage_.second.person, *third.person});
    must_have(name(stage_.owner, stage_.second));
    // The second one receives nothing by themselves, so nobody can stand in for them.
    EXPECT_EQ(code_of(name(stage_.second, third)), "wrong-substitute");
    stage_.ask();
    EXPECT_THAT(stage_.told(third), IsEmpty());
    EXPECT_THAT(stage_.waiting_for(third), IsEmpty());
}

TEST_P(SubstitutesOnBoth, HearTheAnswersToWhatTheReviewerAsked) {
    const auto id = stage_.ask();
    must_have(ask_question(house(), stage_.owner, id, "For how long?"));
    must_have(name(stage_.owner, stage_.second));
    must_have(answer_question(house(), stage_.viewer, id, "A month"));
    EXPECT_THAT(stage_.told(stage_.second), ElementsAre("question_answered 1", "substitute_named 1"));
}

TEST_P(SubstitutesOnBoth, NobodyIsAskedToDecideOnTheirOwn) {
    must_have(name(stage_.owner, stage_.second));
    // An owner may take everything; the row is made by hand, as if they had asked before they owned it.
    const auto id = stage_.ask();
    stage_.places.write([&](sql::Transaction& transaction) -> Done {
        EXEAT_TRY(transaction.change("update requests set person = $1", {*stage_.second.person}));
        return {};
    });
    EXPECT_THAT(stage_.waiting_for(stage_.second), IsEmpty());
    EXPECT_EQ(code_of(stage_.decide(stage_.second, id)), "own-request");
    must_have(remind_receivers(house(), stage_.in_days(4)));
    EXPECT_EQ(stage_.told(stage_.second, "requests_waiting"), 0);
    EXPECT_EQ(stage_.told(stage_.owner, "requests_waiting"), 1);
}

TEST_P(SubstitutesOnBoth, AreToldThatTheyStandInAndThatTheyNoLongerDo) {
    const auto third = stage_.places.add_person("third", policy::Level::producer);
    stage_.places.add_member(stage_.library, third, policy::Role::owner);
    must_have(name(stage_.owner, stage_.second));
    const auto notices = must_have(list_inbox(house(), stage_.second, {})).notices;
    ASSERT_EQ(notices.size(), 1U);
    EXPECT_EQ(notices[0].text,
              "owner named you to stand in: while they are away, what is asked of them comes to you as well.");
    EXPECT_EQ(notices[0].by, "owner");
    EXPECT_TRUE(notices[0].note.starts_with("From 20")) << notices[0].note;
    EXPECT_FALSE(notices[0].request);
    EXPECT_EQ(stage_.mails("substitute_named"), 1);
    must_have(name(stage_.owner, third));
    EXPECT_THAT(stage_.told(stage_.second), ElementsAre("substitute_ended 1", "substitute_named 1"));
    EXPECT_THAT(stage_.told(third), ElementsAre("substitute_named 1"));
    must_have(end_substitution(house(), stage_.owner));
    must_have(end_substitution(house(), stage_.owner));
    EXPECT_THAT(stage_.told(third), ElementsAre("substitute_ended 1", "substitute_named 1"));
    EXPECT_EQ(stage_.mails("substitute_ended"), 2);
    EXPECT_THAT(stage_.told(stage_.owner), IsEmpty()) << "who did it knows";
}

TEST_P(SubstitutesOnBoth, HaveDaysThatMakeSense) {
    EXPECT_EQ(code_of(name(stage_.owner, stage_.second, 2, 2)), "wrong-substitute");
    EXPECT_EQ(code_of(name(stage_.owner, stage_.second, 2, 1)), "wrong-substitute");
    EXPECT_EQ(code_of(name(stage_.owner, stage_.second, -3, -1)), "wrong-substitute");
    EXPECT_EQ(code_of(name(stage_.owner, stage_.second, 0, 400)), "wrong-substitute");
    EXPECT_FALSE(must_have(read_substitutions(house(), stage_.owner)).mine);
    EXPECT_EQ(stage_.places.ledger_entries("substitute_named"), 0);
}

}  // namespace
}  // namespace exeat::usecases
