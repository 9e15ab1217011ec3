#include "state/store/request_files.h"

#include <algorithm>

namespace exeat::store {
namespace {

constexpr std::string_view k_file =
    "select id, ask, person, name, media_type, size, digest, created_at from request_files";

RequestFile file_of(const sql::Row& row) {
    return {row.get<RequestFileId>(0), row.get<std::optional<AskId>>(1), row.get<PersonId>(2), row.get<std::string>(3),
            row.get<std::string>(4),   row.get<std::int64_t>(5),         row.get<Digest>(6),   row.get<Instant>(7)};
}

}  // namespace

Done insert_request_file(sql::Transaction& transaction, const RequestFile& file) {
    EXEAT_TRY(transaction.change(
        "insert into request_files (id, ask, person, name, media_type, size, digest, created_at) "
        "values ($1, $2, $3, $4, $5, $6, $7, $8)",
        {file.id, file.ask, file.person, file.name, file.media_type, file.size, file.digest, file.created_at}));
    return {};
}

Result<std::optional<RequestFile>> read_request_file(sql::Session& session, RequestFileId id) {
    EXEAT_TAKE(const auto row, session.one(std::string(k_file) + " where id = $1", {id}));
    if (!row) return std::optional<RequestFile>{};
    return std::optional(file_of(*row));
}

Result<std::vector<RequestFile>> files_of_ask(sql::Session& session, AskId ask) {
    EXEAT_TAKE(const auto rows, session.query(std::string(k_file) + " where ask = $1 order by id", {ask}));
    std::vector<RequestFile> files;
    files.reserve(rows.size());
    for (const auto& row : rows) files.push_back(file_of(row));
    return files;
}

Result<std::int64_t> count_unsent_files(sql::Session& session, PersonId person) {
    EXEAT_TAKE(const auto row,
               session.one("select count(*) from request_files where person = $1 and ask is null", {person}));
    return row->get<std::int64_t>(0);
}

Result<std::int64_t> request_file_bytes(sql::Session& session, PersonId person, Instant since) {
    // Ids begin with their time: those of young files are walked from the first that can be meant.
    RequestFileId first = RequestFileId::make(since);
    std::fill(first.bits.bytes.begin() + 6, first.bits.bytes.end(), std::uint8_t{0});
    EXEAT_TAKE(const auto row,
               session.one("select cast(coalesce(sum(size), 0) as bigint) from request_files where id in ("
                           "select id from request_files where person = $1 and ask is null union "
                           "select f.id from request_files f join asks a on a.id = f.ask "
                           "where a.person = $1 and a.waiting > 0 union "
                           "select id from request_files where id >= $2 and person = $1)",
                           {person, first}));
    return row->get<std::int64_t>(0);
}

Result<bool> take_request_file(sql::Transaction& transaction, RequestFileId id, PersonId person, AskId ask) {
    EXEAT_TAKE(const auto taken,
               transaction.change("update request_files set ask = $1 where id = $2 and person = $3 and ask is null",
                                  {ask, id, person}));
    return taken == 1;
}

Done forget_files_of_undecided(sql::Transaction& transaction, AskId ask) {
    EXEAT_TRY(
        transaction.change("delete from request_files where ask = $1 and not exists "
                           "(select 1 from requests where ask = $1 and phase <> 'withdrawn')",
                           {ask}));
    return {};
}

Done forget_files_without_request(sql::Transaction& transaction) {
    EXEAT_TRY(
        transaction.change("delete from request_files where ask is not null and not exists "
                           "(select 1 from requests r where r.ask = request_files.ask)"));
    return {};
}

Done forget_unsent_files(sql::Transaction& transaction, Instant before) {
    EXEAT_TRY(transaction.change("delete from request_files where ask is null and created_at <= $1", {before}));
    return {};
}

}  // namespace exeat::store
