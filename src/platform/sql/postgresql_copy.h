// A copy of a PostgreSQL database through pg_dump, started with an argument list, never through a shell.
// Called by the PostgreSQL database. Refuses to connect by itself.
#pragma once

#include <string>

#include "core/vocabulary/error.h"
#include "platform/sql/postgresql_address.h"

namespace exeat::sql {

/// Writes the new file `path`. Errors: unsupported (no pg_dump here), conflict (the file is there already), unavailable
/// (with what pg_dump said, never a secret).
[[nodiscard]] Done copy_with_pg_dump(const PostgresqlAddress& address, const std::string& path);

}  // namespace exeat::sql
