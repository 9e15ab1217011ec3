#include "usecases/requests/questions.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <barrier>
#include <thread>

#include "state/store/request_messages.h"
#include "usecases/assets/assets.h"
#include "usecases/testing/requests_fixture.h"

namespace exeat::usecases {
namespace {

using testing::code_of;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::must_have;

class QuestionsOnBoth : public ::testing::TestWithParam<sql::Engine> {
protected:
    House& house() { return stage_.house(); }
    Result<RequestCard> ask(const Caller& person, const std::string& text = "For how long?") {
        return ask_question(house(), person, id_, text);
    }
    Result<RequestCard> answer(const Caller& person, const std::string& text = "A month") {
        return answer_question(house(), person, id_, text);
    }
    RequestCard card(const Caller& person) { return must_have(read_request(house(), person, id_)); }

    testing::RequestsFixture stage_{GetParam()};
    RequestId id_ = stage_.ask();
};
INSTANTIATE_TEST_SUITE_P(Engines, QuestionsOnBoth, ::testing::Values(sql::Engine::sqlite, sql::Engine::postgresql),
                         testing::engine_name);

TEST_P(QuestionsOnBoth, EachSideIsToldWhatTheOtherSaid) {
    EXPECT_TRUE(card(stage_.owner).can.ask_question);
    EXPECT_FALSE(card(stage_.viewer).can.answer) << "nothing was asked";
    must_have(ask(stage_.owner));
    EXPECT_THAT(stage_.told(stage_.viewer), ElementsAre("question_asked 1"));
    const auto asked = card(stage_.viewer);
    EXPECT_TRUE(asked.question_waits);
    EXPECT_TRUE(asked.can.answer);
    EXPECT_EQ(asked.status, domain::RequestPhase::pending);
    must_have(answer(stage_.viewer));
    EXPECT_THAT(stage_.told(stage_.owner), ElementsAre("question_answered 1", "request_made 1"));
    EXPECT_THAT(stage_.told(stage_.second), ElementsAre("request_made 1")) << "they asked nothing";
    const auto read = card(stage_.second);
    EXPECT_FALSE(read.question_waits);
    ASSERT_EQ(read.conversation.size(), 2U);
    EXPECT_EQ(read.conversation[0].text, "For how long?");
    EXPECT_EQ(read.conversation[0].by, "owner");
    EXPECT_EQ(read.conversation[1].kind, domain::Talk::answer);
    EXPECT_EQ(stage_.places.ledger_entries("question_asked"), 1);
    EXPECT_EQ(stage_.places.ledger_entries("question_answered"), 1);
}

TEST_P(QuestionsOnBoth, WhatSomebodyWroteIsShownWithoutSignsThatHide) {
    NewRequests wanted;
    wanted.wish.assets = {stage_.places.add_asset(stage_.library, "other.tif").id};
    wanted.reason = "A \u202eposter\x07\r\nand a card";
    id_ = must_have(create_requests(house(), stage_.viewer, wanted)).requests.front().id;
    must_have(ask(stage_.owner, "For\x1b how\u2066 long?\r\nSay it"));
    must_have(answer(stage_.viewer, "A \u202dmonth\u202c"));
    NewDecision rejection;
    rejection.requests = {id_};
    rejection.decision = Verdict::reject;
    rejection.note = "\u2068No\x08";
    must_have(decide_requests(house(), stage_.owner, rejection));
    const auto read = card(stage_.viewer);
    EXPECT_EQ(read.reason, "A poster\nand a card");
    for (const auto& one : read.answers) EXPECT_THAT(one.values, ElementsAre("A poster\nand a card"));
    ASSERT_EQ(read.conversation.size(), 2U);
    EXPECT_EQ(read.conversation[0].text, "For how long?\nSay it");
    EXPECT_EQ(read.conversation[1].text, "A month");
    EXPECT_EQ(read.note, "No");
    const auto told = must_have(
        explain_decision(house(), stage_.viewer, wanted.wish.assets.front(), policy::Action::download, "original"));
    EXPECT_THAT(told.why, ::testing::Contains("Your request was rejected: “No”"));
}

TEST_P(QuestionsOnBoth, OnlyThoseWhoMayDecideAskAndOnlyTheRequesterAnswers) {
    const auto stranger = stage_.places.add_person("stranger", policy::Level::producer);
    const auto editor = stage_.places.add_person("editor", policy::Level::producer);
    stage_.places.add_member(stage_.library, editor, policy::Role::editor);
    EXPECT_EQ(code_of(ask(stranger)), "not-found");
    EXPECT_EQ(code_of(ask(editor)), "not-found");
    EXPECT_EQ(code_of(ask(stage_.viewer)), "own-request");
    EXPECT_EQ(code_of(answer(stage_.viewer)), "no-question");
    must_have(ask(stage_.owner));
    EXPECT_EQ(code_of(answer(stage_.owner)), "not-found");
    EXPECT_EQ(code_of(answer(stranger)), "not-found");
    EXPECT_EQ(code_of(read_request(house(), editor, id_)), "not-found");
    EXPECT_EQ(card(stage_.owner).conversation.size(), 1U);
}

TEST_P(QuestionsOnBoth, WhatDirectorsDecideIsTheirsToAskAndRead) {
    must_have(ask(stage_.owner));
    stage_.places.write([&](sql::Transaction& transaction) -> Done {
        EXEAT_TRY(transaction.change("update requests set for_directors = 1"));
        return {};
    });
    EXPECT_EQ(code_of(ask(stage_.owner)), "directors-decide");
    EXPECT_THAT(card(stage_.owner).conversation, IsEmpty());
    EXPECT_FALSE(card(stage_.owner).question_waits);
    const auto director = stage_.places.add_person("director", policy::Level::director);
    EXPECT_EQ(card(director).conversation.size(), 1U);
    must_have(answer(stage_.viewer));
    EXPECT_EQ(stage_.told(director, "question_answered"), 1) << "who asked may not decide any more";
    EXPECT_EQ(stage_.told(stage_.owner, "question_answered"), 0);
}

TEST_P(QuestionsOnBoth, AClosedRequestTakesNoMore) {
    must_have(ask(stage_.owner));
    must_have(stage_.decide(stage_.second, id_, Verdict::reject));
    EXPECT_EQ(code_of(ask(stage_.owner)), "decided-already");
    EXPECT_EQ(code_of(answer(stage_.viewer)), "decided-already");
    const auto closed = card(stage_.viewer);
    EXPECT_FALSE(closed.question_waits);
    EXPECT_FALSE(closed.can.answer);
    EXPECT_EQ(closed.conversation.size(), 1U) << "what was said stays to be read";
}

TEST_P(QuestionsOnBoth, AreShortTextAndNotEndless) {
    EXPECT_EQ(code_of(ask(stage_.owner, " \n")), "wrong-message");
    EXPECT_EQ(code_of(ask(stage_.owner, std::string(2'001, 'a'))), "wrong-message");
    EXPECT_EQ(code_of(ask(stage_.owner, "\xFF")), "wrong-message");
    for (std::int64_t i = 0; i < domain::k_most_messages; ++i) must_have(ask(stage_.owner, std::to_string(i)));
    EXPECT_EQ(code_of(ask(stage_.owner)), "too-many-messages");
    EXPECT_EQ(code_of(answer(stage_.viewer)), "too-many-messages");
    const auto said = card(stage_.viewer).conversation;
    ASSERT_EQ(said.size(), 50U);
    for (std::size_t i = 0; i < said.size(); ++i) EXPECT_EQ(said[i].text, std::to_string(i)) << "in their order";
}

TEST_P(QuestionsOnBoth, AreAnsweredInAFewWordsAndNotWithoutEnd) {
    must_have(ask(stage_.owner));
    for (const auto* text : {"A month", "From May", "At most"}) must_have(answer(stage_.viewer, text));
    EXPECT_FALSE(card(stage_.viewer).can.answer);
    EXPECT_EQ(code_of(answer(stage_.viewer)), "answered-already");
    EXPECT_EQ(card(stage_.owner).conversation.size(), 4U);
    EXPECT_EQ(stage_.mails("question_answered"), 3);
    must_have(ask(stage_.second));
    EXPECT_TRUE(card(stage_.viewer).can.answer);
    must_have(answer(stage_.viewer));
}

TEST_P(QuestionsOnBoth, TheirMailsWaitAsOthersDo) {
    must_have(ask(stage_.owner));
    must_have(answer(stage_.viewer));
    const auto waiting = must_have(house().database.read([&](sql::Session& session) -> Result<std::int64_t> {
        EXEAT_TAKE(const auto row, session.one("select count(*) from outbox o join notices n on n.id = o.notice where "
                                               "o.kind in ('question_asked', 'question_answered') and "
                                               "o.not_before = n.made_at + $1",
                                               {domain::k_undo_ms}));
        return row->get<std::int64_t>(0);
    }));
    EXPECT_EQ(waiting, 2);
}

TEST_P(QuestionsOnBoth, ARequestIsNotAskedAboutAndDecidedAtOnce) {
    std::barrier start(2);
    Result<RequestCard> asked = RequestCard{};
    std::thread other([&] {
        start.arrive_and_wait();
        asked = ask(stage_.second);
    });
    start.arrive_and_wait();
    must_have(stage_.decide(stage_.owner, id_));
    other.join();
    if (!asked) EXPECT_EQ(asked.error().code, "decided-already");
    EXPECT_EQ(card(stage_.owner).conversation.size(), asked ? 1U : 0U);
    EXPECT_EQ(card(stage_.owner).status, domain::RequestPhase::approved);
}

TEST_P(QuestionsOnBoth, GoWithTheirRequest) {
    must_have(ask(stage_.owner));
    must_have(stage_.decide(stage_.owner, id_, Verdict::reject));
    must_have(delete_request(house(), stage_.places.administrator, id_));
    EXPECT_EQ(code_of(read_request(house(), stage_.viewer, id_)), "not-found");
    EXPECT_THAT(
        must_have(house().database.read([&](sql::Session& session) { return store::messages_of(session, id_); })),
        IsEmpty());
}

TEST_P(QuestionsOnBoth, TheSameCallTwiceIsOneQuestion) {
    auto owner = stage_.owner;
    owner.once = Once{owner.person->text(), "one", Digest{}};
    must_have(ask(owner));
    must_have(ask(owner));
    EXPECT_EQ(card(owner).conversation.size(), 1U);
}

}  // namespace
}  // namespace exeat::usecases
