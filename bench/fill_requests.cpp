// Requests by the million, as they would stand in a site after two years.
#include <algorithm>
#include <string>
#include <utility>

#include "bench/fill.h"
#include "core/domain/request.h"
#include "state/store/group_rows.h"
#include "state/store/members.h"
#include "state/store/request_rows.h"

namespace exeat::bench {
namespace {

using domain::RequestPhase;

constexpr std::int64_t k_hour = 3'600'000;
constexpr std::int64_t k_day = 24 * k_hour;
constexpr std::int64_t k_two_years = 730 * k_day;
constexpr std::int64_t k_chunk = 20'000;
constexpr std::int64_t k_of_one_form = 4;

/// The same row gets the same lot in every run.
std::uint64_t lot_of(std::int64_t row) {
    auto lot = static_cast<std::uint64_t>(row) * 0x9E3779B97F4A7C15ULL;
    lot = (lot ^ (lot >> 30U)) * 0xBF58476D1CE4E5B9ULL;
    lot = (lot ^ (lot >> 27U)) * 0x94D049BB133111EBULL;
    return lot ^ (lot >> 31U);
}

struct Stage {
    Instant now;
    std::vector<PersonId> people;
    std::vector<std::vector<AssetId>> assets;  // of each library
    PersonId decider;
};

/// Takes part `part` of `count` rows, a chunk in each transaction.
template <class Work>
Done in_chunks(sql::Database& database, std::int64_t count, Work work) {
    for (std::int64_t from = 0; from < count; from += k_chunk) {
        EXEAT_TRY(database.write([&](sql::Transaction& transaction) -> Done {
            for (auto i = from; i < std::min(from + k_chunk, count); ++i) EXEAT_TRY(work(transaction, i));
            return {};
        }));
    }
    return {};
}

Done add_people(sql::Database& database, const RequestsMeant& meant, Stage& stage) {
    for (std::int64_t i = 0; i < meant.people; ++i) stage.people.push_back(PersonId::make(stage.now));
    const auto add = [&](sql::Transaction& transaction, std::int64_t i) {
        store::PersonRow person;
        person.id = stage.people[static_cast<std::size_t>(i)];
        person.email = person.email_key = "requester" + std::to_string(i) + "@example.org";
        person.name = "Requester " + std::to_string(i);
        person.level = policy::Level::consumer;
        person.created_at = stage.now;
        return store::insert_person(transaction, person);
    };
    EXEAT_TRY(in_chunks(database, meant.people, add));
    return database.write([&](sql::Transaction& transaction) -> Done {
        store::GroupRow group;
        group.id = GroupId::make(stage.now);
        group.name = "Requesters";
        EXEAT_TRY(store::insert_group(transaction, group));
        EXEAT_TRY(store::write_people_of_group(transaction, group.id, group.version, stage.people));
        store::RoleRow role;
        role.id = RoleId::make(stage.now);
        role.name = "Requesters";
        role.flags = {policy::Flag::download};
        EXEAT_TRY(store::insert_role(transaction, role));
        EXEAT_TRY(store::write_people_of_role(transaction, role.id, role.version, stage.people));
        for (const auto& library : meant.libraries) {
            domain::Membership membership;
            membership.library = library;
            membership.group = group.id;
            EXEAT_TRY(store::insert_member(transaction, {GroupId::make(stage.now).text(), membership}, stage.now));
        }
        return {};
    });
}

Done read_stage(sql::Session& session, const RequestsMeant& meant, Stage& stage) {
    for (const auto& library : meant.libraries) {
        EXEAT_TAKE(const auto rows, session.query("select id from assets where library = $1 and deleted_at is null "
                                                  "order by no limit 50000",
                                                  {library}));
        if (rows.empty()) return fail(ErrorKind::not_found, "not-found", "A library without assets.");
        auto& assets = stage.assets.emplace_back();
        for (const auto& row : rows) assets.push_back(row.get<AssetId>(0));
    }
    EXEAT_TAKE(const auto rows, session.query("select id from people where level = 9 order by id limit 1"));
    if (rows.empty()) return fail(ErrorKind::not_found, "not-found", "A site without an administrator.");
    stage.decider = rows.front().get<PersonId>(0);
    return {};
}

/// Of a hundred: four wait, of the newest twentieth half of them.
RequestPhase phase_of(std::int64_t row, const RequestsMeant& meant) {
    if (meant.mix == Mix::pending) return RequestPhase::pending;
    const auto lot = lot_of(row) % 100;
    if (row > meant.requests - meant.requests / 20 && lot_of(-row) % 2 == 0) return RequestPhase::pending;
    if (lot < 4) return RequestPhase::pending;
    if (lot < 30) return RequestPhase::approved;
    if (lot < 60) return RequestPhase::auto_approved;
    if (lot < 74) return RequestPhase::rejected;
    if (lot < 94) return RequestPhase::expired;
    return lot < 97 ? RequestPhase::revoked : RequestPhase::withdrawn;
}

void decide(domain::Request& request, const Stage& stage, std::int64_t row) {
    request.decided_at = Instant{request.created_at.ms + k_hour};
    request.decided_by = stage.decider;
    request.decided_by_level = policy::Level::administrator;
    if (row % 20 == 0) request.note = "For this campaign only.";
}

/// Everything that goes with its phase.
void stand(domain::Request& request, RequestPhase phase, const Stage& stage, std::int64_t row) {
    request.phase = phase;
    const auto lot = static_cast<std::int64_t>(lot_of(row) % 365);
    switch (phase) {
        case RequestPhase::pending:
            request.for_directors = row % 50 == 0;
            return;
        case RequestPhase::approved:
        case RequestPhase::auto_approved:
        case RequestPhase::revoked:
            request.status = policy::RequestStatus::approved;
            decide(request, stage, row);
            // A pass in three has no end.
            if (lot % 3 != 0) request.valid_until = Instant{stage.now.ms + (lot + 1) * k_day};
            if (phase == RequestPhase::auto_approved) {
                request.status = policy::RequestStatus::auto_approved;
                request.decided_by.reset();
                request.decided_by_level.reset();
            }
            if (phase == RequestPhase::revoked) {
                request.revoked = true;
                request.ended_at = Instant{request.decided_at->ms + k_hour};
                request.ended_by = stage.decider;
            }
            return;
        case RequestPhase::expired:
            request.status = policy::RequestStatus::approved;
            decide(request, stage, row);
            request.valid_until = request.ended_at = Instant{request.decided_at->ms + k_hour};
            return;
        case RequestPhase::rejected:
            request.status = policy::RequestStatus::rejected;
            decide(request, stage, row);
            return;
        case RequestPhase::withdrawn:
            request.status = policy::RequestStatus::cancelled;
            request.closed = domain::Closed::by_requester;
            request.ended_at = Instant{request.created_at.ms + k_hour};
            request.ended_by = request.person;
            return;
    }
}

/// A form of one person with four requests, each for another asset; no two of that person for the same one.
Done add_form(sql::Transaction& transaction, const RequestsMeant& meant, const Stage& stage, std::int64_t form) {
    const auto people = static_cast<std::int64_t>(stage.people.size());
    const auto others = static_cast<std::int64_t>(meant.libraries.size()) - 1;
    const auto library = others == 0 || lot_of(form) % 10 != 9 ? 0 : static_cast<std::size_t>(1 + form / 10 % others);
    const auto& assets = stage.assets[library];
    store::AskRow ask;
    ask.created_at = Instant{stage.now.ms - k_day - k_two_years + k_two_years / meant.requests * form * k_of_one_form};
    ask.id = AskId::make(ask.created_at);
    ask.library = meant.libraries[library];
    ask.person = stage.people[static_cast<std::size_t>(form % people)];
    ask.reason = "For the campaign number " + std::to_string(form);
    std::vector<domain::Request> requests;
    for (auto row = form * k_of_one_form; row < std::min((form + 1) * k_of_one_form, meant.requests); ++row) {
        domain::Request request;
        request.created_at = Instant{ask.created_at.ms + row % k_of_one_form};
        request.id = RequestId::make(request.created_at);
        request.ask = ask.id;
        const auto turn = form / people * k_of_one_form + row % k_of_one_form + form % people * 17;
        request.asset = assets[static_cast<std::size_t>(turn) % assets.size()];
        request.library = ask.library;
        request.person = ask.person;
        request.wanted_actions = request.actions = {policy::Action::download};
        stand(request, phase_of(row, meant), stage, row);
        if (request.phase == RequestPhase::pending) ++ask.waiting;
        requests.push_back(std::move(request));
    }
    EXEAT_TRY(store::insert_ask(transaction, ask));
    for (const auto& request : requests) EXEAT_TRY(store::insert_request(transaction, request));
    return {};
}

/// Indexes of that table, by name: what makes them again.
Result<std::vector<std::pair<std::string, std::string>>> indexes_of(sql::Session& session, std::string_view table) {
    const bool is_sqlite = session.engine() == sql::Engine::sqlite;
    EXEAT_TAKE(const auto rows,
               session.query(is_sqlite ? "select name, sql from sqlite_schema where type = 'index' and tbl_name = $1 "
                                         "and sql is not null"
                                       : "select indexname::text, indexdef from pg_indexes where "
                                         "tablename = $1 and indexname not like '%_pkey'",
                             {table}));
    std::vector<std::pair<std::string, std::string>> indexes;
    for (const auto& row : rows) indexes.emplace_back(row.get<std::string>(0), row.get<std::string>(1));
    return indexes;
}

}  // namespace

Done fill_requests(sql::Database& database, const RequestsMeant& meant) {
    Stage stage;
    EXEAT_TAKE(stage.now, database.now());
    EXEAT_TRY(database.read([&](sql::Session& session) -> Done {
        stage.assets.clear();
        return read_stage(session, meant, stage);
    }));
    EXEAT_TRY(add_people(database, meant, stage));
    // Made afterwards each index takes a second or two; row by row, with keys in no order, they take most of the time.
    EXEAT_TAKE(
        const auto indexes,
        database.write([](sql::Transaction& transaction) -> Result<std::vector<std::pair<std::string, std::string>>> {
            EXEAT_TAKE(auto found, indexes_of(transaction, "requests"));
            for (const auto& [name, made] : found) EXEAT_TRY(transaction.change("drop index " + name));
            return found;
        }));
    const auto forms = (meant.requests + k_of_one_form - 1) / k_of_one_form;
    EXEAT_TRY(in_chunks(database, forms, [&](sql::Transaction& transaction, std::int64_t form) {
        return add_form(transaction, meant, stage, form);
    }));
    for (const auto& [name, made] : indexes) {
        EXEAT_TRY(database.write([&, &again = made](sql::Transaction& transaction) -> Done {
            EXEAT_TRY(transaction.change(again));
            return {};
        }));
    }
    if (database.engine() == sql::Engine::sqlite) return {};
    // By itself that server would do so within some minutes.
    return database.write([](sql::Transaction& transaction) -> Done {
        EXEAT_TRY(transaction.change("analyze"));
        return {};
    });
}

}  // namespace exeat::bench
