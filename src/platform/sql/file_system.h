// On which kind of file system a file lies. Called when a SQLite file is opened. Refuses to know SQLite.
#pragma once

#include <string>

#include "core/vocabulary/error.h"

namespace exeat::sql {

/// The name of the network file system behind statfs's magic number ("nfs"), or "" when it is not known to be one.
[[nodiscard]] const char* network_file_system(long magic);

/// Errors: unavailable when the folder of `file` cannot be looked at or is on a network file system, whose locks and
/// shared memory SQLite cannot trust.
[[nodiscard]] Done check_local_disk(const std::string& file);

/// Makes a new or renamed file's directory entry durable. Errors: unavailable.
[[nodiscard]] Done sync_with_folder(const std::string& file);

}  // namespace exeat::sql
