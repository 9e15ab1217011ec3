// New files that stand beside the database: letters and backups. Called by use cases that leave something on the disk
// for others. Refuses to overwrite.
#pragma once

#include <cstddef>
#include <span>
#include <string>

#include "core/vocabulary/error.h"

namespace exeat::usecases {

/// A new file, for its owner only, that is durable when close() was good (its name: after sync_folder). Errors:
/// unavailable, "disk-full" or "cannot-write".
class NewFile {
public:
    explicit NewFile(std::string path);
    ~NewFile();
    NewFile(const NewFile&) = delete;
    NewFile& operator=(const NewFile&) = delete;

    Done write(std::span<const std::byte> bytes);
    Done close();

private:
    std::string path_;
    int descriptor_;
    int reason_;
};

/// A folder for its owner only; nothing when it is there.
Done make_private_folder(const std::string& folder);
/// The names in a folder are durable when this was good.
Done sync_folder(const std::string& folder);

/// The error of a call on `path` that failed with an errno.
[[nodiscard]] std::unexpected<Error> cannot_write(const std::string& path, int reason);

}  // namespace exeat::usecases
