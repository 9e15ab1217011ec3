#include "platform/sql/postgresql_values.h"

#include <array>
#include <charconv>
#include <utility>

namespace exeat::sql {
namespace {

// From PostgreSQL's catalogue (pg_type.dat); they never change.
constexpr unsigned k_bool = 16;
constexpr unsigned k_bytea = 17;
constexpr unsigned k_int8 = 20;
constexpr unsigned k_int2 = 21;
constexpr unsigned k_int4 = 23;
constexpr unsigned k_text = 25;
constexpr unsigned k_oid = 26;
constexpr unsigned k_float4 = 700;
constexpr unsigned k_float8 = 701;

template <class T>
T number(std::string_view text) {
    T value{};
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (problem != std::errc{} || end != text.data() + text.size()) {
        throw WrongType{"PostgreSQL sent a number that cannot be read"};
    }
    return value;
}

template <class T>
std::string text_of(T value) {
    std::array<char, 32> digits{};
    const auto written = std::to_chars(digits.data(), digits.data() + digits.size(), value);
    return std::string(digits.data(), written.ptr);
}

}  // namespace

PostgresqlParameters::PostgresqlParameters(std::span<const Parameter> parameters) {
    numbers_.reserve(parameters.size());  // so that what values_ points to stays where it is
    for (const auto& parameter : parameters) {
        const auto& cell = parameter.cell();
        const std::string* text = std::get_if<std::string>(&cell);
        const auto* bytes = std::get_if<Bytes>(&cell);
        if (bytes != nullptr) text = &bytes->data;
        if (const auto* integer = std::get_if<std::int64_t>(&cell)) text = &numbers_.emplace_back(text_of(*integer));
        if (const auto* real = std::get_if<double>(&cell)) text = &numbers_.emplace_back(text_of(*real));
        values_.push_back(text == nullptr ? nullptr : text->c_str());
        lengths_.push_back(text == nullptr ? 0 : static_cast<int>(text->size()));
        formats_.push_back(bytes == nullptr ? 0 : 1);
    }
}

unsigned type_oid(CellType type) {
    switch (type) {
        case CellType::unknown:
            return 0;
        case CellType::integer:
            return k_int8;
        case CellType::real:
            return k_float8;
        case CellType::text:
            return k_text;
        case CellType::bytes:
            return k_bytea;
    }
    return 0;
}

std::string signature_of(std::span<const Parameter> parameters) {
    std::string signature;
    for (const auto& parameter : parameters) signature += static_cast<char>('0' + static_cast<int>(parameter.type()));
    return signature;
}

Cell cell_of_text(unsigned oid, std::string_view text) {
    switch (oid) {
        case k_bool:
            return std::int64_t{text == "t" ? 1 : 0};
        case k_int2:
        case k_int4:
        case k_int8:
        case k_oid:
            return number<std::int64_t>(text);
        case k_float4:
        case k_float8:
            return number<double>(text);
        case k_bytea: {
            auto bytes = from_hex(text.substr(text.starts_with("\\x") ? 2 : 0));
            if (!bytes) throw WrongType{"PostgreSQL sent bytes that are not written in hexadecimal"};
            return Bytes{std::move(*bytes)};
        }
        default:
            return std::string(text);
    }
}

}  // namespace exeat::sql
