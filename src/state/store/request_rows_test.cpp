#include "state/store/request_rows.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "state/store/notice_rows.h"
#include "state/store/outbox_rows.h"
#include "state/store/places.h"
#include "state/store/request_pages.h"
#include "state/store/testing/site_database.h"

namespace exeat::store {
namespace {

using domain::RequestPhase;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::k_day;

class Requests : public ::testing::TestWithParam<sql::Engine> {
protected:
    AskId add_ask(PersonId person, LibraryId library) {
        AskRow ask;
        ask.id = AskId::make(k_day);
        ask.library = library;
        ask.person = person;
        ask.reason = "=1+1";
        ask.answers = "[]";
        ask.waiting = 1;
        ask.created_at = k_day;
        site_.write([&](sql::Transaction& transaction) { return insert_ask(transaction, ask); });
        return ask.id;
    }
    /// Ids in the order in which they are added.
    domain::Request add(PersonId person, const domain::Asset& asset, RequestPhase phase = RequestPhase::pending) {
        domain::Request request;
        request.id = RequestId::make(Instant{k_day.ms + ++turn_});
        request.ask = add_ask(person, asset.library);
        request.asset = asset.id;
        request.library = asset.library;
        request.person = person;
        request.phase = phase;
        request.wanted_actions = request.actions = {policy::Action::download};
        request.created_at = Instant{k_day.ms + turn_};
        if (phase == RequestPhase::approved) request.status = policy::RequestStatus::approved;
        if (phase == RequestPhase::withdrawn) request.status = policy::RequestStatus::cancelled;
        put(request);
        return request;
    }
    void put(const domain::Request& request) {
        site_.write([&](sql::Transaction& transaction) { return insert_request(transaction, request); });
    }
    std::vector<RequestId> page(RequestQuery query) {
        return site_.read([&](sql::Session& session) { return page_of_requests(session, query); });
    }

    testing::SiteDatabase site_{GetParam()};
    domain::Library library_ = site_.add_library("Press");
    domain::Asset asset_ = site_.add_asset(library_.id, "quarry.tif");
    PersonId anna_ = site_.add_person("anna@example.org", policy::Level::consumer);
    PersonId ben_ = site_.add_person("ben@example.org", policy::Level::consumer);
    std::int64_t turn_ = 0;
};
INSTANTIATE_TEST_SUITE_P(BothEngines, Requests, ::testing::Values(sql::Engine::sqlite, sql::Engine::postgresql));

TEST_P(Requests, AreReadAsTheyWereWritten) {
    auto request = add(anna_, asset_);
    auto other = request;
    other.id = RequestId::make(k_day);
    other.kind = policy::RequestKind::access;
    other.status = policy::RequestStatus::approved;
    other.phase = RequestPhase::revoked;
    other.revoked = true;
    other.actions = {policy::Action::edit};
    other.wanted_files = std::vector<std::string>{"original", "preset:web"};
    other.files = std::vector<std::string>{"original"};
    other.for_directors = other.unasked = true;
    other.decided_at = other.valid_until = other.ended_at = k_day;
    other.decided_by = other.ended_by = ben_;
    other.decided_by_level = policy::Level::director;
    other.note = "No \u201cmore\u201d";
    other.batch = BatchId::make(k_day);
    put(other);
    const auto read = site_.read([&](sql::Session& session) { return read_request(session, other.id); }).value();
    EXPECT_EQ(read.files, other.files);
    EXPECT_EQ(read.wanted_files, other.wanted_files);
    EXPECT_EQ(read.actions, other.actions);
    EXPECT_EQ(read.decided_by_level, policy::Level::director);
    EXPECT_EQ(read.batch, other.batch);
    EXPECT_EQ(read.note, other.note);
    EXPECT_TRUE(read.revoked && read.for_directors && read.unasked);
    EXPECT_EQ(read.phase, RequestPhase::revoked);
}

TEST_P(Requests, AChangeGoesOverOneVersion) {
    auto request = add(anna_, asset_);
    request.phase = RequestPhase::rejected;
    request.status = policy::RequestStatus::rejected;
    const auto update = [&] {
        return site_.database().write(
            [&](sql::Transaction& transaction) { return update_request(transaction, request); });
    };
    EXPECT_TRUE(update());
    EXPECT_EQ(update().error().code, "stale");
}

TEST_P(Requests, ManyAreChangedAtOnceEachAsItIsMeant) {
    std::vector<domain::Request> requests;
    for (int i = 0; i < 300; ++i) requests.push_back(add(anna_, asset_));
    std::vector<const domain::Request*> all;
    for (auto& request : requests) {
        request.phase = RequestPhase::approved;
        request.status = policy::RequestStatus::approved;
        request.note = all.size() % 2 == 0 ? "even" : "odd";
        if (all.size() % 3 == 0) request.files = std::vector<std::string>{"original"};
        all.push_back(&request);
    }
    site_.write([&](sql::Transaction& transaction) { return update_requests(transaction, all); });
    for (std::size_t i = 0; i < requests.size(); ++i) {
        const auto read = *site_.read([&](sql::Session& session) { return read_request(session, requests[i].id); });
        EXPECT_EQ(read.note, i % 2 == 0 ? "even" : "odd");
        EXPECT_EQ(read.files.has_value(), i % 3 == 0);
        EXPECT_EQ(read.version, 2);
    }
    // One that somebody else changed meanwhile is the error of all.
    for (auto& request : requests) request.version = 2;
    requests[77].version = 1;
    const auto done =
        site_.database().write([&](sql::Transaction& transaction) { return update_requests(transaction, all); });
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().code, "stale");
}

TEST_P(Requests, ThoseOfALibraryThatWaitAreWalkedByKind) {
    std::vector<RequestId> walked;
    for (int i = 0; i < 7; ++i) {
        auto request = add(anna_, asset_, i == 5 ? RequestPhase::approved : RequestPhase::pending);
        if (i % 2 == 0) continue;
        request.id = RequestId::make(Instant{k_day.ms + 100 + i});
        request.kind = policy::RequestKind::access;
        put(request);
    }
    std::optional<PendingPlace> after;
    while (true) {
        const auto some =
            site_.read([&](sql::Session& session) { return pending_of_library(session, library_.id, after, 2); });
        if (some.empty()) break;
        for (const auto& request : some) walked.push_back(request.id);
        after = {some.back().kind, some.back().id};
    }
    EXPECT_EQ(walked.size(), 8U);
    EXPECT_EQ(std::set<RequestId>(walked.begin(), walked.end()).size(), 8U);
}

TEST_P(Requests, APersonHoldsTheirOwnAndThoseOfTheirGroups) {
    const auto group = site_.add_group("Fair", {anna_});
    add(anna_, asset_);
    add(anna_, asset_, RequestPhase::withdrawn);
    add(ben_, asset_);
    add(anna_, site_.add_asset(library_.id, "other.tif"));
    auto pass = add(ben_, asset_, RequestPhase::approved);
    pass.id = RequestId::make(k_day);
    pass.person.reset();
    pass.group = group;
    put(pass);
    const auto held = site_.read([&](sql::Session& session) -> Result<domain::HeldRequests> {
        StoredPlaces places(session, k_day);
        EXEAT_TAKE(const auto anna, places.standing(anna_));
        return places.requests(*anna, asset_.id);
    });
    ASSERT_EQ(held.size(), 2U);
    EXPECT_EQ(held[0]->status, policy::RequestStatus::pending);
    EXPECT_EQ(held[1]->id, pass.id);
}

TEST_P(Requests, PagesAreWalkedInBothDirectionsAndMerged) {
    const auto other = site_.add_library("Archive");
    const auto there = site_.add_asset(other.id, "there.tif");
    std::vector<RequestId> all;
    for (int i = 0; i < 6; ++i) {
        all.push_back(add(i % 2 == 0 ? anna_ : ben_, i % 3 == 0 ? there : asset_,
                          i % 2 == 0 ? RequestPhase::pending : RequestPhase::approved)
                          .id);
    }
    RequestQuery query;
    query.filter.phases = {RequestPhase::pending, RequestPhase::approved};
    query.limit = 4;
    EXPECT_THAT(page(query), ElementsAre(all[5], all[4], all[3], all[2], all[1]));
    query.after = all[2];
    EXPECT_THAT(page(query), ElementsAre(all[1], all[0]));
    query.order = RequestOrder::oldest;
    EXPECT_THAT(page(query), ElementsAre(all[3], all[4], all[5]));
    query = {};
    query.filter.phases = {RequestPhase::pending};
    query.filter.libraries = std::vector{library_.id};
    EXPECT_THAT(page(query), ElementsAre(all[4], all[2]));
    query.filter.person = ben_;
    EXPECT_THAT(page(query), IsEmpty());
    query.filter.phases = {RequestPhase::approved};
    EXPECT_THAT(page(query), ElementsAre(all[5], all[1]));
    query.filter.libraries.reset();
    query.filter.beyond = {library_.id};
    EXPECT_THAT(page(query), ElementsAre(all[3]));
    query.filter.beyond.clear();
    query.filter.libraries = std::vector{other.id};
    EXPECT_THAT(page(query), ElementsAre(all[3]));
    site_.write([&](sql::Transaction& transaction) { return move_requests(transaction, there.id, library_.id); });
    EXPECT_THAT(page(query), IsEmpty());
    query.filter.meant = LibraryMeant::asked_in;
    EXPECT_THAT(page(query), ElementsAre(all[3])) << "it was asked for there";
    query.filter.libraries = std::vector{library_.id};
    EXPECT_THAT(page(query), ElementsAre(all[5], all[1]));
    site_.write([&](sql::Transaction& transaction) { return move_requests(transaction, there.id, other.id); });
    query = {};
    query.filter.asset = there.id;
    query.filter.phases = {RequestPhase::pending, RequestPhase::approved};
    query.filter.without = anna_;
    EXPECT_THAT(page(query), ElementsAre(all[3]));
}

TEST_P(Requests, AreCountedNoFurtherThanAsked) {
    for (int i = 0; i < 5; ++i) add(anna_, asset_);
    RequestFilter filter;
    filter.phases = {RequestPhase::pending};
    const auto counted = [&](std::int64_t most) {
        return site_.read([&](sql::Session& session) { return count_requests(session, filter, most); });
    };
    EXPECT_EQ(counted(10), 5);
    EXPECT_EQ(counted(3), 3);
    filter.libraries = std::vector<LibraryId>{};
    EXPECT_EQ(counted(10), 0);
}

TEST_P(Requests, ThoseThatRanOutAreFoundOnce) {
    auto ended = add(anna_, asset_, RequestPhase::approved);
    ended.id = RequestId::make(k_day);
    ended.valid_until = k_day;
    put(ended);
    add(anna_, asset_, RequestPhase::approved);
    const auto lapsed = [&](Instant now) {
        return site_.read([&](sql::Session& session) { return lapsed_requests(session, now, 10); });
    };
    EXPECT_TRUE(lapsed(Instant{k_day.ms - 1}).empty());
    auto found = lapsed(k_day);
    ASSERT_EQ(found.size(), 1U);
    found[0].phase = RequestPhase::expired;
    found[0].ended_at = k_day;
    site_.write([&](sql::Transaction& transaction) { return update_request(transaction, found[0]); });
    EXPECT_TRUE(lapsed(k_day).empty());
}

TEST_P(Requests, OpenFormsAreCounted) {
    const auto request = add(anna_, asset_);
    const std::vector others{add(anna_, asset_).ask, add(anna_, asset_).ask};
    const auto open = [&] {
        return site_.read([&](sql::Session& session) { return count_open_asks(session, anna_); });
    };
    EXPECT_EQ(open(), 3);
    site_.write([&](sql::Transaction& transaction) { return add_waiting(transaction, request.ask, -1); });
    EXPECT_EQ(open(), 2);
    site_.write([&](sql::Transaction& transaction) { return add_waiting(transaction, others, -1); });
    EXPECT_EQ(open(), 0);
}

TEST_P(Requests, AGroupThatIsDeletedTakesItsPassesAlong) {
    const auto group = site_.add_group("Fair", {anna_});
    auto pass = add(ben_, asset_, RequestPhase::approved);
    pass.id = RequestId::make(k_day);
    pass.person.reset();
    pass.group = group;
    put(pass);
    const auto row = site_.read([&](sql::Session& session) { return read_group(session, group); }).value();
    site_.write([&](sql::Transaction& transaction) { return delete_group(transaction, group, row.version); });
    EXPECT_FALSE(site_.read([&](sql::Session& session) { return read_request(session, pass.id); }));
}

TEST_P(Requests, NoticesOfAnActAreTakenBackUntilTheirMailHasLeft) {
    const auto request = add(anna_, asset_);
    const auto batch = BatchId::make(k_day);
    const auto tell = [&](PersonId person, std::optional<Instant> sent) {
        NoticeRow notice{to_text(new_id_bits(k_day)),
                         person,
                         "request_approved",
                         library_.id,
                         asset_.id,
                         request.id,
                         batch,
                         1,
                         std::nullopt,
                         "",
                         k_day,
                         {}};
        OutboxRow mail{to_text(new_id_bits(k_day)), notice.kind, "a@example.org", "", k_day, sent, notice.id, k_day};
        site_.write([&](sql::Transaction& transaction) -> Done {
            EXEAT_TRY(insert_notice(transaction, notice));
            return insert_outbox(transaction, mail);
        });
    };
    tell(anna_, std::nullopt);
    tell(ben_, k_day);
    site_.write([&](sql::Transaction& transaction) { return take_back_notices(transaction, batch); });
    const auto told = [&](PersonId person) {
        return site_.read([&](sql::Session& session) { return list_notices(session, person, {}, 10); }).size();
    };
    EXPECT_EQ(told(anna_), 0U);
    EXPECT_EQ(told(ben_), 1U);
}

TEST_P(Requests, OwnersReceiveWhileTheyOwn) {
    const auto owner = site_.add_person("owner@example.org", policy::Level::producer);
    const auto by_group = site_.add_person("group@example.org", policy::Level::producer);
    const auto group = site_.add_group("Owners", {by_group});
    site_.add_member(library_.id, owner, policy::Role::owner);
    site_.add_member(library_.id, anna_, policy::Role::editor);
    domain::Membership membership;
    membership.library = library_.id;
    membership.group = group;
    membership.role = policy::Role::owner;
    membership.ends_at = Instant{k_day.ms + 1};
    site_.add_member(membership);
    const auto owners = [&](Instant now) {
        std::vector<PersonId> found;
        for (const auto& one :
             site_.read([&](sql::Session& session) { return read_owners(session, library_.id, now); })) {
            found.push_back(one.person);
        }
        return found;
    };
    EXPECT_THAT(owners(k_day), ::testing::UnorderedElementsAre(owner, by_group));
    EXPECT_THAT(owners(Instant{k_day.ms + 1}), ElementsAre(owner));
}

}  // namespace
}  // namespace exeat::store
