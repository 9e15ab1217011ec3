// What a form that is sent makes: its own row, and those of its requests.
#include <algorithm>
#include <iterator>
#include <vector>

#include "platform/sql/insert_rows.h"
#include "state/store/request_columns.h"
#include "state/store/request_rows.h"
#include "state/store/rows.h"

namespace exeat::store {

Done insert_ask(sql::Transaction& transaction, const AskRow& ask) {
    const auto terms = ask.terms ? std::optional(ask.terms->id) : std::nullopt;
    const auto number = ask.terms ? std::optional(ask.terms->number) : std::nullopt;
    EXEAT_TRY(transaction.change(
        "insert into asks (id, library, person, reason, answers, terms, terms_number, needed_by, waiting, created_at) "
        "values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        {ask.id, ask.library, ask.person, ask.reason, ask.answers, terms, number, ask.needed_by, ask.waiting,
         ask.created_at}));
    return {};
}

Result<std::optional<AskRow>> read_ask(sql::Session& session, AskId id) {
    EXEAT_TAKE(const auto row, session.one("select library, person, reason, answers, terms, terms_number, needed_by, "
                                           "waiting, created_at from asks where id = $1",
                                           {id}));
    if (!row) return std::optional<AskRow>{};
    AskRow ask;
    ask.id = id;
    ask.library = row->get<LibraryId>(0);
    ask.person = row->get<PersonId>(1);
    ask.reason = row->get<std::string>(2);
    ask.answers = row->get<std::string>(3);
    if (const auto terms = row->get<std::optional<TermsId>>(4)) {
        ask.terms = domain::TermsVersion{*terms, row->get<std::int64_t>(5)};
    }
    ask.needed_by = row->get<std::optional<Instant>>(6);
    ask.waiting = row->get<std::int64_t>(7);
    ask.created_at = row->get<Instant>(8);
    return std::optional(std::move(ask));
}

Result<std::int64_t> count_open_asks(sql::Session& session, PersonId person) {
    EXEAT_TAKE(const auto row, session.one("select count(*) from asks where person = $1 and waiting > 0", {person}));
    return row->get<std::int64_t>(0);
}

Done insert_requests(sql::Transaction& transaction, std::span<const domain::Request> requests) {
    std::vector<sql::Parameter> cells;
    cells.reserve(requests.size() * k_request_columns);
    for (const auto& request : requests) {
        cells.insert(cells.end(), {request.id, request.ask, request.asset, request.library, request.person,
                                   request.group, policy::to_text(request.kind), request.wanted_actions.bits(),
                                   files_text(request.wanted_files), request.unasked, request.created_at});
        std::ranges::move(changed_cells(request), std::back_inserter(cells));
    }
    return sql::insert_rows(
        transaction,
        "insert into requests (id, ask, asset, library, person, group_id, kind, wanted_actions, wanted_files, unasked, "
        "created_at, status, phase, revoked, actions, files, for_directors, decided_at, decided_by, decided_by_level, "
        "note, valid_until, ended_at, ended_by, closed, batch, version) values ",
        k_request_columns, cells);
}

Done insert_request(sql::Transaction& transaction, const domain::Request& request) {
    return insert_requests(transaction, std::span(&request, 1));
}

}  // namespace exeat::store
