// A library that gives its files on request, two owners and a viewer, and what tests of waiting requests ask of it.
// Called by the tests of this module; nothing that is shipped includes it.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "state/store/notice_rows.h"
#include "usecases/requests/decisions.h"
#include "usecases/requests/waiting_settings.h"
#include "usecases/testing/places_fixture.h"

namespace exeat::usecases::testing {

inline constexpr std::int64_t k_day_ms = 86'400'000;

class RequestsFixture {
public:
    explicit RequestsFixture(sql::Engine engine) : places(engine) {
        places.add_member(library, owner, policy::Role::owner);
        places.add_member(library, second, policy::Role::owner);
        places.add_member(library, viewer, policy::Role::viewer);
    }

    House& house() { return places.house(); }
    Instant in_days(std::int64_t days) { return Instant{places.now().ms + days * k_day_ms}; }

    /// Usage settings of a library that gives on request.
    static domain::LibrarySettings guarded(std::vector<PersonId> not_receivers = {}) {
        domain::LibrarySettings settings;
        settings.protection = policy::Protection::on_request;
        settings.requests.not_receivers = std::move(not_receivers);
        return settings;
    }
    /// Its owners are those who are made so: whoever created it is none.
    LibraryId add_library(const std::string& name) {
        const auto id = places.add_library(name, guarded());
        places.write([&](sql::Transaction& transaction) -> Done {
            EXEAT_TAKE(const auto creator, store::read_members_for(transaction, id, *places.administrator.person));
            return store::delete_member(transaction, creator.front().id);
        });
        return id;
    }
    void take_off_the_list(const std::vector<PersonId>& people) {
        const auto now = must_have(read_usage_settings(house(), places.administrator, library));
        must_have(write_usage_settings(house(), places.administrator, library, now.version, guarded(people)));
    }
    void write_waiting(const domain::WaitingSettings& settings) {
        const auto now = must_have(read_waiting_settings(house(), places.administrator, library));
        must_have(write_waiting_settings(house(), places.administrator, library, now.version, settings));
    }

    RequestId ask(const Caller& person, LibraryId where) {
        NewRequests wanted;
        wanted.wish.assets = {places.add_asset(where, "quarry.tif").id};
        wanted.reason = "A poster";
        return must_have(create_requests(house(), person, wanted)).requests.front().id;
    }
    RequestId ask() { return ask(viewer, library); }
    Result<Decided> decide(const Caller& person, RequestId id, Verdict verdict = Verdict::approve) {
        NewDecision wanted;
        wanted.requests = {id};
        wanted.decision = verdict;
        return decide_requests(house(), person, wanted);
    }

    /// Kinds and counts of what somebody was told, in the order of their names.
    std::vector<std::string> told(const Caller& person) {
        std::vector<std::string> kinds;
        const auto notices = must_have(house().database.read(
            [&](sql::Session& session) { return store::list_notices(session, *person.person, {}, 100); }));
        for (const auto& notice : notices) kinds.push_back(notice.kind + " " + std::to_string(notice.count));
        std::ranges::sort(kinds);
        return kinds;
    }
    std::int64_t told(const Caller& person, std::string_view kind) {
        return std::ranges::count_if(told(person), [&](const auto& one) { return one.starts_with(kind); });
    }
    std::int64_t mails(std::string_view kind) {
        return must_have(house().database.read([&](sql::Session& session) -> Result<std::int64_t> {
            EXEAT_TAKE(const auto row, session.one("select count(*) from outbox where kind = $1", {kind}));
            return row->get<std::int64_t>(0);
        }));
    }
    std::vector<RequestId> waiting_for(const Caller& person) {
        RequestsWanted wanted;
        wanted.seat = Seat::reviewer;
        wanted.order = store::RequestOrder::oldest;
        std::vector<RequestId> ids;
        for (const auto& one : must_have(list_requests(house(), person, wanted)).requests) ids.push_back(one.id);
        return ids;
    }
    std::int64_t count_waiting_for(const Caller& person) {
        return must_have(count_requests(house(), person, {})).waiting_for_me;
    }

    PlacesFixture places;
    Caller owner = places.add_person("owner", policy::Level::producer);
    Caller second = places.add_person("second", policy::Level::producer);
    Caller viewer = places.add_person("viewer", policy::Level::consumer);
    LibraryId library = add_library("Press");
};

}  // namespace exeat::usecases::testing
