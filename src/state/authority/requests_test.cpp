// Requests in memory: as the database has them, from the moment that a change is taken in.
#include <gtest/gtest.h>

#include "state/authority/testing/authority_fixture.h"
#include "state/store/request_rows.h"

namespace exeat::authority {
namespace {

using store::testing::k_day;

class RequestsInMemory : public testing::AuthorityOnBoth {
protected:
    domain::Request add(std::optional<PersonId> person, std::optional<GroupId> group) {
        store::AskRow ask;
        ask.id = AskId::make(k_day);
        ask.library = library_.id;
        ask.person = anna_;
        ask.created_at = k_day;
        domain::Request request;
        request.id = RequestId::make(k_day);
        request.ask = ask.id;
        request.asset = asset_.id;
        request.library = library_.id;
        request.person = person;
        request.group = group;
        request.created_at = k_day;
        site_.write([&](sql::Transaction& transaction) -> Done {
            EXEAT_TRY(store::insert_ask(transaction, ask));
            EXEAT_TRY(store::insert_request(transaction, request));
            return store::note_requests(transaction, {request.holder()});
        });
        return request;
    }
    static std::size_t held(Authority& authority, PersonId person, AssetId asset) {
        const auto standing = authority.standing(person);
        return authority.requests(**standing, asset)->size();
    }

    domain::Library library_ = site_.add_library("Press");
    domain::Asset asset_ = site_.add_asset(library_.id, "quarry.tif");
    PersonId anna_ = site_.add_person("anna@example.org", policy::Level::consumer);
    PersonId ben_ = site_.add_person("ben@example.org", policy::Level::consumer);
    GroupId group_ = site_.add_group("Fair", {ben_});
};
INSTANTIATE_TEST_SUITE_P(Engines, RequestsInMemory, ::testing::Values(sql::Engine::sqlite, sql::Engine::postgresql),
                         testing::engine_name);

TEST_P(RequestsInMemory, AreKeptAndFollowed) {
    const auto authority = open();
    EXPECT_EQ(held(*authority, anna_, asset_.id), 0U);
    ASSERT_TRUE(authority->asset(asset_.id));
    EXPECT_TRUE(authority->keeps(anna_, asset_.id));
    auto request = add(anna_, std::nullopt);
    EXPECT_EQ(held(*authority, anna_, asset_.id), 0U) << "as of the number that was taken in";
    ASSERT_TRUE(authority->catch_up());
    EXPECT_FALSE(authority->keeps(anna_, asset_.id));
    EXPECT_EQ(held(*authority, anna_, asset_.id), 1U);
    EXPECT_EQ(held(*authority, ben_, asset_.id), 0U);
    EXPECT_EQ(held(*authority, anna_, AssetId::make(k_day)), 0U);
    request.revoked = true;
    site_.write([&](sql::Transaction& transaction) -> Done {
        EXEAT_TRY(store::update_request(transaction, request));
        return store::note_requests(transaction, {request.holder()});
    });
    int rung = 0;
    const auto bell = authority->on_change(
        [&](const std::vector<store::Change>& changes) { rung += static_cast<int>(changes.size()); });
    ASSERT_TRUE(authority->catch_up());
    EXPECT_EQ(rung, 1);
    const auto standing = authority->standing(anna_);
    EXPECT_TRUE(authority->requests(**standing, asset_.id)->front()->revoked);
}

TEST_P(RequestsInMemory, AGroupsPassReachesWhoeverIsInIt) {
    const auto authority = open();
    EXPECT_EQ(held(*authority, ben_, asset_.id), 0U);
    add(std::nullopt, group_);
    ASSERT_TRUE(authority->catch_up());
    EXPECT_EQ(held(*authority, ben_, asset_.id), 1U);
    EXPECT_EQ(held(*authority, anna_, asset_.id), 0U);
    const auto row = site_.read([&](sql::Session& session) { return store::read_group(session, group_); }).value();
    site_.write([&](sql::Transaction& transaction) {
        return store::write_people_of_group(transaction, group_, row.version, {anna_});
    });
    ASSERT_TRUE(authority->catch_up());
    EXPECT_EQ(held(*authority, ben_, asset_.id), 0U);
    EXPECT_EQ(held(*authority, anna_, asset_.id), 1U);
}

TEST_P(RequestsInMemory, OfWhoeverHoldsVeryManyOnlyWhatIsAskedForIsKept) {
    AuthorityOptions options;
    options.held_whole = 2;
    const auto authority = open(options);
    const auto first = add(std::nullopt, group_);
    for (int i = 0; i < 3; ++i) add(std::nullopt, group_);
    const auto other = site_.add_asset(library_.id, "other.tif");
    ASSERT_TRUE(authority->catch_up());
    EXPECT_EQ(held(*authority, ben_, asset_.id), 4U);
    ASSERT_TRUE(authority->asset(asset_.id) && authority->asset(other.id));
    EXPECT_TRUE(authority->keeps(ben_, asset_.id));
    EXPECT_FALSE(authority->keeps(ben_, other.id));
    EXPECT_EQ(held(*authority, ben_, other.id), 0U);
    EXPECT_TRUE(authority->keeps(ben_, other.id));
    // A change reaches each piece of it.
    auto revoked = first;
    revoked.revoked = true;
    revoked.phase = domain::RequestPhase::withdrawn;
    site_.write([&](sql::Transaction& transaction) -> Done {
        EXEAT_TRY(store::update_request(transaction, revoked));
        return store::note_requests(transaction, {revoked.holder()});
    });
    ASSERT_TRUE(authority->catch_up());
    EXPECT_FALSE(authority->keeps(ben_, asset_.id));
    EXPECT_EQ(held(*authority, ben_, asset_.id), 3U);
    EXPECT_EQ(held(*authority, ben_, other.id), 0U);
    EXPECT_EQ(held(*authority, anna_, asset_.id), 0U);
}

}  // namespace
}  // namespace exeat::authority
