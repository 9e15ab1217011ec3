#include "state/store/request_rows.h"

#include <algorithm>
#include <map>
#include <variant>

#include "state/store/changes.h"
#include "state/store/id_lists.h"
#include "state/store/request_columns.h"
#include "state/store/request_files.h"
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

std::string_view column_of(const PersonId& /*person*/) {
    return "person";
}
std::string_view column_of(const GroupId& /*group*/) {
    return "group_id";
}

/// Up to what a holder holds, and open for more.
template <class SomeId>
std::string statement_of(const SomeId& holder) {
    return std::string(k_held) + " and " + std::string(column_of(holder)) + " = $1";
}

/// Sorted here and not by the statement: nothing may lure a database into walking all requests in that order.
std::vector<domain::HeldRequest> in_order(const sql::Rows& rows) {
    std::vector<domain::HeldRequest> held;
    held.reserve(rows.size());
    for (const auto& row : rows) held.push_back(held_of(row).request);
    std::ranges::sort(held, {}, &domain::HeldRequest::id);
    return held;
}

/// The same for the same cells only; of numbers and texts.
std::string text_of(const std::vector<sql::Parameter>& cells) {
    std::string text;
    for (const auto& parameter : cells) {
        if (const auto* number = std::get_if<std::int64_t>(&parameter.cell())) text += std::to_string(*number) + " ";
        if (const auto* words = std::get_if<std::string>(&parameter.cell())) {
            text += std::to_string(words->size()) + ":" + *words;
        }
        text += ";";
    }
    return text;
}

}  // namespace

Done add_waiting(sql::Transaction& transaction, AskId id, std::int64_t change) {
    return add_waiting(transaction, std::span(&id, 1), change);
}

Done add_waiting(sql::Transaction& transaction, std::span<const AskId> ids, std::int64_t change) {
    if (change == 0) return {};
    return in_pieces(ids, [&](std::span<const AskId> some) -> Done {
        const auto parameters = list_parameters({change}, some);
        EXEAT_TRY(transaction.change(
            "update asks set waiting = waiting + $1 where id in (" + parameter_list(2, parameters.size() - 1) + ")",
            parameters));
        return {};
    });
}

Done update_requests(sql::Transaction& transaction, std::span<const domain::Request* const> requests) {
    // Those of one act are mostly changed alike: one statement for all that get the same.
    struct Alike {
        std::vector<sql::Parameter> cells;
        std::vector<RequestId> ids;
    };
    std::map<std::string, Alike> all;
    for (const auto* request : requests) {
        auto cells = changed_cells(*request);
        auto& alike = all[text_of(cells)];
        alike.cells = std::move(cells);
        alike.ids.push_back(request->id);
    }
    for (const auto& [text, alike] : all) {
        EXEAT_TRY(in_pieces(std::span(alike.ids), [&, &cells = alike.cells](std::span<const RequestId> some) -> Done {
            const auto parameters = list_parameters(cells, some);
            auto changed = transaction.change(
                "update requests set status = $1, phase = $2, revoked = $3, actions = $4, files = $5, "
                "for_directors = $6, decided_at = $7, decided_by = $8, decided_by_level = $9, note = $10, "
                "valid_until = $11, ended_at = $12, ended_by = $13, closed = $14, batch = $15, version = version + 1 "
                "where version = $16 and id in (" +
                    parameter_list(cells.size() + 1, parameters.size() - cells.size()) + ")",
                parameters);
            return all_changed(std::move(changed), some.size());
        }));
    }
    return {};
}

Done update_request(sql::Transaction& transaction, const domain::Request& request) {
    const auto* only = &request;
    return update_requests(transaction, std::span(&only, 1));
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
                                                        const std::optional<PendingPlace>& after, int limit) {
    // Written as bounds of the index, as in request_pages.cpp.
    EXEAT_TAKE(const auto rows,
               session.query(request_select() + " where (r.library, r.phase, r.kind, r.id) > ($1, 'pending', $2, $3) "
                                                "and (r.library, r.phase) <= ($1, 'pending') "
                                                "order by r.library, r.phase, r.kind, r.id limit $4",
                             {library, after ? policy::to_text(after->kind) : std::string_view(),
                              after ? after->id.text() : std::string(), limit}));
    return requests_of(rows);
}

Result<std::vector<domain::Request>> lapsed_requests(sql::Session& session, Instant now, int limit) {
    EXEAT_TAKE(const auto rows,
               session.query(request_select() + " where r.ended_at is null and r.valid_until is not null and "
                                                "r.valid_until <= $1 order by r.valid_until limit $2",
                             {now, limit}));
    return requests_of(rows);
}

Result<std::vector<domain::Request>> ending_requests(sql::Session& session, Instant now, Instant by, int limit) {
    // As its index has it.
    EXEAT_TAKE(const auto rows,
               session.query(request_select() + " where r.ended_at is null and r.valid_until is not null and "
                                                "r.valid_until - r.decided_at >= 345600000 and "
                                                "(r.told_end is null or r.told_end <> r.valid_until) and "
                                                "r.valid_until > $1 and r.valid_until <= $2 "
                                                "order by r.valid_until limit $3",
                             {now, by, limit}));
    return requests_of(rows);
}

Done note_ends_told(sql::Transaction& transaction, std::span<const RequestId> ids) {
    return in_pieces(ids, [&](std::span<const RequestId> some) -> Done {
        const auto parameters = list_parameters({}, some);
        EXEAT_TRY(transaction.change(
            "update requests set told_end = valid_until where id in (" + parameter_list(1, parameters.size()) + ")",
            parameters));
        return {};
    });
}

Result<std::vector<domain::Request>> running_of_library(sql::Session& session, LibraryId library,
                                                        const std::optional<RequestId>& after, int limit) {
    EXEAT_TAKE(const auto rows,
               session.query(request_select() + " where r.library = $1 and r.phase in ('approved', 'auto_approved') "
                                                "and r.id > $2 order by r.id limit $3",
                             {library, text_or_empty(after), limit}));
    return requests_of(rows);
}

Result<std::vector<domain::Request>> replaced_requests(sql::Session& session, LibraryId library, int limit) {
    EXEAT_TAKE(const auto rows,
               session.query(request_select() + " join assets a on a.id = r.asset where r.library = $1 and "
                                                "r.phase in ('approved', 'auto_approved') and "
                                                "a.replaced_at > r.decided_at order by r.id limit $2",
                             {library, limit}));
    return requests_of(rows);
}

Done delete_request(sql::Transaction& transaction, const domain::Request& request) {
    EXEAT_TRY(
        transaction.change("delete from outbox where done_at is null and notice in "
                           "(select id from notices where request = $1 and count = 1)",
                           {request.id}));
    EXEAT_TRY(transaction.change("delete from notices where request = $1 and count = 1", {request.id}));
    EXEAT_TRY(transaction.change("delete from request_messages where request = $1", {request.id}));
    EXEAT_TRY(transaction.change("delete from requests where id = $1", {request.id}));
    EXEAT_TRY(forget_files_of_undecided(transaction, request.ask));
    EXEAT_TRY(transaction.change(
        "delete from asks where id = $1 and not exists (select 1 from requests where ask = $1)", {request.ask}));
    // What was told of several together stays while one of them does.
    const std::string of_none =
        "batch in ($1, $2) and not exists (select 1 from requests r where r.ask = notices.batch) and "
        "not exists (select 1 from requests r where r.batch = notices.batch)";
    const auto batch = request.batch ? request.batch->text() : request.ask.text();
    EXEAT_TRY(transaction.change(
        "delete from outbox where done_at is null and notice in (select id from notices where " + of_none + ")",
        {request.ask, batch}));
    EXEAT_TRY(transaction.change("delete from notices where " + of_none, {request.ask, batch}));
    return {};
}

Done move_requests(sql::Transaction& transaction, AssetId asset, LibraryId library) {
    EXEAT_TRY(transaction.change("update requests set library = $1 where asset = $2", {library, asset}));
    return {};
}

Result<std::vector<domain::HeldRequest>> read_held(sql::Session& session, const Holder& holder, int limit) {
    EXEAT_TAKE(
        const auto rows,
        std::visit([&](const auto& id) { return session.query(statement_of(id) + " limit $2", {id, limit}); }, holder));
    return in_order(rows);
}

Result<std::vector<domain::HeldRequest>> read_held(sql::Session& session, const Holder& holder, AssetId asset) {
    EXEAT_TAKE(
        const auto rows,
        std::visit([&](const auto& id) { return session.query(statement_of(id) + " and asset = $2", {id, asset}); },
                   holder));
    return in_order(rows);
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
    std::vector<std::string> ids;
    for (const auto& holder : holders) ids.push_back(holder.text());
    return note_changes(transaction, ChangeKind::request, ids);
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
    EXEAT_TAKE(const auto row, session.one("select 1 from deliveries d where d.person = $2 and d.id >= $1 and exists "
                                           "(select 1 from delivery_items i where i.delivery = d.id and i.asset = $3) "
                                           "limit 1",
                                           {first, person, asset}));
    return row.has_value();
}

}  // namespace exeat::store
