// What holds for every statement and its values before an engine sees them, so that both engines answer alike.
// Called by the drivers. Refuses to know SQL beyond the first word of a statement.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>

#include "core/vocabulary/error.h"
#include "platform/sql/value.h"

namespace exeat::sql {

/// Text has to be UTF-8 without NUL (PostgreSQL stores nothing else) and a real number has to be one (SQLite would
/// store NULL). Errors: invalid.
[[nodiscard]] Done check_values(std::span<const Parameter> parameters);

/// A statement may not end or begin a transaction or change the connection: BEGIN, COMMIT, PRAGMA, SET and their like
/// are internal errors. Looked at once, when a statement is prepared.
[[nodiscard]] Done check_statement(std::string_view statement);

/// The highest N of all $N in a statement, those in quotes left out.
[[nodiscard]] std::size_t parameters_in(std::string_view statement);

/// UTF-8 as RFC 3629 has it, without U+0000.
[[nodiscard]] bool is_storable_text(std::string_view text);

}  // namespace exeat::sql
