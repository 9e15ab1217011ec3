// The errors that use cases about libraries, folders, assets and settings share, worded once. Refuses to know which
// rule was broken.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "core/vocabulary/error.h"

namespace exeat::usecases {

/// Absent and hidden look the same.
[[nodiscard]] inline std::unexpected<Error> nothing_here() {
    return fail(ErrorKind::not_found, "not-found", "There is nothing here, or nothing that you can see.");
}

/// What was sent is wrong in these places; the first is told as the text. At least one.
[[nodiscard]] inline std::unexpected<Error> wrong_members(std::string code, std::vector<FieldError> fields) {
    Error error;
    error.kind = ErrorKind::invalid;
    error.code = std::move(code);
    error.text = fields.front().text;
    error.fields = std::move(fields);
    return fail(std::move(error));
}
[[nodiscard]] inline std::unexpected<Error> wrong_member(std::string code, std::string pointer, std::string text) {
    return wrong_members(std::move(code), {{std::move(pointer), std::move(text)}});
}

/// Somebody else changed it since the caller looked.
[[nodiscard]] inline std::unexpected<Error> is_stale() {
    return fail(ErrorKind::conflict, "stale", "Somebody else changed this meanwhile. Load it again and repeat.");
}

}  // namespace exeat::usecases
