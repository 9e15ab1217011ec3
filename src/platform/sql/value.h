// The values that go into and come out of a statement, the same on SQLite and PostgreSQL.
// Called by state/*. Refuses to know any table.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "core/vocabulary/digest.h"
#include "core/vocabulary/id.h"
#include "core/vocabulary/instant.h"

namespace exeat::sql {

/// Bytes that are not text (BLOB, bytea).
struct Bytes {
    std::string data;
    friend bool operator==(const Bytes&, const Bytes&) = default;
};

/// One cell. Booleans are integers 0 and 1, times are milliseconds, ids are their 26-character text,
/// digests are 32 bytes, JSON is text. Text is UTF-8 without NUL on both engines. PostgreSQL's numeric comes as text:
/// write `cast(sum(x) as bigint)` and `cast(avg(x) as double precision)`, which both engines understand.
using Cell = std::variant<std::monostate, std::int64_t, double, std::string, Bytes>;

/// What a parameter is for the database, also when it is NULL. `unknown` (a bare nullptr) leaves it to the statement.
/// The order is that of Cell.
enum class CellType : std::uint8_t { unknown, integer, real, text, bytes };

/// Turns the types of the vocabulary into cells, so that `{id.text(), now, name}` reads as it is.
class Parameter {
public:
    Parameter(std::nullptr_t) {}
    Parameter(bool value) : cell_(std::int64_t{value ? 1 : 0}) {}
    template <class T>
        requires(std::is_integral_v<T> && !std::is_same_v<T, bool>)
    Parameter(T value) : cell_(static_cast<std::int64_t>(value)) {}
    Parameter(double value) : cell_(value) {}
    Parameter(std::string value) : cell_(std::move(value)) {}
    Parameter(std::string_view value) : cell_(std::string(value)) {}
    Parameter(const char* value) : cell_(std::string(value)) {}
    Parameter(Bytes value) : cell_(std::move(value)) {}
    Parameter(Instant value) : cell_(value.ms) {}
    Parameter(const Digest& value)
        : cell_(Bytes{std::string(reinterpret_cast<const char*>(value.bytes.data()), value.bytes.size())}) {}
    template <class Tag>
    Parameter(const Id<Tag>& value) : cell_(value.text()) {}
    template <class T>
    Parameter(const std::optional<T>& value) {
        if (value)
            cell_ = Parameter(*value).cell_;
        else
            null_type_ = type_of<T>();
    }

    [[nodiscard]] const Cell& cell() const { return cell_; }
    [[nodiscard]] CellType type() const {
        return cell_.index() == 0 ? null_type_ : static_cast<CellType>(cell_.index());
    }

private:
    template <class T>
    static constexpr CellType type_of() {
        if constexpr (std::is_integral_v<T> || std::is_same_v<T, Instant>) return CellType::integer;
        if constexpr (std::is_floating_point_v<T>) return CellType::real;
        if constexpr (std::is_same_v<T, Bytes> || std::is_same_v<T, Digest>) return CellType::bytes;
        return CellType::text;
    }

    Cell cell_;
    CellType null_type_ = CellType::unknown;
};

/// One row of an answer. Reading a cell as a type that it does not hold, or a NULL as anything but an optional, is our
/// mistake: it throws sql::WrongType, which the driver turns into an internal error at the module's edge.
class Row {
public:
    explicit Row(std::vector<Cell> cells) : cells_(std::move(cells)) {}

    /// T is one of bool, std::int64_t, int, double, std::string, Bytes, Instant, Digest, Id<...> or std::optional of
    /// them.
    template <class T>
    [[nodiscard]] T get(std::size_t column) const;

    [[nodiscard]] bool is_null(std::size_t column) const;
    [[nodiscard]] std::size_t size() const { return cells_.size(); }
    [[nodiscard]] const Cell& cell(std::size_t column) const { return cells_.at(column); }

private:
    std::vector<Cell> cells_;
};

using Rows = std::vector<Row>;

/// Thrown by Row::get, caught inside this module.
struct WrongType {
    std::string text;
};

namespace detail {
std::int64_t as_integer(const Cell& cell);
double as_real(const Cell& cell);
std::string as_text(const Cell& cell);
Bytes as_bytes(const Cell& cell);
Digest as_digest(const Cell& cell);
IdBits as_id(const Cell& cell);
[[noreturn]] void throw_too_large(std::int64_t value);

template <class T>
struct Read;
template <>
struct Read<bool> {
    static bool from(const Cell& cell) { return as_integer(cell) != 0; }
};
template <class T>
    requires std::is_integral_v<T>
struct Read<T> {
    static T from(const Cell& cell) {
        const auto wide = as_integer(cell);
        const auto narrow = static_cast<T>(wide);
        if (static_cast<std::int64_t>(narrow) != wide) throw_too_large(wide);
        return narrow;
    }
};
template <>
struct Read<double> {
    static double from(const Cell& cell) { return as_real(cell); }
};
template <>
struct Read<std::string> {
    static std::string from(const Cell& cell) { return as_text(cell); }
};
template <>
struct Read<Bytes> {
    static Bytes from(const Cell& cell) { return as_bytes(cell); }
};
template <>
struct Read<Instant> {
    static Instant from(const Cell& cell) { return Instant{as_integer(cell)}; }
};
template <>
struct Read<Digest> {
    static Digest from(const Cell& cell) { return as_digest(cell); }
};
template <class Tag>
struct Read<Id<Tag>> {
    static Id<Tag> from(const Cell& cell) { return Id<Tag>{as_id(cell)}; }
};
template <class T>
struct Read<std::optional<T>> {
    static std::optional<T> from(const Cell& cell) {
        if (std::holds_alternative<std::monostate>(cell)) return std::nullopt;
        return Read<T>::from(cell);
    }
};
}  // namespace detail

template <class T>
T Row::get(std::size_t column) const {
    return detail::Read<T>::from(cells_.at(column));
}

}  // namespace exeat::sql
