// A backup while the site is in use: the database first, then the blobs, so that every row of the copy finds its bytes.
// A backup is a folder: database (SQLite: a database file; PostgreSQL: what pg_dump writes), blobs/ab/HEX, keys/, and
// at last backup.json, which says that it is whole. It holds secrets: keep it as safe as the data folder.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "core/vocabulary/error.h"
#include "platform/sql/database.h"
#include "state/blobs/blobs.h"
#include "usecases/house.h"

namespace exeat::usecases {

struct BackupReport {
    std::int64_t blobs = 0;
    std::int64_t bytes = 0;
};
using BlobProgress = std::function<void(std::int64_t blobs, std::int64_t bytes)>;

/// Into a folder that is missing or empty. Errors: conflict "folder-not-empty"; unavailable.
[[nodiscard]] Result<BackupReport> back_up(House& house, const std::string& folder, const BlobProgress& progress);

/// What backup.json says.
struct BackupFacts {
    sql::Engine engine = sql::Engine::sqlite;
    Instant made_at;
    std::int64_t blobs = 0;
    std::int64_t bytes = 0;
};
/// Errors: not_found "no-backup" for a folder without a whole backup; unsupported for one of another version.
[[nodiscard]] Result<BackupFacts> read_backup(const std::string& folder);

/// Brings the blobs of a backup into a store: each is hashed on its way, so that what does not hold what its name says
/// is an error ("blob-corrupt").
[[nodiscard]] Result<BackupReport> restore_blobs(const std::string& folder, blobs::Blobs& blobs,
                                                 const BlobProgress& progress);

}  // namespace exeat::usecases
