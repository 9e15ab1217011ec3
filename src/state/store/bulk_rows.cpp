#include "state/store/bulk_rows.h"

#include <algorithm>

#include "state/store/rows.h"

namespace exeat::store {
namespace {

constexpr std::string_view k_row =
    "select id, library, folder, name_text, chosen, except_for, change, until_no, person, scopes, address, state, "
    "position, step, total, visited, changed, undone, created_at, ended_at, session, token, stopped from bulk_changes";
constexpr std::string_view k_asset =
    "select no, asset, before, version_after, left_code, left_text from bulk_change_assets";

BulkChangeRow row_of(const sql::Row& row) {
    BulkChangeRow read;
    read.id = row.get<BulkChangeId>(0);
    read.library = row.get<LibraryId>(1);
    read.folder = row.get<std::optional<std::string>>(2);
    read.text = row.get<std::string>(3);
    read.chosen = list_at(row, 4);
    read.except_for = list_at(row, 5);
    read.change = row.get<std::string>(6);
    read.until_no = row.get<std::int64_t>(7);
    read.person = row.get<PersonId>(8);
    read.scopes = static_cast<std::uint32_t>(row.get<std::int64_t>(9));
    read.address = row.get<std::string>(10);
    read.state = word_at<domain::BulkState>(row, 11);
    read.position = row.get<std::string>(12);
    read.step = row.get<std::int64_t>(13);
    read.total = row.get<std::int64_t>(14);
    read.visited = row.get<std::int64_t>(15);
    read.changed = row.get<std::int64_t>(16);
    read.undone = row.get<std::int64_t>(17);
    read.created_at = row.get<Instant>(18);
    read.ended_at = row.get<std::optional<Instant>>(19);
    read.session = SessionId::parse(row.get<std::string>(20));
    read.token = TokenId::parse(row.get<std::string>(21));
    if (row.get<std::optional<std::string>>(22)) read.stopped = word_at<domain::BulkStop>(row, 22);
    return read;
}

template <class SomeId>
std::string text_of(const std::optional<SomeId>& id) {
    return id ? id->text() : "";
}

Result<std::optional<BulkChangeRow>> one(sql::Session& session, std::string_view where,
                                         std::initializer_list<sql::Parameter> parameters) {
    EXEAT_TAKE(const auto row, session.one(std::string(k_row) + std::string(where), parameters));
    if (!row) return std::optional<BulkChangeRow>{};
    return std::optional(row_of(*row));
}

Result<std::vector<BulkChangeAsset>> assets(sql::Session& session, std::string_view where,
                                            std::initializer_list<sql::Parameter> parameters) {
    EXEAT_TAKE(const auto rows, session.query(std::string(k_asset) + std::string(where), parameters));
    std::vector<BulkChangeAsset> read;
    read.reserve(rows.size());
    for (const auto& row : rows) {
        read.push_back({row.get<std::int64_t>(0), row.get<AssetId>(1), row.get<std::string>(2),
                        row.get<std::int64_t>(3), row.get<std::string>(4), row.get<std::string>(5)});
    }
    return read;
}

}  // namespace

Done insert_bulk_change(sql::Transaction& transaction, const BulkChangeRow& row) {
    EXEAT_TRY(transaction.change(
        "insert into bulk_changes (id, library, folder, name_text, chosen, except_for, change, until_no, person, "
        "scopes, address, state, position, step, total, visited, changed, undone, created_at, session, token) "
        "values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, '', 0, $13, 0, 0, 0, $14, $15, $16)",
        {row.id, row.library, row.folder, row.text, list_text(row.chosen), list_text(row.except_for), row.change,
         row.until_no, row.person, static_cast<std::int64_t>(row.scopes), row.address, policy::to_text(row.state),
         row.total, row.created_at, text_of(row.session), text_of(row.token)}));
    return {};
}

Result<std::optional<BulkChangeRow>> read_bulk_change(sql::Session& session, BulkChangeId id) {
    return one(session, " where id = $1", {id});
}

Result<std::vector<BulkChangeRow>> list_bulk_changes(sql::Session& session, PersonId person, int limit) {
    EXEAT_TAKE(const auto rows,
               session.query(std::string(k_row) + " where person = $1 order by id desc limit $2", {person, limit}));
    std::vector<BulkChangeRow> read;
    for (const auto& row : rows) read.push_back(row_of(row));
    return read;
}

Result<std::int64_t> count_open_bulk_changes(sql::Session& session, PersonId person) {
    EXEAT_TAKE(const auto row, session.one("select count(*) from bulk_changes where person = $1 and "
                                           "state in ('changing', 'undoing')",
                                           {person}));
    return row->get<std::int64_t>(0);
}

Result<std::optional<BulkChangeRow>> next_bulk_change(sql::Session& session) {
    return one(session,
               " where state in ('changing', 'undoing') order by coalesce((select turn from bulk_turns "
               "where bulk_turns.person = bulk_changes.person), 0), created_at, id limit 1",
               {});
}

Done note_bulk_turn(sql::Transaction& transaction, PersonId person) {
    EXEAT_TRY(
        transaction.change("insert into bulk_turns (person, turn) "
                           "values ($1, (select coalesce(max(turn), 0) + 1 from bulk_turns)) "
                           "on conflict (person) do update set turn = excluded.turn",
                           {person}));
    return {};
}

Done advance_bulk_change(sql::Transaction& transaction, const BulkChangeRow& row) {
    std::optional<std::string> stopped;
    if (row.stopped) stopped = policy::to_text(*row.stopped);
    return one_changed(transaction.change(
        "update bulk_changes set state = $3, position = $4, visited = $5, changed = $6, undone = $7, ended_at = $8, "
        "scopes = $9, address = $10, session = $11, token = $12, stopped = $13, step = step + 1 "
        "where id = $1 and step = $2",
        {row.id, row.step, policy::to_text(row.state), row.position, row.visited, row.changed, row.undone, row.ended_at,
         static_cast<std::int64_t>(row.scopes), row.address, text_of(row.session), text_of(row.token), stopped}));
}

Done insert_bulk_change_asset(sql::Transaction& transaction, BulkChangeId id, const BulkChangeAsset& asset) {
    EXEAT_TRY(transaction.change(
        "insert into bulk_change_assets (bulk_change, no, asset, before, version_after, left_code, left_text) "
        "values ($1, $2, $3, $4, $5, $6, $7)",
        {id, asset.no, asset.asset, asset.before, asset.version_after, asset.left_code, asset.left_text}));
    return {};
}

Result<std::vector<BulkChangeAsset>> changed_by_bulk(sql::Session& session, BulkChangeId id, std::int64_t from,
                                                     int limit) {
    return assets(session, " where bulk_change = $1 and no >= $2 and before <> '' order by no limit $3",
                  {id, from, limit});
}

Result<std::vector<BulkChangeAsset>> left_by_bulk(sql::Session& session, BulkChangeId id, std::int64_t after,
                                                  int limit) {
    return assets(session, " where bulk_change = $1 and no > $2 and left_code <> '' order by no limit $3",
                  {id, after, limit});
}

Done leave_bulk_change_asset(sql::Transaction& transaction, BulkChangeId id, const BulkChangeAsset& asset) {
    EXEAT_TRY(transaction.change(
        "update bulk_change_assets set left_code = $3, left_text = $4 where bulk_change = $1 and no = $2",
        {id, asset.no, asset.left_code, asset.left_text}));
    return {};
}

Result<bool> has_access_pass(sql::Session& session, LibraryId library, PersonId person,
                             const std::vector<GroupId>& groups, policy::Action action, Instant now) {
    const auto has = [&](std::string_view whose, const sql::Parameter& holder) -> Result<bool> {
        EXEAT_TAKE(const auto rows, session.query("select distinct actions from requests where " + std::string(whose) +
                                                      " = $1 and phase in ('approved', 'auto_approved') and kind = "
                                                      "'access' and library = $2 and revoked = 0 and "
                                                      "(valid_until is null or valid_until > $3)",
                                                  {holder, library, now}));
        return std::ranges::any_of(rows, [&](const sql::Row& row) {
            return policy::Actions::from_bits(static_cast<std::uint32_t>(row.get<std::int64_t>(0))).has(action);
        });
    };
    EXEAT_TAKE(const auto by_person, has("person", person));
    if (by_person) return true;
    for (const auto& group : groups) {
        EXEAT_TAKE(const auto by_group, has("group_id", group));
        if (by_group) return true;
    }
    return false;
}

Result<std::int64_t> newest_asset_no(sql::Session& session) {
    EXEAT_TAKE(const auto row, session.one("select coalesce(max(no), 0) from assets", {}));
    return row->get<std::int64_t>(0);
}

Done forget_bulk_changes(sql::Transaction& transaction, Instant before, int limit) {
    EXEAT_TAKE(const auto rows,
               transaction.query("select id from bulk_changes where ended_at <= $1 limit $2", {before, limit}));
    for (const auto& row : rows) {
        const auto id = row.get<BulkChangeId>(0);
        EXEAT_TRY(transaction.change("delete from bulk_change_assets where bulk_change = $1", {id}));
        EXEAT_TRY(transaction.change("delete from bulk_changes where id = $1", {id}));
    }
    return {};
}

}  // namespace exeat::store
