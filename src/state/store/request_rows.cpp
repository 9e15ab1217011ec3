#include "state/store/request_rows.h"

#include <algorithm>

#include "state/store/changes.h"
#include "state/store/request_columns.h"
#include "state/store/rows.h"

namespace exeat::store {
namespace {

constexpr std::string_view k_held =
    "select coalesce(person, group_id), id, asset, kind, status, revoked, actions, files, created_at, decided_at, "
    "decided_by_level, valid_until, note from requests where phase <> 'withdrawn'";

HeldRow held_of(const sql::Row& row) {
    HeldRow held;
    held.holder = row.get<HolderId>(0);
    auto& request = held.request;
    request.id = row.get<RequestId>(1);
    request.asset = row.get<AssetId>(2);
    request.kind = word_at<policy::RequestKind>(row, 3);
    request.status = word_at<policy::RequestStatus>(row, 4);
    request.revoked = row.get<bool>(5);
    request.actions = policy::Actions::from_bits(row.get<std::uint32_t>(6));
    // Lists are checked when written; one that cannot be read holds nothing.
    if (const auto files = files_at(row, 7)) {
        request.files = policy::KeptFileSet::parse(*files).value_or(policy::KeptFileSet{});
    }
    request.created_at = row.get<Instant>(8);
    request.decided_at = row.get<std::optional<Instant>>(9);
    request.decided_by_level = level_at(row, 10);
    request.valid_until = row.get<std::optional<Instant>>(11);
    request.note = row.get<std::string>(12);
    return held;
}

void append(std::vector<HeldRow>& all, const sql::Rows& rows) {
    for (const auto& row : rows) all.push_back(held_of(row));
}

/// `fixed` ids first, then `ids` filled up to a length of rows.h.
template <class SomeId>
std::vector<sql::Parameter> list_parameters(std::vector<sql::Parameter> fixed, std::span<const SomeId> ids) {
    const auto length = list_length(ids.size());
    for (std::size_t i = 0; i < length; ++i) fixed.emplace_back(ids[std::min(i, ids.size() - 1)]);
    return fixed;
}

/// Calls `use` with pieces of a list that are no longer than a statement takes.
template <class SomeId, class Use>
Done in_pieces(std::span<const SomeId> ids, Use use) {
    for (std::size_t from = 0; from < ids.size(); from += k_longest_list) {
        EXEAT_TRY(use(ids.subspan(from, std::min(k_longest_list, ids.size() - from))));
    }
    return {};
}

}  // namespace

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

Done add_waiting(sql::Transaction& transaction, AskId id, std::int64_t change) {
    if (change == 0) return {};
    EXEAT_TRY(transaction.change("update asks set waiting = waiting + $1 where id = $2", {change, id}));
    return {};
}

Result<std::int64_t> count_open_asks(sql::Session& session, PersonId person) {
    EXEAT_TAKE(const auto row, session.one("select count(*) from asks where person = $1 and waiting > 0", {person}));
    return row->get<std::int64_t>(0);
}

Done insert_request(sql::Transaction& transaction, const domain::Request& request) {
    EXEAT_TRY(transaction.change(
        "insert into requests (id, ask, asset, library, person, group_id, kind, status, phase, revoked, "
        "wanted_actions, actions, wanted_files, files, for_directors, unasked, created_at, decided_at, decided_by, "
        "decided_by_level, note, valid_until, ended_at, ended_by, closed, batch, version) values ($1, $2, $3, $4, $5, "
        "$6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27)",
        {request.id,
         request.ask,
         request.asset,
         request.library,
         request.person,
         request.group,
         policy::to_text(request.kind),
         policy::to_text(request.status),
         policy::to_text(request.phase),
         request.revoked,
         request.wanted_actions.bits(),
         request.actions.bits(),
         files_text(request.wanted_files),
         files_text(request.files),
         request.for_directors,
         request.unasked,
         request.created_at,
         request.decided_at,
         request.decided_by,
         level_number(request.decided_by_level),
         request.note,
         request.valid_until,
         request.ended_at,
         request.ended_by,
         policy::to_text(request.closed),
         request.batch,
         request.version}));
    return {};
}

Done update_request(sql::Transaction& transaction, const domain::Request& request) {
    return one_changed(transaction.change(
        "update requests set status = $1, phase = $2, revoked = $3, actions = $4, files = $5, for_directors = $6, "
        "decided_at = $7, decided_by = $8, decided_by_level = $9, note = $10, valid_until = $11, ended_at = $12, "
        "ended_by = $13, closed = $14, batch = $15, version = version + 1 where id = $16 and version = $17",
        {policy::to_text(request.status), policy::to_text(request.phase), request.revoked, request.actions.bits(),
         files_text(request.files), request.for_directors, request.decided_at, request.decided_by,
         level_number(request.decided_by_level), request.note, request.valid_until, request.ended_at, request.ended_by,
         policy::to_text(request.closed), request.batch, request.id, request.version}));
}

Result<std::optional<domain::Request>> read_request(sql::Session& session, RequestId id) {
    EXEAT_TAKE(const auto row, session.one(request_select() + " where r.id = $1", {id}));
    if (!row) return std::optional<domain::Request>{};
    return std::optional(request_of(*row));
}

Result<std::vector<domain::Request>> read_requests(sql::Session& session, std::span<const RequestId> ids) {
    std::vector<domain::Request> all;
    EXEAT_TRY(in_pieces(ids, [&](std::span<const RequestId> some) -> Done {
        const auto parameters = list_parameters({}, some);
        EXEAT_TAKE(const auto rows,
                   session.query(request_select() + " where r.id in (" + parameter_list(1, parameters.size()) + ")",
                                 parameters));
        for (const auto& row : rows) all.push_back(request_of(row));
        return {};
    }));
    return all;
}

Result<std::vector<domain::Request>> requests_of_batch(sql::Session& session, BatchId batch) {
    EXEAT_TAKE(const auto rows, session.query(request_select() + " where r.batch = $1 order by r.id", {batch}));
    return requests_of(rows);
}

Result<std::vector<domain::Request>> requests_of_asset(sql::Session& session, AssetId asset,
                                                       domain::RequestPhase phase) {
    EXEAT_TAKE(const auto rows, session.query(request_select() + " where r.asset = $1 and r.phase = $2 order by r.id",
                                              {asset, policy::to_text(phase)}));
    return requests_of(rows);
}

Result<std::vector<domain::Request>> pending_of_library(sql::Session& session, LibraryId library,
                                                        const std::optional<RequestId>& after, int limit) {
    EXEAT_TAKE(const auto rows,
               session.query(request_select() + " where r.library = $1 and r.phase = 'pending' and r.id > $2 "
                                                "order by r.id limit $3",
                             {library, text_or_empty(after), limit}));
    return requests_of(rows);
}

Result<std::vector<domain::Request>> lapsed_requests(sql::Session& session, Instant now, int limit) {
    EXEAT_TAKE(const auto rows,
               session.query(request_select() + " where r.ended_at is null and r.valid_until is not null and "
                                                "r.valid_until <= $1 order by r.valid_until limit $2",
                             {now, limit}));
    return requests_of(rows);
}

Done move_requests(sql::Transaction& transaction, AssetId asset, LibraryId library) {
    EXEAT_TRY(transaction.change("update requests set library = $1 where asset = $2", {library, asset}));
    return {};
}

Result<std::vector<HeldRow>> read_held(sql::Session& session, PersonId person, const std::vector<GroupId>& groups,
                                       std::optional<AssetId> asset) {
    if (asset) return read_held_for(session, person, groups, std::span(&*asset, 1));
    std::vector<HeldRow> all;
    EXEAT_TAKE(const auto own, session.query(std::string(k_held) + " and person = $1 order by id", {person}));
    append(all, own);
    EXEAT_TRY(in_pieces(std::span(groups), [&](std::span<const GroupId> some) -> Done {
        const auto parameters = list_parameters({}, some);
        EXEAT_TAKE(const auto rows, session.query(std::string(k_held) + " and group_id in (" +
                                                      parameter_list(1, parameters.size()) + ") order by id",
                                                  parameters));
        append(all, rows);
        return {};
    }));
    return all;
}

Result<std::vector<HeldRow>> read_held_for(sql::Session& session, PersonId person, const std::vector<GroupId>& groups,
                                           std::span<const AssetId> assets) {
    std::vector<HeldRow> all;
    const auto read = [&](std::string_view whose, const sql::Parameter& holder) {
        return in_pieces(assets, [&](std::span<const AssetId> some) -> Done {
            const auto parameters = list_parameters({holder}, some);
            EXEAT_TAKE(const auto rows,
                       session.query(std::string(k_held) + std::string(whose) + " = $1 and asset in (" +
                                         parameter_list(2, parameters.size() - 1) + ") order by id",
                                     parameters));
            append(all, rows);
            return {};
        });
    };
    EXEAT_TRY(read(" and person", person));
    for (const auto& group : groups) EXEAT_TRY(read(" and group_id", group));
    return all;
}

Done note_requests(sql::Transaction& transaction, const std::set<HolderId>& holders) {
    for (const auto& holder : holders) EXEAT_TRY(note_change(transaction, ChangeKind::request, holder.text()));
    return {};
}

Result<bool> has_pending(sql::Session& session, const domain::Request& beside) {
    EXEAT_TAKE(const auto row, session.one("select 1 from requests where person = $1 and asset = $2 and kind = $3 and "
                                           "phase = 'pending' and id <> $4 limit 1",
                                           {beside.person, beside.asset, policy::to_text(beside.kind), beside.id}));
    return row.has_value();
}

Result<bool> was_delivered_since(sql::Session& session, PersonId person, AssetId asset, Instant since) {
    // Ids begin with their time: those of deliveries are walked from the first that can be meant.
    DeliveryId first = DeliveryId::make(since);
    std::fill(first.bits.bytes.begin() + 6, first.bits.bytes.end(), std::uint8_t{0});
    EXEAT_TAKE(const auto row, session.one("select 1 from deliveries d where d.id >= $1 and d.person = $2 and exists "
                                           "(select 1 from delivery_items i where i.delivery = d.id and i.asset = $3) "
                                           "limit 1",
                                           {first, person, asset}));
    return row.has_value();
}

}  // namespace exeat::store
