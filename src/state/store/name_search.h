// Searching lists by part of a name, and the names of people in one. Only for this module's own sources.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "platform/sql/value.h"
#include "state/store/libraries.h"
#include "state/store/people_rows.h"

namespace exeat::store {

/// A pattern for `like … escape '!'` on a key: everything that holds the text, letters as name_key has them.
[[nodiscard]] inline std::string holds_text(std::string_view text) {
    std::string pattern = "%";
    for (const char c : name_key(text)) {
        if (c == '%' || c == '_' || c == '!') pattern += '!';
        pattern += c;
    }
    return pattern + "%";
}

/// Rows of id, e-mail address, name.
[[nodiscard]] inline std::vector<PersonName> person_names(const sql::Rows& rows) {
    std::vector<PersonName> people;
    people.reserve(rows.size());
    for (const auto& row : rows) {
        people.push_back({row.get<PersonId>(0), row.get<std::string>(1), row.get<std::string>(2)});
    }
    return people;
}

}  // namespace exeat::store
