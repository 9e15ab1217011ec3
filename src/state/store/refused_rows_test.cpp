// Who was refused what, and which later yes lifts that.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "state/store/request_rows.h"
#include "state/store/testing/site_database.h"

namespace exeat::store {
namespace {

using domain::Files;
using domain::RequestPhase;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::k_day;

class Refused : public ::testing::TestWithParam<sql::Engine> {
protected:
    /// A decision, a moment after the one before.
    domain::Request decided(RequestPhase phase, Files files = std::nullopt) {
        domain::Request request;
        const Instant at{k_day.ms + ++turn_};
        AskRow ask;
        ask.id = AskId::make(at);
        ask.library = library_.id;
        ask.person = anna_;
        ask.created_at = at;
        site_.write([&](sql::Transaction& transaction) { return insert_ask(transaction, ask); });
        request.id = RequestId::make(at);
        request.ask = ask.id;
        request.asset = asset_.id;
        request.library = library_.id;
        request.person = anna_;
        request.phase = phase;
        request.status =
            phase == RequestPhase::rejected ? policy::RequestStatus::rejected : policy::RequestStatus::approved;
        request.revoked = phase == RequestPhase::revoked;
        request.wanted_actions = request.actions = {policy::Action::download};
        request.wanted_files = request.files = std::move(files);
        request.created_at = k_day;
        request.decided_at = at;
        if (request.revoked) request.ended_at = at;
        return request;
    }
    void put(const domain::Request& request) {
        site_.write([&](sql::Transaction& transaction) { return insert_request(transaction, request); });
    }
    void put_of_group(domain::Request pass, GroupId group) {
        pass.unasked = true;
        pass.person.reset();
        pass.group = group;
        put(pass);
    }
    std::set<AssetId> refused(PersonId person) {
        const std::vector assets{other_.id, asset_.id};
        return site_.read([&](sql::Session& session) { return refused_among(session, person, assets); });
    }

    testing::SiteDatabase site_{GetParam()};
    domain::Library library_ = site_.add_library("Press");
    domain::Asset asset_ = site_.add_asset(library_.id, "quarry.tif");
    domain::Asset other_ = site_.add_asset(library_.id, "harbour.tif");
    PersonId anna_ = site_.add_person("anna@example.org", policy::Level::consumer);
    PersonId ben_ = site_.add_person("ben@example.org", policy::Level::consumer);
    std::int64_t turn_ = 0;
};
INSTANTIATE_TEST_SUITE_P(BothEngines, Refused, ::testing::Values(sql::Engine::sqlite, sql::Engine::postgresql));

TEST_P(Refused, IsWhoeverWasRejectedOrRevoked) {
    EXPECT_THAT(refused(anna_), IsEmpty());
    put(decided(RequestPhase::approved));
    EXPECT_THAT(refused(anna_), IsEmpty());
    put(decided(RequestPhase::rejected));
    EXPECT_THAT(refused(anna_), ElementsAre(asset_.id));
    EXPECT_THAT(refused(ben_), IsEmpty());
    put(decided(RequestPhase::approved));
    EXPECT_THAT(refused(anna_), IsEmpty());
    put(decided(RequestPhase::revoked));
    EXPECT_THAT(refused(anna_), ElementsAre(asset_.id));
}

TEST_P(Refused, AYesLiftsOnlyWhatItHolds) {
    put(decided(RequestPhase::revoked, std::vector<std::string>{"original"}));
    put(decided(RequestPhase::approved, std::vector<std::string>{"preset:web"}));
    EXPECT_THAT(refused(anna_), ElementsAre(asset_.id)) << "that is another file";
    put(decided(RequestPhase::approved, std::vector<std::string>{"preset:web", "original"}));
    EXPECT_THAT(refused(anna_), IsEmpty());
    put(decided(RequestPhase::rejected));
    put(decided(RequestPhase::approved, std::vector<std::string>{"original", "conversion"}));
    EXPECT_THAT(refused(anna_), ElementsAre(asset_.id)) << "every file was refused";
    put(decided(RequestPhase::approved));
    EXPECT_THAT(refused(anna_), IsEmpty());
}

TEST_P(Refused, AccessToEditIsNoDownload) {
    put(decided(RequestPhase::rejected));
    auto access = decided(RequestPhase::approved);
    access.kind = policy::RequestKind::access;
    access.actions = {policy::Action::edit};
    put(access);
    EXPECT_THAT(refused(anna_), ElementsAre(asset_.id));
    auto both = decided(RequestPhase::approved);
    both.kind = policy::RequestKind::access;
    both.actions = {policy::Action::edit, policy::Action::download};
    put(both);
    EXPECT_THAT(refused(anna_), IsEmpty());
    auto refusal = decided(RequestPhase::rejected);
    refusal.kind = policy::RequestKind::access;
    put(refusal);
    put(decided(RequestPhase::approved));
    EXPECT_THAT(refused(anna_), ElementsAre(asset_.id)) << "a lock was in the way, and this opens none";
}

TEST_P(Refused, PassesThatWereGivenUnaskedCount) {
    auto pass = decided(RequestPhase::revoked);
    pass.unasked = true;
    put(pass);
    EXPECT_THAT(refused(anna_), ElementsAre(asset_.id));
    auto again = decided(RequestPhase::approved);
    again.unasked = true;
    put(again);
    EXPECT_THAT(refused(anna_), IsEmpty());
}

TEST_P(Refused, PassesOfGroupsCountForWhoIsInThem) {
    const auto group = site_.add_group("Fair", {anna_});
    put_of_group(decided(RequestPhase::revoked), group);
    EXPECT_THAT(refused(anna_), ElementsAre(asset_.id));
    EXPECT_THAT(refused(ben_), IsEmpty());
    put_of_group(decided(RequestPhase::approved), group);
    EXPECT_THAT(refused(anna_), IsEmpty()) << "the group has it again";
    put(decided(RequestPhase::rejected));
    put_of_group(decided(RequestPhase::approved), group);
    EXPECT_THAT(refused(anna_), ElementsAre(asset_.id)) << "nobody granted it to her";
    put(decided(RequestPhase::approved));
    EXPECT_THAT(refused(anna_), IsEmpty());
}

TEST_P(Refused, IsAskedForThousandsAtOnce) {
    put(decided(RequestPhase::rejected));
    std::vector<AssetId> assets(3'000, other_.id);
    for (auto& id : assets) id = AssetId::make(k_day);
    assets[2'500] = asset_.id;
    EXPECT_THAT(site_.read([&](sql::Session& session) { return refused_among(session, anna_, assets); }),
                ElementsAre(asset_.id));
}

}  // namespace
}  // namespace exeat::store
