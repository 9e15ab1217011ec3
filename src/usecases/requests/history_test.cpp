#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "usecases/assets/assets.h"
#include "usecases/testing/requests_fixture.h"

namespace exeat::usecases {
namespace {

using testing::must_have;

class HistoryOnBoth : public ::testing::TestWithParam<sql::Engine> {
protected:
    House& house() { return stage_.house(); }
    RequestCard card(const Caller& reader, RequestId id) { return must_have(read_request(house(), reader, id)); }
    RequestId decided(LibraryId library, Verdict verdict) {
        const auto id = stage_.ask(stage_.viewer, library);
        must_have(stage_.decide(stage_.second, id, verdict));
        return id;
    }
    static std::vector<RequestId> ids(const RequestHistory& history) {
        std::vector<RequestId> ids;
        for (const auto& row : history.newest) ids.push_back(row.id);
        return ids;
    }

    testing::RequestsFixture stage_{GetParam()};
};
INSTANTIATE_TEST_SUITE_P(Engines, HistoryOnBoth, ::testing::Values(sql::Engine::sqlite, sql::Engine::postgresql),
                         testing::engine_name);

TEST_P(HistoryOnBoth, TellsWhoeverDecidesWhatBecameOfEarlierRequestsWhereTheyDecide) {
    const auto logos = stage_.add_library("Logos");
    stage_.places.add_member(logos, stage_.second, policy::Role::owner);
    stage_.places.add_member(logos, stage_.viewer, policy::Role::viewer);
    std::vector here{decided(stage_.library, Verdict::approve), decided(stage_.library, Verdict::reject),
                     decided(stage_.library, Verdict::approve)};
    must_have(revoke_request(house(), stage_.owner, here.at(2), ""));
    const auto elsewhere = decided(logos, Verdict::reject);
    const auto id = stage_.ask();
    std::ranges::sort(here, std::greater<>());

    const auto to_owner = card(stage_.owner, id).history;
    ASSERT_TRUE(to_owner);
    EXPECT_EQ(to_owner->approved, 1);
    EXPECT_EQ(to_owner->rejected, 1) << "what somebody else decides on in another library is not told";
    EXPECT_EQ(to_owner->revoked, 1);
    EXPECT_EQ(to_owner->expired, 0);
    EXPECT_EQ(ids(*to_owner), here);

    const auto to_both = card(stage_.second, id).history;
    EXPECT_EQ(to_both->rejected, 2);
    EXPECT_THAT(ids(*to_both), ::testing::Contains(elsewhere));
    EXPECT_EQ(card(stage_.places.administrator, id).history->rejected, 2);
    EXPECT_FALSE(card(stage_.viewer, id).history) << "nobody reads their own here";
    EXPECT_EQ(card(stage_.owner, here.at(0)).history->newest.size(), 2U) << "itself is no part of it";
}

TEST_P(HistoryOnBoth, NamesFiveAndCountsTheRest) {
    for (int i = 0; i < 7; ++i) decided(stage_.library, Verdict::reject);
    const auto history = card(stage_.owner, stage_.ask()).history;
    EXPECT_EQ(history->rejected, 7);
    EXPECT_EQ(history->newest.size(), 5U);
    EXPECT_TRUE(std::ranges::is_sorted(ids(*history), std::greater<>()));
}

TEST_P(HistoryOnBoth, WhoeverDecidesIsToldWhenTheAssetEnds) {
    const auto id = stage_.ask();
    const auto before = card(stage_.owner, id);
    EXPECT_FALSE(before.available_until);
    AssetChange ending;
    ending.available_until = json::Change<Instant>::to(stage_.in_days(7));
    const auto version = must_have(read_asset(house(), stage_.owner, before.asset)).version;
    must_have(change_asset(house(), stage_.owner, before.asset, version, ending));
    EXPECT_TRUE(card(stage_.owner, id).available_until);
    EXPECT_FALSE(card(stage_.viewer, id).available_until);
}

TEST_P(HistoryOnBoth, OfAGroupThereIsNone) {
    NewPasses passes;
    passes.assets = {stage_.places.add_asset(stage_.library, "given.tif").id};
    passes.group = stage_.places.add_group("Readers", {stage_.viewer});
    const auto given = must_have(give_passes(house(), stage_.owner, passes)).requests.front().id;
    EXPECT_FALSE(card(stage_.owner, given).history);
}

}  // namespace
}  // namespace exeat::usecases
