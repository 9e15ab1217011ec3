#include "platform/sql/value.h"

#include <algorithm>

namespace exeat::sql {
namespace {

const char* name_of(const Cell& cell) {
    switch (static_cast<CellType>(cell.index())) {
        case CellType::unknown:
            return "NULL";
        case CellType::integer:
            return "an integer";
        case CellType::real:
            return "a real number";
        case CellType::text:
            return "text";
        case CellType::bytes:
            return "bytes";
    }
    return "nothing";
}

[[noreturn]] void throw_wrong(const char* wanted, const Cell& cell) {
    throw WrongType{std::string(wanted) + " was read from a cell that holds " + name_of(cell)};
}

}  // namespace

bool Row::is_null(std::size_t column) const {
    return std::holds_alternative<std::monostate>(cells_.at(column));
}

namespace detail {

std::int64_t as_integer(const Cell& cell) {
    if (const auto* value = std::get_if<std::int64_t>(&cell)) return *value;
    throw_wrong("an integer", cell);
}

double as_real(const Cell& cell) {
    if (const auto* value = std::get_if<double>(&cell)) return *value;
    if (const auto* value = std::get_if<std::int64_t>(&cell)) return static_cast<double>(*value);
    throw_wrong("a real number", cell);
}

std::string as_text(const Cell& cell) {
    if (const auto* value = std::get_if<std::string>(&cell)) return *value;
    throw_wrong("text", cell);
}

Bytes as_bytes(const Cell& cell) {
    if (const auto* value = std::get_if<Bytes>(&cell)) return *value;
    throw_wrong("bytes", cell);
}

Digest as_digest(const Cell& cell) {
    const auto* value = std::get_if<Bytes>(&cell);
    Digest digest;
    if (value == nullptr) throw_wrong("a digest", cell);
    if (value->data.size() != digest.bytes.size()) {
        throw WrongType{"a digest was read from " + std::to_string(value->data.size()) + " bytes"};
    }
    std::copy(value->data.begin(), value->data.end(), digest.bytes.begin());
    return digest;
}

IdBits as_id(const Cell& cell) {
    const auto* value = std::get_if<std::string>(&cell);
    if (value == nullptr) throw_wrong("an id", cell);
    const auto bits = parse_id_bits(*value);
    if (!bits) throw WrongType{"an id was read from a text that is none"};
    return *bits;
}

void throw_too_large(std::int64_t value) {
    throw WrongType{"the integer " + std::to_string(value) + " does not fit into the type it was read as"};
}

}  // namespace detail
}  // namespace exeat::sql
