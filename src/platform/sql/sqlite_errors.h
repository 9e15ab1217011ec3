// What SQLite's result codes mean to the rest of the program. Called by sqlite_connection. Refuses to know statements.
#pragma once

#include <string_view>

#include "core/vocabulary/error.h"

namespace exeat::sql {

/// `code` is an extended result code, `message` what sqlite3_errmsg said.
[[nodiscard]] Error sqlite_error(int code, std::string_view message);

/// Whether the file or its disk cannot be trusted after this: no more writes before it was opened anew and checked.
[[nodiscard]] bool means_damage(int code);

}  // namespace exeat::sql
