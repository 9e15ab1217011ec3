// Days pass here by being handed in.
#include "usecases/requests/reminders.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <barrier>
#include <thread>

#include "usecases/requests/questions.h"
#include "usecases/testing/requests_fixture.h"

namespace exeat::usecases {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::must_have;
using ::testing::UnorderedElementsAre;

class RemindersOnBoth : public ::testing::TestWithParam<sql::Engine> {
protected:
    House& house() { return stage_.house(); }
    void remind(Instant now) { must_have(remind_receivers(house(), now)); }
    void escalate(Instant now) { must_have(escalate_requests(house(), now)); }
    RequestCard row(const Caller& reader, RequestId id) { return must_have(read_request(house(), reader, id)); }

    testing::RequestsFixture stage_{GetParam()};
};
INSTANTIATE_TEST_SUITE_P(Engines, RemindersOnBoth, ::testing::Values(sql::Engine::sqlite, sql::Engine::postgresql),
                         testing::engine_name);

TEST_P(RemindersOnBoth, OneMailADayForAllThatWaits) {
    stage_.ask();
    stage_.ask();
    remind(stage_.in_days(2));
    EXPECT_EQ(stage_.told(stage_.owner, "requests_waiting"), 0) << "three days is usual";
    const auto then = stage_.in_days(3);
    remind(then);
    remind(then);
    remind(Instant{then.ms + testing::k_day_ms - 1});
    EXPECT_THAT(stage_.told(stage_.owner), ElementsAre("request_made 1", "request_made 1", "requests_waiting 2"));
    EXPECT_EQ(stage_.told(stage_.second, "requests_waiting"), 1);
    EXPECT_EQ(stage_.told(stage_.viewer, "requests_waiting"), 0);
    EXPECT_EQ(stage_.mails("requests_waiting"), 2);
    EXPECT_EQ(stage_.places.ledger_entries("receiver_reminded"), 2);
    remind(Instant{then.ms + testing::k_day_ms});
    EXPECT_EQ(stage_.told(stage_.owner, "requests_waiting"), 2);
}

TEST_P(RemindersOnBoth, AreOneMailForAllLibraries) {
    const auto logos = stage_.add_library("Logos");
    stage_.places.add_member(logos, stage_.owner, policy::Role::owner);
    stage_.places.add_member(logos, stage_.viewer, policy::Role::viewer);
    stage_.ask();
    stage_.ask(stage_.viewer, logos);
    remind(stage_.in_days(4));
    EXPECT_THAT(stage_.told(stage_.owner), ElementsAre("request_made 1", "request_made 1", "requests_waiting 2"));
    EXPECT_THAT(stage_.told(stage_.second), ElementsAre("request_made 1", "requests_waiting 1"));
}

TEST_P(RemindersOnBoth, AreNotOfWhatIsDecidedNorSwitchedOff) {
    must_have(stage_.decide(stage_.owner, stage_.ask(), Verdict::reject));
    remind(stage_.in_days(4));
    EXPECT_EQ(stage_.mails("requests_waiting"), 0);
    stage_.ask();
    stage_.write_waiting({.remind_after_days = 0});
    remind(stage_.in_days(400));
    EXPECT_EQ(stage_.mails("requests_waiting"), 0);
}

TEST_P(RemindersOnBoth, WaitWhileAQuestionDoes) {
    const auto id = stage_.ask();
    must_have(ask_question(house(), stage_.owner, id, "For how long?"));
    remind(stage_.in_days(4));
    EXPECT_EQ(stage_.mails("requests_waiting"), 0) << "it waits for its requester";
    must_have(answer_question(house(), stage_.viewer, id, "A month"));
    remind(stage_.in_days(4));
    EXPECT_EQ(stage_.mails("requests_waiting"), 2);
}

TEST_P(RemindersOnBoth, AClockThatWasSetBackSaysNothingTwiceAndIsNotSilentForEver) {
    stage_.ask();
    remind(stage_.in_days(300));
    EXPECT_EQ(stage_.told(stage_.owner, "requests_waiting"), 1);
    remind(stage_.in_days(4));
    remind(stage_.in_days(4));
    EXPECT_EQ(stage_.told(stage_.owner, "requests_waiting"), 1);
    remind(stage_.in_days(6));
    EXPECT_EQ(stage_.told(stage_.owner, "requests_waiting"), 2);
}

TEST_P(RemindersOnBoth, OfSeveralNodesAtOnceOneReminds) {
    constexpr int k_nodes = 4;
    stage_.ask();
    const auto then = stage_.in_days(5);
    std::barrier start(k_nodes);
    std::vector<std::thread> threads;
    for (int i = 0; i < k_nodes; ++i) {
        threads.emplace_back([&] {
            start.arrive_and_wait();
            static_cast<void>(remind_receivers(house(), then));
        });
    }
    for (auto& thread : threads) thread.join();
    remind(then);
    EXPECT_EQ(stage_.told(stage_.owner, "requests_waiting"), 1);
    EXPECT_EQ(stage_.told(stage_.second, "requests_waiting"), 1);
}

TEST_P(RemindersOnBoth, HoldersAreAskedThreeDaysBeforeTheEnd) {
    const auto ends_soon = [&] { return stage_.told(stage_.viewer, "pass_ends_soon"); };
    const auto ask_holders = [&](Instant now) { must_have(remind_holders(house(), now)); };
    const std::vector ids{stage_.ask(), stage_.ask()};
    for (const auto& id : ids) must_have(stage_.decide(stage_.owner, id));
    ask_holders(stage_.in_days(26));
    EXPECT_EQ(ends_soon(), 0) << "a pass runs for thirty days";
    ask_holders(stage_.in_days(27));
    ask_holders(stage_.in_days(28));
    EXPECT_THAT(stage_.told(stage_.viewer),
                ElementsAre("pass_ends_soon 2", "request_approved 1", "request_approved 1"));
    EXPECT_EQ(stage_.mails("pass_ends_soon"), 1);
    EXPECT_EQ(stage_.places.ledger_entries("holder_reminded"), 1);
    EXPECT_EQ(stage_.told(stage_.owner, "pass_ends_soon"), 0);
    // A renewed pass has another end.
    domain::ValiditySettings until{domain::Span::date, stage_.in_days(20)};
    must_have(renew_request(house(), stage_.owner, ids.front(), until, ""));
    ask_holders(stage_.in_days(16));
    EXPECT_EQ(ends_soon(), 1);
    ask_holders(stage_.in_days(18));
    ask_holders(stage_.in_days(19));
    EXPECT_EQ(ends_soon(), 2);
}

TEST_P(RemindersOnBoth, HoldersOfShortPassesAndOfWhatIsOverAreNotAsked) {
    const auto give = [&](std::int64_t days) {
        NewDecision wanted;
        wanted.requests = {stage_.ask()};
        wanted.grant.validity = domain::ValiditySettings{domain::Span::date, stage_.in_days(days)};
        must_have(decide_requests(house(), stage_.owner, wanted));
        return wanted.requests.front();
    };
    give(3);
    const auto revoked = give(10);
    must_have(revoke_request(house(), stage_.owner, revoked, ""));
    must_have(remind_holders(house(), stage_.in_days(1)));
    must_have(remind_holders(house(), stage_.in_days(9)));
    must_have(remind_holders(house(), stage_.in_days(11)));
    EXPECT_EQ(stage_.told(stage_.viewer, "pass_ends_soon"), 0);
    EXPECT_EQ(stage_.places.ledger_entries("holder_reminded"), 0);
}

TEST_P(RemindersOnBoth, WhatWaitsTooLongGoesToTheOwnersWhoWereNotTold) {
    stage_.write_waiting({.escalate_after_days = 7});
    stage_.take_off_the_list({*stage_.second.person});
    const auto id = stage_.ask();
    EXPECT_THAT(stage_.waiting_for(stage_.second), IsEmpty());
    escalate(stage_.in_days(6));
    EXPECT_EQ(stage_.places.ledger_entries("request_escalated"), 0);
    escalate(stage_.in_days(7));
    escalate(stage_.in_days(8));
    EXPECT_THAT(stage_.told(stage_.second), ElementsAre("request_escalated 1"));
    EXPECT_THAT(stage_.told(stage_.places.administrator), IsEmpty());
    EXPECT_THAT(stage_.waiting_for(stage_.second), ElementsAre(id));
    EXPECT_EQ(stage_.count_waiting_for(stage_.second), 1);
    EXPECT_EQ(row(stage_.viewer, id).escalated_to, domain::Escalation::owners);
    EXPECT_TRUE(row(stage_.owner, id).escalated_at);
    EXPECT_EQ(stage_.places.ledger_entries("request_escalated"), 1);
    must_have(stage_.decide(stage_.second, id));
    EXPECT_THAT(stage_.waiting_for(stage_.second), IsEmpty());
}

TEST_P(RemindersOnBoth, WhereEveryOwnerWasToldItGoesToTheAdministrators) {
    stage_.write_waiting({.escalate_after_days = 1});
    const auto first = stage_.ask();
    const auto next = stage_.ask();
    EXPECT_THAT(stage_.waiting_for(stage_.places.administrator), IsEmpty());
    escalate(stage_.in_days(2));
    EXPECT_THAT(stage_.told(stage_.places.administrator), ElementsAre("request_escalated 2"));
    EXPECT_THAT(stage_.waiting_for(stage_.places.administrator), UnorderedElementsAre(first, next));
    EXPECT_EQ(stage_.count_waiting_for(stage_.places.administrator), 2);
    EXPECT_EQ(stage_.count_waiting_for(stage_.owner), 2);
    EXPECT_EQ(row(stage_.viewer, first).escalated_to, domain::Escalation::administrators);
    EXPECT_EQ(stage_.mails("request_escalated"), 1) << "one mail for both";
}

TEST_P(RemindersOnBoth, OwnersSayAfterHowManyDays) {
    const auto write = [&](const Caller& person, std::int64_t version, domain::WaitingSettings settings) {
        return testing::code_of(write_waiting_settings(house(), person, stage_.library, version, settings));
    };
    EXPECT_EQ(testing::code_of(read_waiting_settings(house(), stage_.viewer, stage_.library)), "insiders-only");
    EXPECT_EQ(must_have(read_waiting_settings(house(), stage_.owner, stage_.library)).settings,
              (domain::WaitingSettings{3, 0}));
    EXPECT_EQ(write(stage_.viewer, 0, {1, 1}), "denied");
    EXPECT_EQ(write(stage_.owner, 0, {366, 0}), "wrong-settings");
    EXPECT_EQ(write(stage_.owner, 0, {0, -1}), "wrong-settings");
    EXPECT_EQ(write(stage_.owner, 0, {365, 0}), "");
    EXPECT_EQ(write(stage_.second, 0, {1, 1}), "stale");
    EXPECT_EQ(write(stage_.second, 1, {1, 14}), "");
    EXPECT_EQ(write(stage_.owner, 1, {1, 1}), "stale");
    EXPECT_EQ(must_have(read_waiting_settings(house(), stage_.owner, stage_.library)).settings,
              (domain::WaitingSettings{1, 14}));
    EXPECT_EQ(stage_.places.ledger_entries("waiting_settings_changed"), 2);
}

TEST_P(RemindersOnBoth, NothingGoesFurtherUnlessALibrarySaysSo) {
    stage_.ask();
    escalate(stage_.in_days(1000));
    EXPECT_EQ(stage_.places.ledger_entries("request_escalated"), 0);
}

}  // namespace
}  // namespace exeat::usecases
