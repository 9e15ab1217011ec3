// What a bell still counts once something was decided, answered or opened, and what the inbox calls many libraries.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "usecases/assets/assets.h"
#include "usecases/inbox/inbox.h"
#include "usecases/requests/closing.h"
#include "usecases/requests/questions.h"
#include "usecases/requests/reminders.h"
#include "usecases/testing/requests_fixture.h"

namespace exeat::usecases {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::must_have;

class SettledOnBoth : public ::testing::TestWithParam<sql::Engine> {
protected:
    House& house() { return stage_.house(); }
    /// Kinds of what somebody has not read, in the order of their names.
    std::vector<std::string> unread(const Caller& person) { return kinds(person, store::InboxPart::unread); }
    std::vector<std::string> kinds(const Caller& person, store::InboxPart part) {
        std::vector<std::string> kinds;
        for (const auto& one : must_have(list_inbox(house(), person, {.part = part})).notices) {
            kinds.push_back(one.kind);
        }
        std::ranges::sort(kinds);
        return kinds;
    }
    NoticeShown newest(const Caller& person) { return must_have(list_inbox(house(), person, {})).notices.front(); }
    /// Two assets with one form.
    std::vector<RequestId> ask_for_two() {
        NewRequests wanted;
        wanted.wish.assets = {stage_.places.add_asset(stage_.library, "one.tif").id,
                              stage_.places.add_asset(stage_.library, "two.tif").id};
        wanted.reason = "A poster";
        std::vector<RequestId> ids;
        for (const auto& row : must_have(create_requests(house(), stage_.viewer, wanted)).requests) {
            ids.push_back(row.id);
        }
        return ids;
    }

    testing::RequestsFixture stage_{GetParam()};
};
INSTANTIATE_TEST_SUITE_P(Engines, SettledOnBoth, ::testing::Values(sql::Engine::sqlite, sql::Engine::postgresql),
                         testing::engine_name);

TEST_P(SettledOnBoth, OnesDecisionIsReadByAllWhoWereAskedForIt) {
    const auto id = stage_.ask();
    const auto other = stage_.ask();
    EXPECT_EQ(unread(stage_.second).size(), 2U);
    must_have(stage_.decide(stage_.owner, id));
    EXPECT_THAT(unread(stage_.owner), ElementsAre("request_made"));
    EXPECT_THAT(unread(stage_.second), ElementsAre("request_made")) << "the other one still waits";
    EXPECT_THAT(unread(stage_.viewer), ElementsAre("request_approved")) << "an outcome is read by its reader";
    must_have(stage_.decide(stage_.second, other, Verdict::reject));
    EXPECT_THAT(unread(stage_.owner), IsEmpty());
    EXPECT_THAT(unread(stage_.second), IsEmpty());
}

TEST_P(SettledOnBoth, AFormIsReadWithTheLastOfItsRequests) {
    const auto ids = ask_for_two();
    must_have(stage_.decide(stage_.owner, ids.at(0)));
    EXPECT_THAT(unread(stage_.second), ElementsAre("request_made"));
    must_have(stage_.decide(stage_.owner, ids.at(1)));
    EXPECT_THAT(unread(stage_.second), IsEmpty());
}

TEST_P(SettledOnBoth, ADecisionTakenBackWaitsAgainForThoseWhoHadNotReadOfIt) {
    const auto id = stage_.ask();
    const auto read = newest(stage_.second).id;
    stage_.places.write([&](sql::Transaction& transaction) {
        return store::mark_notices(transaction, *stage_.second.person, {read},
                                   Instant{stage_.places.now().ms - 60'000});
    });
    must_have(stage_.decide(stage_.owner, id));
    EXPECT_THAT(unread(stage_.owner), IsEmpty());
    must_have(take_back_decisions(house(), stage_.owner, {id}));
    EXPECT_THAT(unread(stage_.owner), ElementsAre("request_made"));
    EXPECT_THAT(unread(stage_.second), IsEmpty());
    EXPECT_THAT(unread(stage_.viewer), IsEmpty());
}

TEST_P(SettledOnBoth, AFormWaitsAgainWithAnyOfItsRequests) {
    for (const std::size_t taken_back : {0U, 1U}) {
        const auto ids = ask_for_two();
        must_have(stage_.decide(stage_.owner, ids.at(0)));
        const auto earlier = Instant{stage_.places.now().ms - 1'000};
        stage_.places.write([&](sql::Transaction& transaction) {
            return transaction.change("update requests set decided_at = $1 where id = $2", {earlier, ids.at(0)});
        });
        must_have(stage_.decide(stage_.owner, ids.at(1)));
        EXPECT_THAT(unread(stage_.second), IsEmpty());
        must_have(take_back_decisions(house(), stage_.owner, {ids.at(taken_back)}));
        EXPECT_THAT(unread(stage_.second), ElementsAre("request_made"));
        must_have(stage_.decide(stage_.owner, ids.at(taken_back)));
        EXPECT_THAT(unread(stage_.second), IsEmpty());
    }
}

TEST_P(SettledOnBoth, WhatIsWithdrawnOrClosedWaitsForNobody) {
    const auto withdrawn = stage_.ask();
    const auto deleted = stage_.ask();
    // Their mails have left: the notices stay.
    stage_.places.write([&](sql::Transaction& transaction) {
        return transaction.change("update outbox set done_at = $1", {stage_.places.now()});
    });
    must_have(cancel_request(house(), stage_.viewer, withdrawn));
    EXPECT_THAT(unread(stage_.owner), ElementsAre("request_made"));
    const auto asset = must_have(read_request(house(), stage_.owner, deleted)).asset;
    const auto now = stage_.places.now();
    stage_.places.write([&](sql::Transaction& transaction) {
        return close_requests_of_deleted(transaction, stage_.owner, asset, now);
    });
    EXPECT_THAT(unread(stage_.owner), IsEmpty());
    EXPECT_EQ(kinds(stage_.owner, store::InboxPart::all).size(), 2U);
    EXPECT_THAT(unread(stage_.viewer), ElementsAre("request_closed"));
}

TEST_P(SettledOnBoth, AQuestionIsReadWithItsAnswerAndTheAnswerWithTheDecision) {
    const auto id = stage_.ask();
    must_have(ask_question(house(), stage_.owner, id, "For how long?"));
    EXPECT_THAT(unread(stage_.viewer), ElementsAre("question_asked"));
    must_have(answer_question(house(), stage_.viewer, id, "A month"));
    EXPECT_THAT(unread(stage_.viewer), IsEmpty());
    EXPECT_THAT(unread(stage_.owner), ElementsAre("question_answered", "request_made"));
    must_have(stage_.decide(stage_.second, id));
    EXPECT_THAT(unread(stage_.owner), IsEmpty());
}

TEST_P(SettledOnBoth, AReminderOfSeveralLeadsToWhatStillWaits) {
    std::vector ids{stage_.ask(), stage_.ask()};
    std::ranges::sort(ids);
    const auto first = ids.at(0);
    const auto second = ids.at(1);
    must_have(remind_receivers(house(), stage_.in_days(4)));
    const auto reminder = [&] {
        for (auto& one : must_have(list_inbox(house(), stage_.second, {})).notices) {
            if (one.kind == "requests_waiting") return one;
        }
        return NoticeShown{};
    };
    EXPECT_EQ(reminder().request, first);
    must_have(stage_.decide(stage_.owner, first));
    EXPECT_EQ(reminder().request, second);
    EXPECT_EQ(reminder().asset, must_have(read_request(house(), stage_.owner, second)).asset);
    EXPECT_FALSE(reminder().read_at);
    must_have(stage_.decide(stage_.owner, second));
    EXPECT_TRUE(reminder().read_at);
    EXPECT_THAT(unread(stage_.second), IsEmpty());
}

TEST_P(SettledOnBoth, WhatSomebodyOpenedIsReadByThemAlone) {
    const auto id = stage_.ask();
    const auto other = stage_.ask();
    EXPECT_EQ(must_have(mark_inbox(house(), stage_.owner, {.requests = {id}})), 1);
    const auto left = must_have(list_inbox(house(), stage_.owner, {.part = store::InboxPart::unread})).notices;
    EXPECT_EQ(left.at(0).request, other);
    EXPECT_EQ(unread(stage_.second).size(), 2U);
    EXPECT_EQ(testing::code_of(mark_inbox(house(), stage_.owner, {.mark = Mark::unread, .requests = {id}})),
              "wrong-marks");
}

TEST_P(SettledOnBoth, WhatWasToldOfSeveralGoesWithTheLastOfThemForEver) {
    const auto ids = ask_for_two();
    NewDecision wanted;
    wanted.requests = ids;
    wanted.decision = Verdict::reject;
    wanted.note = "Not these";
    must_have(decide_requests(house(), stage_.owner, wanted));
    const auto notes = [&] {
        return must_have(house().database.read([](sql::Session& session) -> Result<std::int64_t> {
            EXEAT_TAKE(const auto row, session.one("select count(*) from notices where note <> ''"));
            return row->get<std::int64_t>(0);
        }));
    };
    EXPECT_EQ(notes(), 3) << "the reason for both owners, and the note for whoever asked";
    must_have(delete_request(house(), stage_.places.administrator, ids.at(0)));
    EXPECT_EQ(notes(), 3);
    must_have(delete_request(house(), stage_.places.administrator, ids.at(1)));
    EXPECT_EQ(notes(), 0);
}

TEST_P(SettledOnBoth, ADirectorIsToldNoNameOfWhatTheyMayNotSee) {
    const auto director = stage_.places.add_person("director", policy::Level::director);
    stage_.places.add_member(stage_.library, director, policy::Role::viewer);
    const auto id = stage_.ask();
    const auto before = must_have(read_request(house(), director, id));
    EXPECT_EQ(before.asset_name, "quarry.tif");
    AssetChange draft;
    draft.status = policy::AssetStatus::draft;
    const auto version = must_have(read_asset(house(), stage_.owner, before.asset)).version;
    must_have(change_asset(house(), stage_.owner, before.asset, version, draft));
    EXPECT_EQ(must_have(read_request(house(), director, id)).asset_name, "");
    EXPECT_TRUE(must_have(read_request(house(), director, id)).can.reject);
    EXPECT_EQ(must_have(read_request(house(), stage_.owner, id)).asset_name, "quarry.tif");
    RequestsWanted wanted;
    wanted.text = "quarry";
    EXPECT_THAT(must_have(list_requests(house(), director, wanted)).requests, IsEmpty());
    EXPECT_EQ(must_have(list_requests(house(), stage_.owner, wanted)).requests.size(), 1U);
}

TEST_P(SettledOnBoth, RequestsAreOnePartOfAnInbox) {
    stage_.ask();
    NewPasses passes;
    passes.assets = {stage_.places.add_asset(stage_.library, "given.tif").id};
    passes.person = stage_.viewer.person;
    must_have(give_passes(house(), stage_.owner, passes));
    const auto id = stage_.ask();
    must_have(stage_.decide(stage_.owner, id));
    EXPECT_THAT(kinds(stage_.viewer, store::InboxPart::all), ElementsAre("pass_given", "request_approved"));
    EXPECT_THAT(kinds(stage_.viewer, store::InboxPart::requests), ElementsAre("request_approved"));
    EXPECT_THAT(kinds(stage_.owner, store::InboxPart::requests), ElementsAre("request_made", "request_made"));
}

TEST_P(SettledOnBoth, SeveralAssetsOfSeveralLibrariesAreInNoneOfThem) {
    const auto logos = stage_.add_library("Logos");
    stage_.places.add_member(logos, stage_.owner, policy::Role::owner);
    stage_.places.add_member(logos, stage_.viewer, policy::Role::viewer);
    NewDecision wanted;
    wanted.requests = {stage_.ask(), stage_.ask(), stage_.ask(stage_.viewer, logos)};
    must_have(decide_requests(house(), stage_.owner, wanted));
    const auto told = newest(stage_.viewer);
    EXPECT_EQ(told.text, "owner approved your request for 3 assets in 2 libraries.");
    EXPECT_FALSE(told.library);
    wanted.requests = {stage_.ask(), stage_.ask()};
    wanted.decision = Verdict::reject;
    must_have(decide_requests(house(), stage_.owner, wanted));
    EXPECT_EQ(newest(stage_.viewer).text, "owner rejected your request for 2 assets in “Press”.");
    EXPECT_EQ(newest(stage_.viewer).library, stage_.library);
}

}  // namespace
}  // namespace exeat::usecases
