// The columns of a request, read and written in one order. Only for this module's own sources.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/domain/request.h"
#include "platform/sql/database.h"

namespace exeat::store {

/// "select …all columns… from requests r".
[[nodiscard]] std::string request_select();
[[nodiscard]] domain::Request request_of(const sql::Row& row);
[[nodiscard]] std::vector<domain::Request> requests_of(const sql::Rows& rows);
/// How many columns request_select() has.
inline constexpr std::size_t k_request_columns = 27;
/// What may change of a request, in the order of an update's columns; the version that it is over comes last.
[[nodiscard]] std::vector<sql::Parameter> changed_cells(const domain::Request& request);

[[nodiscard]] std::optional<std::string> files_text(const domain::Files& files);
[[nodiscard]] domain::Files files_at(const sql::Row& row, std::size_t column);
[[nodiscard]] std::optional<std::int64_t> level_number(std::optional<policy::Level> level);
[[nodiscard]] std::optional<policy::Level> level_at(const sql::Row& row, std::size_t column);

}  // namespace exeat::store
