// Finding a prepared statement by its text without copying the text. Called by the connections of both engines.
#pragma once

#include <cstddef>
#include <functional>
#include <string_view>

namespace exeat::sql {

struct StatementHash {
    using is_transparent = void;  // NOLINT(readability-identifier-naming): the standard's name
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
};

/// Statements come from a closed list in the store's files; the limit only guards against a mistake.
inline constexpr std::size_t k_most_prepared = 1000;

}  // namespace exeat::sql
