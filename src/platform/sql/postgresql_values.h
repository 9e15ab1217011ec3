// Cells as PostgreSQL sends and takes them. Called by the PostgreSQL connection. Refuses to send anything.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "platform/sql/value.h"

namespace exeat::sql {

/// Parameters in the arrays that libpq takes. Points into the parameters, which have to outlive it.
class PostgresqlParameters {
public:
    explicit PostgresqlParameters(std::span<const Parameter> parameters);

    [[nodiscard]] int count() const { return static_cast<int>(values_.size()); }
    [[nodiscard]] const char* const* values() const { return values_.data(); }
    [[nodiscard]] const int* lengths() const { return lengths_.data(); }
    [[nodiscard]] const int* formats() const { return formats_.data(); }

private:
    std::vector<std::string> numbers_;
    std::vector<const char*> values_;
    std::vector<int> lengths_;
    std::vector<int> formats_;
};

/// The type that a statement is prepared with: bigint, double precision, text, bytea, or 0 for "find out".
[[nodiscard]] unsigned type_oid(CellType type);

/// One letter a parameter: statements are prepared anew for other types.
[[nodiscard]] std::string signature_of(std::span<const Parameter> parameters);

/// A value that is not NULL, as its column's type says: integers and booleans, real numbers, bytea, else text.
[[nodiscard]] Cell cell_of_text(unsigned oid, std::string_view text);

}  // namespace exeat::sql
