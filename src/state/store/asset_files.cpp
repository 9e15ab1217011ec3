#include "state/store/asset_files.h"

namespace exeat::store {
namespace {

AssetFile file_of(const sql::Row& row) {
    return {row.get<std::string>(1), row.get<std::string>(2), row.get<std::int64_t>(3), row.get<Instant>(4)};
}

}  // namespace

Result<AssetFiles> read_asset_files(sql::Session& session, AssetId asset) {
    AssetFiles files;
    EXEAT_TAKE(const auto versions, session.query("select number, name, media_type, size, created_at "
                                                  "from asset_versions where asset = $1 order by number desc",
                                                  {asset}));
    for (const auto& row : versions) files.versions.push_back({row.get<std::int64_t>(0), file_of(row)});
    EXEAT_TAKE(const auto attachments, session.query("select id, name, media_type, size, created_at "
                                                     "from attachments where asset = $1 order by name, id",
                                                     {asset}));
    for (const auto& row : attachments) files.attachments.push_back({row.get<AttachmentId>(0), file_of(row)});
    return files;
}

}  // namespace exeat::store
