#include "state/store/uploads.h"

#include "state/store/rows.h"

namespace exeat::store {

Done insert_upload(sql::Transaction& transaction, const UploadRow& row) {
    EXEAT_TRY(
        transaction.change("insert into uploads (id, person, target, name, length, position, created_at, "
                           "expires_at, metadata) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
                           {row.id, row.person, row.target, row.name, row.length, row.position, row.created_at,
                            row.expires_at, row.metadata}));
    return {};
}

Result<std::optional<UploadRow>> read_upload(sql::Session& session, UploadId id) {
    EXEAT_TAKE(const auto row, session.one("select person, target, name, length, position, created_at, expires_at, "
                                           "finished_asset, metadata from uploads where id = $1",
                                           {id}));
    if (!row) return std::optional<UploadRow>{};
    return std::optional(UploadRow{id, row->get<PersonId>(0), row->get<std::string>(1), row->get<std::string>(2),
                                   row->get<std::int64_t>(3), row->get<std::int64_t>(4), row->get<Instant>(5),
                                   row->get<Instant>(6), row->get<std::optional<AssetId>>(7),
                                   row->get<std::string>(8)});
}

Done move_upload(sql::Transaction& transaction, UploadId id, std::int64_t position) {
    return one_changed(transaction.change("update uploads set position = $1 where id = $2", {position, id}));
}

Done finish_upload(sql::Transaction& transaction, UploadId id, AssetId asset) {
    return one_changed(transaction.change(
        "update uploads set finished_asset = $1, position = length where id = $2 and finished_asset is null",
        {asset, id}));
}

Done delete_upload(sql::Transaction& transaction, UploadId id) {
    EXEAT_TRY(transaction.change("delete from uploads where id = $1", {id}));
    return {};
}

Result<std::vector<UploadId>> ended_uploads(sql::Session& session, Instant now, int limit) {
    EXEAT_TAKE(const auto rows, session.query("select id from uploads where expires_at <= $1 limit $2", {now, limit}));
    std::vector<UploadId> ids;
    ids.reserve(rows.size());
    for (const auto& row : rows) ids.push_back(row.get<UploadId>(0));
    return ids;
}

}  // namespace exeat::store
