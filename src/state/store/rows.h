// Reading closed words, lists and "none" out of cells. Only for this module's own sources.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/policy/words.h"
#include "core/vocabulary/error.h"
#include "platform/sql/database.h"

namespace exeat::store {

/// A row whose text is none of the words is our mistake.
template <policy::ClosedWord Word>
[[nodiscard]] Word word_at(const sql::Row& row, std::size_t column) {
    const auto text = row.get<std::string>(column);
    if (const auto word = policy::parse_word<Word>(text)) return *word;
    throw sql::WrongType{"\"" + text + "\" is not a known word"};
}

/// Columns of ids hold '' for none: a folder or asset of members for "the library itself", those of notices for "of no
/// request".
template <class SomeId>
[[nodiscard]] std::optional<SomeId> id_or_none(const sql::Row& row, std::size_t column) {
    const auto text = row.get<std::string>(column);
    if (text.empty()) return std::nullopt;
    return row.get<SomeId>(column);
}
template <class SomeId>
[[nodiscard]] std::string text_or_empty(const std::optional<SomeId>& id) {
    return id ? id->text() : std::string();
}

/// A JSON list of texts, as the column keeps it.
[[nodiscard]] std::string list_text(const std::vector<std::string>& list);
[[nodiscard]] std::vector<std::string> list_at(const sql::Row& row, std::size_t column);

/// "$3, $4, $5": a list of `count` parameters that begins with number `first`, for `in (…)`.
[[nodiscard]] inline std::string parameter_list(std::size_t first, std::size_t count) {
    std::string list;
    for (std::size_t i = 0; i < count; ++i) list += (i == 0 ? "$" : ", $") + std::to_string(first + i);
    return list;
}
/// Statements are kept prepared, so lists come in few lengths: the next of these, the last value repeated to fill it.
[[nodiscard]] inline std::size_t list_length(std::size_t values) {
    for (const std::size_t length : {1U, 8U, 64U}) {
        if (values <= length) return length;
    }
    return 256;
}
inline constexpr std::size_t k_longest_list = 256;

/// So many changed rows are done; others are conflict "stale": somebody else changed one meanwhile.
[[nodiscard]] inline Done all_changed(Result<std::int64_t> changed, std::size_t rows) {
    if (!changed) return std::unexpected(std::move(changed.error()));
    if (std::cmp_equal(*changed, rows)) return {};
    return fail(ErrorKind::conflict, "stale", "Somebody else changed this meanwhile. Load it again and repeat.");
}

[[nodiscard]] inline Done one_changed(Result<std::int64_t> changed) {
    return all_changed(std::move(changed), 1);
}

/// Turns a unique key that said no into an error that the person understands.
[[nodiscard]] inline Done named_once(Result<std::int64_t> changed, std::string text) {
    if (changed) return {};
    if (changed.error().code != "duplicate") return std::unexpected(std::move(changed.error()));
    return fail(ErrorKind::conflict, "name-taken", std::move(text), changed.error().detail);
}

}  // namespace exeat::store
