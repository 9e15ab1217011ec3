#include "platform/sql/database.h"
#include "platform/sql/failures.h"

namespace exeat::sql {

Result<std::optional<Row>> Session::one(std::string_view statement, std::initializer_list<Parameter> parameters) {
    EXEAT_TAKE(auto rows, query(statement, parameters));
    if (rows.empty()) return std::optional<Row>();
    if (rows.size() > 1) {
        return fail(
            wrong_statement(std::to_string(rows.size()) + " rows where one was expected: " + std::string(statement)));
    }
    return std::optional<Row>(std::move(rows.front()));
}

}  // namespace exeat::sql
