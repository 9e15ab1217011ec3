#include "platform/sql/insert_rows.h"

#include <string>

#include "platform/sql/failures.h"

namespace exeat::sql {
namespace {

// Statements are kept prepared, so they come in two lengths only.
constexpr std::size_t k_rows_at_once = 64;

std::string statement_of(std::string_view into, std::size_t columns, std::size_t rows) {
    std::string statement(into);
    std::size_t number = 0;
    for (std::size_t row = 0; row < rows; ++row) {
        statement += row == 0 ? "(" : ", (";
        for (std::size_t column = 0; column < columns; ++column) {
            statement += (column == 0 ? "$" : ", $") + std::to_string(++number);
        }
        statement += ")";
    }
    return statement;
}

}  // namespace

Done insert_rows(Transaction& transaction, std::string_view into, std::size_t columns,
                 std::span<const Parameter> cells) {
    if (columns == 0 || cells.size() % columns != 0) {
        return fail(wrong_statement("rows of " + std::to_string(columns) + " columns and " +
                                    std::to_string(cells.size()) + " cells: " + std::string(into)));
    }
    for (const auto rows : {k_rows_at_once, std::size_t{1}}) {
        if (cells.size() < rows * columns) continue;
        const auto statement = statement_of(into, columns, rows);
        while (cells.size() >= rows * columns) {
            EXEAT_TRY(transaction.change(statement, cells.first(rows * columns)));
            cells = cells.subspan(rows * columns);
        }
    }
    return {};
}

}  // namespace exeat::sql
