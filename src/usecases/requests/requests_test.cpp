// What cannot be tried from outside without waiting: ends of time, races of reviewers, and what is told to whom.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <barrier>
#include <set>
#include <thread>

#include "state/store/changes.h"
#include "state/store/request_rows.h"
#include "usecases/assets/assets.h"
#include "usecases/requests/asking_pace.h"
#include "usecases/requests/closing.h"
#include "usecases/requests/decisions.h"
#include "usecases/testing/requests_fixture.h"

namespace exeat::usecases {
namespace {

using domain::RequestPhase;
using testing::code_of;
using ::testing::ElementsAre;
using testing::must_have;

class RequestsOnBoth : public ::testing::TestWithParam<sql::Engine> {
protected:
    House& house() { return stage_.house(); }
    Result<RequestsMade> send(const std::vector<AssetId>& assets) {
        NewRequests wanted;
        wanted.wish.assets = assets;
        wanted.reason = "A poster";
        return create_requests(house(), stage_.viewer, wanted);
    }
    RequestId ask(const domain::Asset& asset) { return must_have(send({asset.id})).requests.front().id; }
    /// What a request for these files comes to.
    RequestRow ask_for(const domain::Asset& asset, std::vector<std::string> files) {
        NewRequests wanted;
        wanted.wish = {{asset.id}, {}, std::move(files)};
        wanted.reason = "A poster";
        return must_have(create_requests(house(), stage_.viewer, wanted)).requests.front();
    }
    LibraryId add_auto_approving() {
        auto settings = testing::RequestsFixture::guarded();
        settings.requests.auto_approval = true;
        settings.presets = {{"web", false}};
        const auto library = stage_.places.add_library("By itself", settings);
        stage_.places.add_member(library, stage_.owner, policy::Role::owner);
        stage_.places.add_member(library, stage_.viewer, policy::Role::viewer);
        return library;
    }
    std::vector<RequestRow> rows_that_hold(const std::string& text) {
        RequestsWanted wanted;
        wanted.text = text;
        return must_have(list_requests(house(), stage_.viewer, wanted)).requests;
    }
    Result<Decided> decide(const Caller& caller, const std::vector<RequestId>& ids,
                           Verdict verdict = Verdict::approve) {
        NewDecision wanted;
        wanted.requests = ids;
        wanted.decision = verdict;
        return decide_requests(house(), caller, wanted);
    }
    /// As if that much time had passed since everything was decided.
    void let_time_pass(std::int64_t ms) {
        stage_.places.write([&](sql::Transaction& transaction) -> Done {
            EXEAT_TRY(
                transaction.change("update requests set decided_at = decided_at - $1, valid_until = "
                                   "valid_until - $1",
                                   {ms}));
            return store::note_requests(transaction, {HolderId{stage_.viewer.person->bits}});
        });
    }
    std::vector<RequestId> waiting_for(const Caller& person) {
        RequestsWanted wanted;
        wanted.seat = Seat::reviewer;
        std::vector<RequestId> ids;
        for (const auto& one : must_have(list_requests(house(), person, wanted)).requests) ids.push_back(one.id);
        return ids;
    }
    /// When the mails that wait may leave, counted from the newest notice.
    std::int64_t mails_waiting(std::string_view kind) {
        return must_have(house().database.read([&](sql::Session& session) -> Result<std::int64_t> {
            EXEAT_TAKE(const auto row, session.one("select count(*) from outbox o join notices n on n.id = o.notice "
                                                   "where o.kind = $1 and o.not_before = n.made_at + $2",
                                                   {kind, domain::k_undo_ms}));
            return row->get<std::int64_t>(0);
        }));
    }
    policy::RequestState state_of(const domain::Asset& asset) {
        return must_have(read_asset(house(), stage_.viewer, asset.id)).download.request_state;
    }

    testing::RequestsFixture stage_{GetParam()};
};
INSTANTIATE_TEST_SUITE_P(Engines, RequestsOnBoth, ::testing::Values(sql::Engine::sqlite, sql::Engine::postgresql),
                         testing::engine_name);

TEST_P(RequestsOnBoth, EverybodyIsToldOnce) {
    const auto one = ask(stage_.places.add_asset(stage_.library, "one.tif"));
    const auto two = ask(stage_.places.add_asset(stage_.library, "two.tif"));
    EXPECT_THAT(stage_.told(stage_.owner), ElementsAre("request_made 1", "request_made 1"));
    EXPECT_THAT(stage_.told(stage_.viewer), ElementsAre());
    must_have(decide(stage_.owner, {one, two}));
    EXPECT_THAT(stage_.told(stage_.viewer), ElementsAre("request_approved 2")) << "one mail for the batch";
    EXPECT_EQ(mails_waiting("request_approved"), 1) << "it waits for ten seconds";
    must_have(take_back_decisions(house(), stage_.owner, {one}));
    EXPECT_THAT(stage_.told(stage_.viewer), ElementsAre("request_approved 1"));
    must_have(take_back_decisions(house(), stage_.owner, {two}));
    EXPECT_THAT(stage_.told(stage_.viewer), ElementsAre());
    EXPECT_EQ(stage_.places.ledger_entries("request_approved"), 2);
    EXPECT_EQ(stage_.places.ledger_entries("decision_taken_back"), 2);
}

TEST_P(RequestsOnBoth, ADecisionIsTakenBackForTenSeconds) {
    const auto asset = stage_.places.add_asset(stage_.library, "one.tif");
    const auto id = ask(asset);
    must_have(decide(stage_.owner, {id}));
    let_time_pass(domain::k_undo_ms);
    EXPECT_EQ(code_of(take_back_decisions(house(), stage_.owner, {id})), "too-late");
    EXPECT_EQ(state_of(asset), policy::RequestState::granted);
}

TEST_P(RequestsOnBoth, APassRunsOutAndItsHolderIsTold) {
    const auto asset = stage_.places.add_asset(stage_.library, "one.tif");
    const auto id = ask(asset);
    must_have(decide(stage_.owner, {id}));
    let_time_pass(31 * testing::k_day_ms);
    EXPECT_EQ(state_of(asset), policy::RequestState::expired);
    EXPECT_EQ(must_have(read_request(house(), stage_.viewer, id)).status, RequestPhase::expired)
        << "before it is noted";
    must_have(end_lapsed_requests(house()));
    must_have(end_lapsed_requests(house()));
    EXPECT_THAT(stage_.told(stage_.viewer), ElementsAre("pass_ended 1", "request_approved 1"));
    RequestsWanted expired;
    expired.status = {RequestPhase::expired};
    EXPECT_EQ(must_have(list_requests(house(), stage_.viewer, expired)).requests.size(), 1U);
}

TEST_P(RequestsOnBoth, OfManyReviewersAtOnceOneDecides) {
    constexpr int k_reviewers = 8;
    for (int round = 0; round < 3; ++round) {
        const auto id = ask(stage_.places.add_asset(stage_.library, "race.tif"));
        std::barrier start(k_reviewers);
        std::vector<Result<Decided>> answers(k_reviewers, Decided{});
        std::vector<std::thread> threads;
        for (int i = 0; i < k_reviewers; ++i) {
            threads.emplace_back([&, i] {
                start.arrive_and_wait();
                answers[static_cast<std::size_t>(i)] = decide(i % 2 == 0 ? stage_.owner : stage_.second, {id});
            });
        }
        for (auto& thread : threads) thread.join();
        int won = 0;
        for (const auto& answer : answers) {
            if (answer) {
                ++won;
            } else {
                EXPECT_EQ(answer.error().code, "decided-already");
                EXPECT_THAT(answer.error().text, ::testing::HasSubstr("approved this"));
            }
        }
        EXPECT_EQ(won, 1);
    }
    EXPECT_EQ(stage_.places.ledger_entries("request_approved"), 3);
    EXPECT_EQ(stage_.told(stage_.viewer).size(), 3U);
}

TEST_P(RequestsOnBoth, TheSameIsAskedOnceByManyCallsAtOnce) {
    constexpr int k_calls = 6;
    const auto asset = stage_.places.add_asset(stage_.library, "race.tif");
    std::barrier start(k_calls);
    std::vector<std::thread> threads;
    for (int i = 0; i < k_calls; ++i) {
        threads.emplace_back([&] {
            start.arrive_and_wait();
            static_cast<void>(send({asset.id}));
        });
    }
    for (auto& thread : threads) thread.join();
    RequestsWanted wanted;
    wanted.asset = asset.id;
    EXPECT_EQ(must_have(list_requests(house(), stage_.viewer, wanted)).requests.size(), 1U);
}

TEST_P(RequestsOnBoth, WhoIsTakenOffTheListStillDecides) {
    auto settings = testing::RequestsFixture::guarded();
    settings.requests.not_receivers = {*stage_.owner.person, *stage_.second.person,
                                       *stage_.places.administrator.person};
    const auto quiet = stage_.places.add_library("Quiet", settings);
    stage_.places.add_member(quiet, stage_.owner, policy::Role::owner);
    stage_.places.add_member(quiet, stage_.viewer, policy::Role::viewer);
    const auto id = ask(stage_.places.add_asset(quiet, "one.tif"));
    EXPECT_THAT(stage_.told(stage_.owner), ElementsAre());
    EXPECT_THAT(stage_.told(stage_.places.administrator), ElementsAre("request_made 1"))
        << "nobody is left to receive it";
    EXPECT_THAT(waiting_for(stage_.places.administrator), ElementsAre(id)) << "and it stands where they look";
    EXPECT_THAT(waiting_for(stage_.places.add_person("other admin", policy::Level::administrator)), ElementsAre(id));
    EXPECT_THAT(waiting_for(stage_.places.add_person("director", policy::Level::director)), ElementsAre());
    EXPECT_THAT(waiting_for(stage_.owner), ElementsAre());
    must_have(decide(stage_.owner, {id}, Verdict::reject));
    EXPECT_THAT(waiting_for(stage_.places.administrator), ElementsAre());
}

TEST_P(RequestsOnBoth, AClockThatWasSetBackOpensNothing) {
    const auto asset = stage_.places.add_asset(stage_.library, "one.tif");
    const auto id = ask(asset);
    // As if it had been asked for in the future.
    stage_.places.write([&](sql::Transaction& transaction) -> Done {
        EXEAT_TRY(transaction.change("update requests set created_at = created_at + 3600000"));
        return store::note_requests(transaction, {HolderId{stage_.viewer.person->bits}});
    });
    must_have(decide(stage_.owner, {id}, Verdict::reject));
    EXPECT_EQ(state_of(asset), policy::RequestState::rejected);
    const auto again = ask(asset);
    EXPECT_NE(again, id);
    EXPECT_EQ(state_of(asset), policy::RequestState::pending);
    must_have(decide(stage_.owner, {again}, Verdict::reject));
    const auto row =
        must_have(house().database.read([&](sql::Session& session) { return store::read_request(session, again); }));
    const auto first =
        must_have(house().database.read([&](sql::Session& session) { return store::read_request(session, id); }));
    EXPECT_GT(row->created_at, first->created_at) << "the newest decides, whatever the clock said";
    EXPECT_GE(*row->decided_at, row->created_at);
}

TEST_P(RequestsOnBoth, AReasonIsATextWhereTheFormIsOffToo) {
    auto settings = testing::RequestsFixture::guarded();
    settings.requests.form = false;
    const auto free_hand = stage_.places.add_library("No form", settings);
    stage_.places.add_member(free_hand, stage_.viewer, policy::Role::viewer);
    NewRequests wanted;
    wanted.wish.assets = {stage_.places.add_asset(free_hand, "one.tif").id};
    wanted.reason = std::string(2'001, 'A');
    EXPECT_EQ(code_of(create_requests(house(), stage_.viewer, wanted)), "wrong-answers");
    wanted.reason.clear();
    must_have(create_requests(house(), stage_.viewer, wanted));
}

TEST_P(RequestsOnBoth, WhoWasRefusedIsNotApprovedByItself) {
    const auto library = add_auto_approving();
    const auto revoked = stage_.places.add_asset(library, "revoked.tif");
    const auto first = ask_for(revoked, {"original"}).id;
    EXPECT_EQ(ask_for(revoked, {"preset:web"}).status, RequestPhase::auto_approved);
    must_have(revoke_request(house(), stage_.owner, first, ""));
    EXPECT_EQ(ask_for(revoked, {"original"}).status, RequestPhase::pending) << "though what was asked last runs";

    const auto passed = stage_.places.add_asset(library, "passed.tif");
    must_have(revoke_request(house(), stage_.owner, ask(passed), ""));
    NewPasses pass;
    pass.assets = {passed.id};
    pass.person = stage_.viewer.person;
    pass.grant.files = std::vector<std::string>{"preset:web"};
    must_have(give_passes(house(), stage_.owner, pass));
    const auto again = ask_for(passed, {"original"}).id;
    const auto card = must_have(read_request(house(), stage_.viewer, again));
    EXPECT_EQ(card.status, RequestPhase::pending) << "though a pass was given since";

    must_have(cancel_request(house(), stage_.viewer, again));
    EXPECT_EQ(ask_for(passed, {"original"}).status, RequestPhase::pending);
}

TEST_P(RequestsOnBoth, ManyAreAskedForWithOneForm) {
    constexpr std::size_t k_assets = 130;
    const auto library = add_auto_approving();
    std::vector<AssetId> assets;
    for (std::size_t i = 0; i < k_assets; ++i) assets.push_back(stage_.places.add_asset(library, "one of many.tif").id);
    const auto refused = assets.at(70);
    const auto before = must_have(send({refused})).requests.front().id;
    must_have(revoke_request(house(), stage_.owner, before, "No more"));
    const auto made = must_have(send(assets)).requests;
    ASSERT_EQ(made.size(), k_assets);
    std::set<RequestId> ids;
    for (const auto& row : made) {
        ids.insert(row.id);
        EXPECT_EQ(row.status, row.asset == refused ? RequestPhase::pending : RequestPhase::auto_approved);
        EXPECT_EQ(row.reason, "A poster");
    }
    EXPECT_EQ(ids.size(), k_assets);
    EXPECT_EQ(stage_.places.ledger_entries("request_auto_approved"), static_cast<std::int64_t>(k_assets));
    EXPECT_EQ(stage_.places.ledger_entries("request_made"), 1);
    EXPECT_THAT(stage_.told(stage_.owner),
                ElementsAre("request_auto_approved 1", "request_auto_approved 129", "request_made 1"));
}

TEST_P(RequestsOnBoth, ApprovalByAPersonLiftsTheNo) {
    const auto asset = stage_.places.add_asset(add_auto_approving(), "one.tif");
    must_have(revoke_request(house(), stage_.owner, ask(asset), ""));
    const auto second = ask(asset);
    must_have(decide(stage_.owner, {second}));
    let_time_pass(31 * testing::k_day_ms);
    stage_.places.write([&](sql::Transaction& transaction) -> Done {
        EXEAT_TRY(transaction.change("update requests set decided_at = decided_at + $1", {31 * testing::k_day_ms}));
        return store::note_requests(transaction, {HolderId{stage_.viewer.person->bits}});
    });
    EXPECT_EQ(must_have(read_request(house(), stage_.viewer, ask(asset))).status, RequestPhase::auto_approved);
}

TEST_P(RequestsOnBoth, WhatIsHiddenIsNeitherFoundNorPlaced) {
    const auto folder = stage_.places.add_folder(stage_.library, "Autumn");
    const auto asset = stage_.places.add_asset(stage_.library, "harbour.tif", folder);
    const auto id = ask(asset);
    EXPECT_EQ(rows_that_hold("harbour").size(), 1U);
    EXPECT_EQ(must_have(read_request(house(), stage_.viewer, id)).folder_name, "Autumn");
    stage_.places.write([&](sql::Transaction& transaction) -> Done {
        EXEAT_TRY(
            transaction.change("update assets set name = 'merger.tif', name_key = 'merger.tif', status = "
                               "'draft', version = version + 1 where id = $1",
                               {asset.id}));
        return store::note_change(transaction, store::ChangeKind::asset, asset.id.text());
    });
    EXPECT_EQ(rows_that_hold("merger").size(), 0U) << "its name cannot be spelled out";
    EXPECT_EQ(rows_that_hold("poster").size(), 1U);
    const auto card = must_have(read_request(house(), stage_.viewer, id));
    EXPECT_EQ(card.asset_name, "");
    EXPECT_FALSE(card.folder || card.folder_name);

    const auto vault = stage_.places.add_library("Vault");
    stage_.places.write([&](sql::Transaction& transaction) -> Done {
        EXEAT_TRY(transaction.change("update requests set library = $1 where id = $2", {vault, id}));
        EXEAT_TRY(transaction.change("update assets set library = $1, folder = '' where id = $2", {vault, asset.id}));
        return store::note_change(transaction, store::ChangeKind::asset, asset.id.text());
    });
    EXPECT_EQ(must_have(read_request(house(), stage_.viewer, id)).library, stage_.library) << "not where it lies now";
}

TEST_P(RequestsOnBoth, AFileIsNamedOnce) {
    NewRequests wanted;
    wanted.wish = {
        {stage_.places.add_asset(stage_.library, "one.tif").id}, {}, std::vector<std::string>(200, "original")};
    wanted.reason = "A poster";
    const auto made = must_have(create_requests(house(), stage_.viewer, wanted));
    EXPECT_EQ(made.requests.front().files, domain::Files({"original"}));
}

TEST_P(RequestsOnBoth, WhatWasWithdrawnAtOnceBothersNobody) {
    const auto id = ask(stage_.places.add_asset(stage_.library, "one.tif"));
    EXPECT_EQ(mails_waiting("request_made"), 2) << "for each owner, in ten seconds";
    must_have(cancel_request(house(), stage_.viewer, id));
    EXPECT_EQ(mails_waiting("request_made"), 0);
    EXPECT_THAT(stage_.told(stage_.owner), ElementsAre());
}

TEST_P(RequestsOnBoth, WhatWasApprovedByItselfStaysToldWhenTheRestIsWithdrawn) {
    const auto library = add_auto_approving();
    const auto refused = stage_.places.add_asset(library, "refused.tif");
    must_have(revoke_request(house(), stage_.owner, ask(refused), ""));
    const auto before = stage_.told(stage_.owner, "request_auto_approved");
    const auto free = stage_.places.add_asset(library, "free.tif");
    for (const auto& row : must_have(send({refused.id, free.id})).requests) {
        if (row.status == RequestPhase::pending) must_have(cancel_request(house(), stage_.viewer, row.id));
    }
    EXPECT_EQ(stage_.told(stage_.owner, "request_made"), 0);
    EXPECT_EQ(mails_waiting("request_made"), 0);
    EXPECT_EQ(stage_.told(stage_.owner, "request_auto_approved"), before + 1);
    EXPECT_EQ(state_of(free), policy::RequestState::granted);
}

TEST_P(RequestsOnBoth, WhatWasDecidedStaysToldWhenTheRestIsWithdrawn) {
    const auto made = must_have(send({stage_.places.add_asset(stage_.library, "one.tif").id,
                                      stage_.places.add_asset(stage_.library, "two.tif").id}))
                          .requests;
    must_have(decide(stage_.owner, {made.front().id}));
    must_have(cancel_request(house(), stage_.viewer, made.back().id));
    EXPECT_EQ(stage_.told(stage_.second, "request_made"), 1);
    EXPECT_EQ(mails_waiting("request_made"), 2);
}

TEST_P(RequestsOnBoth, NobodyAsksWithoutEnd) {
    const auto asset = stage_.places.add_asset(add_auto_approving(), "one.tif");
    // As if so many forms had been sent already.
    const auto now = stage_.places.now();
    stage_.places.write([&](sql::Transaction& transaction) -> Done {
        for (std::int64_t i = 1; i < k_most_asks_an_hour; ++i) {
            EXEAT_TRY(count_asking(transaction, *stage_.viewer.person, now));
        }
        return {};
    });
    must_have(send({asset.id}));
    const auto other = stage_.places.add_asset(stage_.library, "two.tif");
    const auto refused = send({other.id});
    ASSERT_EQ(code_of(refused), "too-many-asks");
    EXPECT_GT(refused.error().retry_after_seconds, 0);
    EXPECT_EQ(stage_.told(stage_.owner, "request_made"), 0);
}

TEST_P(RequestsOnBoth, ARejectionIsNotTakenBackBesideANewerRequest) {
    const auto asset = stage_.places.add_asset(stage_.library, "one.tif");
    const auto id = ask(asset);
    must_have(decide(stage_.owner, {id}, Verdict::reject));
    ask(asset);
    EXPECT_EQ(code_of(take_back_decisions(house(), stage_.owner, {id})), "too-late");
}

}  // namespace
}  // namespace exeat::usecases
