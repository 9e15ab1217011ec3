// What cannot be tried from outside without waiting: ends of time, races of reviewers, and what is told to whom.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <barrier>
#include <thread>

#include "state/store/changes.h"
#include "state/store/notice_rows.h"
#include "state/store/request_rows.h"
#include "usecases/assets/assets.h"
#include "usecases/requests/closing.h"
#include "usecases/requests/decisions.h"
#include "usecases/testing/places_fixture.h"

namespace exeat::usecases {
namespace {

using domain::RequestPhase;
using testing::code_of;
using ::testing::ElementsAre;
using testing::must_have;

class RequestsOnBoth : public ::testing::TestWithParam<sql::Engine> {
protected:
    RequestsOnBoth() {
        places_.add_member(library_, owner_, policy::Role::owner);
        places_.add_member(library_, second_, policy::Role::owner);
        places_.add_member(library_, viewer_, policy::Role::viewer);
    }

    static domain::LibrarySettings guarded() {
        domain::LibrarySettings settings;
        settings.protection = policy::Protection::on_request;
        return settings;
    }
    House& house() { return places_.house(); }
    Result<RequestsMade> send(const std::vector<AssetId>& assets) {
        NewRequests wanted;
        wanted.wish.assets = assets;
        wanted.reason = "A poster";
        return create_requests(house(), viewer_, wanted);
    }
    RequestId ask(const domain::Asset& asset) { return must_have(send({asset.id})).requests.front().id; }
    /// What a request for these files comes to.
    RequestRow ask_for(const domain::Asset& asset, std::vector<std::string> files) {
        NewRequests wanted;
        wanted.wish = {{asset.id}, {}, std::move(files)};
        wanted.reason = "A poster";
        return must_have(create_requests(house(), viewer_, wanted)).requests.front();
    }
    LibraryId add_auto_approving() {
        auto settings = guarded();
        settings.requests.auto_approval = true;
        settings.presets = {{"web", false}};
        const auto library = places_.add_library("By itself", settings);
        places_.add_member(library, owner_, policy::Role::owner);
        places_.add_member(library, viewer_, policy::Role::viewer);
        return library;
    }
    std::vector<RequestRow> rows_that_hold(const std::string& text) {
        RequestsWanted wanted;
        wanted.text = text;
        return must_have(list_requests(house(), viewer_, wanted)).requests;
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
        places_.write([&](sql::Transaction& transaction) -> Done {
            EXEAT_TRY(
                transaction.change("update requests set decided_at = decided_at - $1, valid_until = "
                                   "valid_until - $1",
                                   {ms}));
            return store::note_requests(transaction, {HolderId{viewer_.person->bits}});
        });
    }
    std::vector<std::string> told(const Caller& person) {
        std::vector<std::string> kinds;
        const auto notices = must_have(house().database.read(
            [&](sql::Session& session) { return store::list_notices(session, *person.person, {}, 100); }));
        for (const auto& notice : notices) kinds.push_back(notice.kind + " " + std::to_string(notice.count));
        std::ranges::sort(kinds);
        return kinds;
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
        return must_have(read_asset(house(), viewer_, asset.id)).download.request_state;
    }

    testing::PlacesFixture places_{GetParam()};
    Caller owner_ = places_.add_person("owner", policy::Level::producer);
    Caller second_ = places_.add_person("second", policy::Level::producer);
    Caller viewer_ = places_.add_person("viewer", policy::Level::consumer);
    LibraryId library_ = places_.add_library("Press", guarded());
};
INSTANTIATE_TEST_SUITE_P(Engines, RequestsOnBoth, ::testing::Values(sql::Engine::sqlite, sql::Engine::postgresql),
                         testing::engine_name);

TEST_P(RequestsOnBoth, EverybodyIsToldOnce) {
    const auto one = ask(places_.add_asset(library_, "one.tif"));
    const auto two = ask(places_.add_asset(library_, "two.tif"));
    EXPECT_THAT(told(owner_), ElementsAre("request_made 1", "request_made 1"));
    EXPECT_THAT(told(viewer_), ElementsAre());
    must_have(decide(owner_, {one, two}));
    EXPECT_THAT(told(viewer_), ElementsAre("request_approved 2")) << "one mail for the batch";
    EXPECT_EQ(mails_waiting("request_approved"), 1) << "it waits for ten seconds";
    must_have(take_back_decisions(house(), owner_, {one}));
    EXPECT_THAT(told(viewer_), ElementsAre("request_approved 1"));
    must_have(take_back_decisions(house(), owner_, {two}));
    EXPECT_THAT(told(viewer_), ElementsAre());
    EXPECT_EQ(places_.ledger_entries("request_approved"), 2);
    EXPECT_EQ(places_.ledger_entries("decision_taken_back"), 2);
}

TEST_P(RequestsOnBoth, ADecisionIsTakenBackForTenSeconds) {
    const auto asset = places_.add_asset(library_, "one.tif");
    const auto id = ask(asset);
    must_have(decide(owner_, {id}));
    let_time_pass(domain::k_undo_ms);
    EXPECT_EQ(code_of(take_back_decisions(house(), owner_, {id})), "too-late");
    EXPECT_EQ(state_of(asset), policy::RequestState::granted);
}

TEST_P(RequestsOnBoth, APassRunsOutAndItsHolderIsTold) {
    const auto asset = places_.add_asset(library_, "one.tif");
    const auto id = ask(asset);
    must_have(decide(owner_, {id}));
    let_time_pass(std::int64_t{31} * 86'400'000);
    EXPECT_EQ(state_of(asset), policy::RequestState::expired);
    EXPECT_EQ(must_have(read_request(house(), viewer_, id)).status, RequestPhase::expired) << "before it is noted";
    must_have(end_lapsed_requests(house()));
    must_have(end_lapsed_requests(house()));
    EXPECT_THAT(told(viewer_), ElementsAre("pass_ended 1", "request_approved 1"));
    RequestsWanted expired;
    expired.status = {RequestPhase::expired};
    EXPECT_EQ(must_have(list_requests(house(), viewer_, expired)).requests.size(), 1U);
}

TEST_P(RequestsOnBoth, OfManyReviewersAtOnceOneDecides) {
    constexpr int k_reviewers = 8;
    for (int round = 0; round < 3; ++round) {
        const auto id = ask(places_.add_asset(library_, "race.tif"));
        std::barrier start(k_reviewers);
        std::vector<Result<Decided>> answers(k_reviewers, Decided{});
        std::vector<std::thread> threads;
        for (int i = 0; i < k_reviewers; ++i) {
            threads.emplace_back([&, i] {
                start.arrive_and_wait();
                answers[static_cast<std::size_t>(i)] = decide(i % 2 == 0 ? owner_ : second_, {id});
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
    EXPECT_EQ(places_.ledger_entries("request_approved"), 3);
    EXPECT_EQ(told(viewer_).size(), 3U);
}

TEST_P(RequestsOnBoth, TheSameIsAskedOnceByManyCallsAtOnce) {
    constexpr int k_calls = 6;
    const auto asset = places_.add_asset(library_, "race.tif");
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
    EXPECT_EQ(must_have(list_requests(house(), viewer_, wanted)).requests.size(), 1U);
}

TEST_P(RequestsOnBoth, WhoIsTakenOffTheListStillDecides) {
    auto settings = guarded();
    settings.requests.not_receivers = {*owner_.person, *second_.person, *places_.administrator.person};
    const auto quiet = places_.add_library("Quiet", settings);
    places_.add_member(quiet, owner_, policy::Role::owner);
    places_.add_member(quiet, viewer_, policy::Role::viewer);
    const auto id = ask(places_.add_asset(quiet, "one.tif"));
    EXPECT_THAT(told(owner_), ElementsAre());
    EXPECT_THAT(told(places_.administrator), ElementsAre("request_made 1")) << "nobody is left to receive it";
    must_have(decide(owner_, {id}, Verdict::reject));
}

TEST_P(RequestsOnBoth, AClockThatWasSetBackOpensNothing) {
    const auto asset = places_.add_asset(library_, "one.tif");
    const auto id = ask(asset);
    // As if it had been asked for in the future.
    places_.write([&](sql::Transaction& transaction) -> Done {
        EXEAT_TRY(transaction.change("update requests set created_at = created_at + 3600000"));
        return store::note_requests(transaction, {HolderId{viewer_.person->bits}});
    });
    must_have(decide(owner_, {id}, Verdict::reject));
    EXPECT_EQ(state_of(asset), policy::RequestState::rejected);
    const auto again = ask(asset);
    EXPECT_NE(again, id);
    EXPECT_EQ(state_of(asset), policy::RequestState::pending);
    must_have(decide(owner_, {again}, Verdict::reject));
    const auto row =
        must_have(house().database.read([&](sql::Session& session) { return store::read_request(session, again); }));
    const auto first =
        must_have(house().database.read([&](sql::Session& session) { return store::read_request(session, id); }));
    EXPECT_GT(row->created_at, first->created_at) << "the newest decides, whatever the clock said";
    EXPECT_GE(*row->decided_at, row->created_at);
}

TEST_P(RequestsOnBoth, AReasonIsATextWhereTheFormIsOffToo) {
    auto settings = guarded();
    settings.requests.form = false;
    const auto free_hand = places_.add_library("No form", settings);
    places_.add_member(free_hand, viewer_, policy::Role::viewer);
    NewRequests wanted;
    wanted.wish.assets = {places_.add_asset(free_hand, "one.tif").id};
    wanted.reason = std::string(2'001, 'A');
    EXPECT_EQ(code_of(create_requests(house(), viewer_, wanted)), "wrong-answers");
    wanted.reason.clear();
    must_have(create_requests(house(), viewer_, wanted));
}

TEST_P(RequestsOnBoth, WhoWasRefusedIsNotApprovedByItself) {
    const auto library = add_auto_approving();
    const auto revoked = places_.add_asset(library, "revoked.tif");
    const auto first = ask_for(revoked, {"original"}).id;
    EXPECT_EQ(ask_for(revoked, {"preset:web"}).status, RequestPhase::auto_approved);
    must_have(revoke_request(house(), owner_, first, ""));
    EXPECT_EQ(ask_for(revoked, {"original"}).status, RequestPhase::pending) << "though what was asked last runs";

    const auto passed = places_.add_asset(library, "passed.tif");
    must_have(revoke_request(house(), owner_, ask(passed), ""));
    NewPasses pass;
    pass.assets = {passed.id};
    pass.person = viewer_.person;
    pass.grant.files = std::vector<std::string>{"preset:web"};
    must_have(give_passes(house(), owner_, pass));
    const auto again = ask_for(passed, {"original"}).id;
    const auto card = must_have(read_request(house(), viewer_, again));
    EXPECT_EQ(card.status, RequestPhase::pending) << "though a pass was given since";

    must_have(cancel_request(house(), viewer_, again));
    EXPECT_EQ(ask_for(passed, {"original"}).status, RequestPhase::pending);
}

TEST_P(RequestsOnBoth, ApprovalByAPersonLiftsTheNo) {
    const auto asset = places_.add_asset(add_auto_approving(), "one.tif");
    must_have(revoke_request(house(), owner_, ask(asset), ""));
    const auto second = ask(asset);
    must_have(decide(owner_, {second}));
    let_time_pass(std::int64_t{31} * 86'400'000);
    places_.write([&](sql::Transaction& transaction) -> Done {
        EXEAT_TRY(
            transaction.change("update requests set decided_at = decided_at + $1", {std::int64_t{31} * 86'400'000}));
        return store::note_requests(transaction, {HolderId{viewer_.person->bits}});
    });
    EXPECT_EQ(must_have(read_request(house(), viewer_, ask(asset))).status, RequestPhase::auto_approved);
}

TEST_P(RequestsOnBoth, WhatIsHiddenIsNeitherFoundNorPlaced) {
    const auto folder = places_.add_folder(library_, "Autumn");
    const auto asset = places_.add_asset(library_, "harbour.tif", folder);
    const auto id = ask(asset);
    EXPECT_EQ(rows_that_hold("harbour").size(), 1U);
    EXPECT_EQ(must_have(read_request(house(), viewer_, id)).folder_name, "Autumn");
    places_.write([&](sql::Transaction& transaction) -> Done {
        EXEAT_TRY(
            transaction.change("update assets set name = 'merger.tif', name_key = 'merger.tif', status = "
                               "'draft', version = version + 1 where id = $1",
                               {asset.id}));
        return store::note_change(transaction, store::ChangeKind::asset, asset.id.text());
    });
    EXPECT_EQ(rows_that_hold("merger").size(), 0U) << "its name cannot be spelled out";
    EXPECT_EQ(rows_that_hold("poster").size(), 1U);
    const auto card = must_have(read_request(house(), viewer_, id));
    EXPECT_EQ(card.asset_name, "");
    EXPECT_FALSE(card.folder || card.folder_name);

    const auto vault = places_.add_library("Vault");
    places_.write([&](sql::Transaction& transaction) -> Done {
        EXEAT_TRY(transaction.change("update requests set library = $1 where id = $2", {vault, id}));
        EXEAT_TRY(transaction.change("update assets set library = $1, folder = '' where id = $2", {vault, asset.id}));
        return store::note_change(transaction, store::ChangeKind::asset, asset.id.text());
    });
    EXPECT_EQ(must_have(read_request(house(), viewer_, id)).library, library_) << "not where it lies now";
}

TEST_P(RequestsOnBoth, AFileIsNamedOnce) {
    NewRequests wanted;
    wanted.wish = {{places_.add_asset(library_, "one.tif").id}, {}, std::vector<std::string>(200, "original")};
    wanted.reason = "A poster";
    const auto made = must_have(create_requests(house(), viewer_, wanted));
    EXPECT_EQ(made.requests.front().files, domain::Files({"original"}));
}

TEST_P(RequestsOnBoth, WhatWasWithdrawnAtOnceBothersNobody) {
    const auto id = ask(places_.add_asset(library_, "one.tif"));
    EXPECT_EQ(mails_waiting("request_made"), 3) << "for each owner, in ten seconds";
    must_have(cancel_request(house(), viewer_, id));
    EXPECT_EQ(mails_waiting("request_made"), 0);
    EXPECT_THAT(told(owner_), ElementsAre());
}

TEST_P(RequestsOnBoth, ARejectionIsNotTakenBackBesideANewerRequest) {
    const auto asset = places_.add_asset(library_, "one.tif");
    const auto id = ask(asset);
    must_have(decide(owner_, {id}, Verdict::reject));
    ask(asset);
    EXPECT_EQ(code_of(take_back_decisions(house(), owner_, {id})), "too-late");
}

}  // namespace
}  // namespace exeat::usecases
