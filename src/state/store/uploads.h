// Rows of unfinished uploads.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/vocabulary/id.h"
#include "platform/sql/database.h"

namespace exeat::store {

struct UploadRow {
    UploadId id;
    PersonId person;
    std::string target;  // JSON, written and read by the use case
    std::string name;
    std::int64_t length = 0;
    std::int64_t position = 0;
    Instant created_at;
    Instant expires_at;
    std::optional<AssetId> finished;
    std::string metadata{};  // what the client said of it, as it said it
};

Done insert_upload(sql::Transaction& transaction, const UploadRow& row);
[[nodiscard]] Result<std::optional<UploadRow>> read_upload(sql::Session& session, UploadId id);
Done move_upload(sql::Transaction& transaction, UploadId id, std::int64_t position);
Done finish_upload(sql::Transaction& transaction, UploadId id, AssetId asset);
Done delete_upload(sql::Transaction& transaction, UploadId id);
/// Those whose time is over, at most `limit`.
[[nodiscard]] Result<std::vector<UploadId>> ended_uploads(sql::Session& session, Instant now, int limit);

}  // namespace exeat::store
