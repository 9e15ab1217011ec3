#include "usecases/deliveries/attend.h"

#include <gtest/gtest.h>

#include "service/identity/secret_text.h"
#include "state/store/members.h"
#include "state/store/session_rows.h"
#include "usecases/sessions/sessions.h"
#include "usecases/testing/deliveries_fixture.h"

namespace exeat::usecases {
namespace {

using testing::code_of;
using testing::must_have;

class Attending : public ::testing::TestWithParam<sql::Engine> {
protected:
    void revoke() {
        stage_.write(
            [&](sql::Transaction& transaction) { return store::delete_member(transaction, stage_.membership); });
    }

    /// Of mira, who may then do what needs one.
    SessionId add_session() {
        store::SessionRow row;
        row.id = SessionId::make(stage_.now());
        row.token = identity::stored_form(row.id.text());
        row.person = *stage_.mira.person;
        row.created_at = row.last_seen_at = stage_.now();
        row.expires_at = Instant{stage_.now().ms + 3'600'000};
        stage_.write([&](sql::Transaction& transaction) { return store::insert_session(transaction, row); });
        return row.id;
    }

    testing::DeliveriesFixture stage_{GetParam()};
    AssetId asset_ = stage_.add_file();
};
INSTANTIATE_TEST_SUITE_P(Engines, Attending, ::testing::Values(sql::Engine::sqlite, sql::Engine::postgresql),
                         testing::engine_name);

TEST_P(Attending, WhatWasTakenAwayBeforeTheTransferBeganIsSeen) {
    const auto attended = must_have(attend(stage_.house(), stage_.ticket({asset_})));
    EXPECT_EQ(attended.length, 5);
    EXPECT_EQ(code_of(still_attended(stage_.house(), attended)), "");
    revoke();
    EXPECT_NE(code_of(still_attended(stage_.house(), attended)), "");
}

TEST_P(Attending, ATicketEndsWithTheSessionThatSomebodyTookAway) {
    const auto other = stage_.add_file();
    for (const auto& assets : {std::vector<AssetId>{asset_}, std::vector<AssetId>{asset_, other}}) {
        auto& mira = stage_.mira;
        const auto without = stage_.ticket(assets);
        mira.session = add_session();
        const auto left = stage_.ticket(assets);
        must_have(sign_out(stage_.house(), mira));
        EXPECT_EQ(code_of(attend(stage_.house(), left)), "") << "signing out takes nothing away";
        mira.session = add_session();
        const auto given = stage_.ticket(assets);
        const auto attended = must_have(attend(stage_.house(), given));
        auto elsewhere = mira;
        elsewhere.session = add_session();
        must_have(end_session(stage_.house(), elsewhere, *mira.session));
        EXPECT_EQ(code_of(still_attended(stage_.house(), attended)), "ticket-ended");
        EXPECT_EQ(code_of(attend(stage_.house(), given)), "ticket-ended");
        EXPECT_FALSE(is_at_hand(stage_.house(), given));
        EXPECT_EQ(code_of(attend(stage_.house(), without)), "");
        EXPECT_EQ(code_of(attend(stage_.house(), left)), "");
        mira.session.reset();
    }
}

TEST_P(Attending, ASignInThatEndedBetweenItsQuestionAndTheDecisionIsSeen) {
    const auto other = stage_.add_file();
    for (const auto& assets : {std::vector<AssetId>{asset_}, std::vector<AssetId>{asset_, other}}) {
        auto& mira = stage_.mira;
        mira.session = add_session();
        auto attended = must_have(attend(stage_.house(), stage_.ticket(assets)));
        auto elsewhere = mira;
        elsewhere.session = add_session();
        must_have(end_session(stage_.house(), elsewhere, *mira.session));
        attended.authority_number = stage_.house().authority.number();
        EXPECT_EQ(code_of(still_attended(stage_.house(), attended)), "ticket-ended");
        mira.session.reset();
    }
}

TEST_P(Attending, OtherChangesEndNothing) {
    const auto attended = must_have(attend(stage_.house(), stage_.ticket({asset_})));
    stage_.add_library("Another");
    EXPECT_EQ(code_of(still_attended(stage_.house(), attended)), "");
}

TEST_P(Attending, ATicketIsDecidedAgain) {
    const auto given = stage_.ticket({asset_});
    revoke();
    EXPECT_NE(code_of(attend(stage_.house(), given)), "");
    EXPECT_EQ(code_of(attend(stage_.house(), given + "x")), "not-found");
}

TEST_P(Attending, AnArchiveOfWhichNothingMayLeaveIsRefusedLikeOneFile) {
    const auto other = stage_.add_file();
    const auto archive = stage_.ticket({asset_, other});
    const auto single = stage_.ticket({asset_});
    stage_.take_away(asset_);
    EXPECT_EQ(code_of(attend(stage_.house(), archive)), "") << "the other is left";
    stage_.take_away(other);
    EXPECT_EQ(code_of(attend(stage_.house(), archive)), "not-found");
    EXPECT_EQ(code_of(attend(stage_.house(), archive)), code_of(attend(stage_.house(), single)));
}

TEST_P(Attending, AnArchiveOfSomebodySuspendedIsRefusedLikeOneFile) {
    const auto archive = stage_.ticket({asset_, stage_.add_file()});
    const auto single = stage_.ticket({asset_});
    stage_.write([&](sql::Transaction& transaction) -> Done {
        EXEAT_TAKE(auto person, store::read_person(transaction, *stage_.mira.person));
        person->active = false;
        return store::update_person(transaction, *person);
    });
    EXPECT_NE(code_of(attend(stage_.house(), archive)), "");
    EXPECT_EQ(code_of(attend(stage_.house(), archive)), code_of(attend(stage_.house(), single)));
}

}  // namespace
}  // namespace exeat::usecases
