#include "usecases/deliveries/attend.h"

#include <gtest/gtest.h>

#include "state/store/members.h"
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
