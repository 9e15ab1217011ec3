// The older originals and the attachments of an asset, as a list shows them. Their bytes are found by deliveries.h.
#pragma once

#include <string>
#include <vector>

#include "core/vocabulary/id.h"
#include "core/vocabulary/instant.h"
#include "platform/sql/database.h"

namespace exeat::store {

struct AssetFile {
    std::string name;
    std::string media_type;
    std::int64_t size = 0;
    Instant created_at;
};
struct OlderOriginal {
    std::int64_t number = 1;
    AssetFile file;
};
struct Attachment {
    AttachmentId id;
    AssetFile file;
};
struct AssetFiles {
    std::vector<OlderOriginal> versions;  // the newest first
    std::vector<Attachment> attachments;  // by name
};

[[nodiscard]] Result<AssetFiles> read_asset_files(sql::Session& session, AssetId asset);

}  // namespace exeat::store
