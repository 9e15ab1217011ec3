// Many rows of one table in few statements: on PostgreSQL each statement is a journey to the server and back.
// Called by state/*. Refuses to know any table.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>

#include "core/vocabulary/error.h"
#include "platform/sql/database.h"

namespace exeat::sql {

/// `into` is "insert into t (a, b) values "; `cells` are those of one row after the other, `columns` of each. Nothing
/// for no rows. Errors: as Session::query.
Done insert_rows(Transaction& transaction, std::string_view into, std::size_t columns,
                 std::span<const Parameter> cells);

}  // namespace exeat::sql
