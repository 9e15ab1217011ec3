// Filling an empty PostgreSQL database with the copy of another. Called by `exeat restore`. Refuses to know what is in
// it.
#pragma once

#include <string>

#include "core/vocabulary/error.h"

namespace exeat::sql {

/// Fills an empty database with what Database::copy_to() wrote, all of it or nothing. Errors: conflict
/// "database-not-empty"; unsupported (no pg_restore here); invalid and unavailable as open_postgresql.
[[nodiscard]] Done load_postgresql(const std::string& url, const std::string& path);

}  // namespace exeat::sql
