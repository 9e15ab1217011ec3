#include "state/store/files.h"

#include "state/store/libraries.h"
#include "state/store/rows.h"

namespace exeat::store {

Done keep_version(sql::Transaction& transaction, const domain::Asset& asset, Instant now,
                  std::optional<PersonId> person) {
    EXEAT_TAKE(const auto row,
               transaction.one("select coalesce(max(number), 0) + 1 from asset_versions where asset = $1", {asset.id}));
    EXEAT_TRY(transaction.change(
        "insert into asset_versions (asset, number, name, media_type, size, digest, created_at, created_by) "
        "values ($1, $2, $3, $4, $5, $6, $7, $8)",
        {asset.id, row->get<std::int64_t>(0), asset.name, asset.media_type, asset.size, asset.digest, now, person}));
    return {};
}

Done insert_attachment(sql::Transaction& transaction, AttachmentId id, AssetId asset, const StoredFile& file,
                       Instant now, std::optional<PersonId> person) {
    EXEAT_TRY(transaction.change(
        "insert into attachments (id, asset, name, media_type, size, digest, created_at, created_by) "
        "values ($1, $2, $3, $4, $5, $6, $7, $8)",
        {id, asset, file.name, file.media_type, file.size, file.digest, now, person}));
    return {};
}

Result<std::vector<AssetId>> assets_with(sql::Session& session, LibraryId library, const Digest& digest, int limit) {
    EXEAT_TAKE(const auto rows, session.query("select id from assets where digest = $1 and library = $2 "
                                              "and deleted_at is null order by no limit $3",
                                              {digest, library, limit}));
    std::vector<AssetId> ids;
    ids.reserve(rows.size());
    for (const auto& row : rows) ids.push_back(row.get<AssetId>(0));
    return ids;
}

Result<std::optional<NamedAsset>> asset_named(sql::Session& session, LibraryId library, std::optional<FolderId> folder,
                                              std::string_view name) {
    EXEAT_TAKE(const auto row, session.one("select id, digest, size from assets where library = $1 and folder = $2 "
                                           "and name_key = $3 and name = $4 and deleted_at is null "
                                           "order by no desc limit 1",
                                           {library, text_or_empty(folder), name_key(name), name}));
    if (!row) return std::optional<NamedAsset>{};
    return std::optional(NamedAsset{row->get<AssetId>(0), row->get<Digest>(1), row->get<std::int64_t>(2)});
}

Result<std::vector<Digest>> used_blobs_after(sql::Session& session, const Digest& after, int limit) {
    EXEAT_TAKE(const auto rows,
               session.query("select digest from assets where digest > $1 union "
                             "select digest from asset_versions where digest > $1 union "
                             "select digest from attachments where digest > $1 union "
                             "select digest from request_files where digest > $1 order by digest limit $2",
                             {after, limit}));
    std::vector<Digest> digests;
    digests.reserve(rows.size());
    for (const auto& row : rows) digests.push_back(row.get<Digest>(0));
    return digests;
}

Result<std::vector<Digest>> still_used(sql::Session& session, const std::vector<Digest>& digests) {
    std::vector<Digest> used;
    for (const auto& digest : digests) {
        EXEAT_TAKE(const auto row, session.one("select 1 where exists (select 1 from assets where digest = $1) "
                                               "or exists (select 1 from asset_versions where digest = $1) "
                                               "or exists (select 1 from attachments where digest = $1) "
                                               "or exists (select 1 from request_files where digest = $1) "
                                               "or exists (select 1 from delivery_items where digest = $1)",
                                               {digest}));
        if (row) used.push_back(digest);
    }
    return used;
}

}  // namespace exeat::store
