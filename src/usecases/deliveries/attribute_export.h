// The attribute values of an asset as CSV (RFC 4180), safe to open in a spreadsheet: a cell that a program would take
// for a formula is written as text (SAFETY.md "CSV formula injection").
#pragma once

#include <string>
#include <string_view>

#include "core/domain/records.h"

namespace exeat::usecases {

/// One cell: quoted where needed; a leading =, +, -, @, tab or return has an apostrophe before it.
[[nodiscard]] std::string csv_cell(std::string_view text);

/// A line of names and a line of values; several values of one attribute stand in one cell, divided by "; ".
[[nodiscard]] std::string attribute_csv(const domain::Asset& asset);

}  // namespace exeat::usecases
