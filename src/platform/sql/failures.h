// The errors that both engines answer, each with its fixed code and the sentence for the person.
// Called by the drivers in this folder only. Refuses to know which engine failed: that goes into the detail.
#pragma once

#include <string>

#include "core/vocabulary/error.h"

namespace exeat::sql {

/// A unique, foreign key or check constraint said no. `detail` names the constraint or its columns, never a value.
[[nodiscard]] Error duplicate(std::string detail);
/// Too much at once, or another writer was first too often.
[[nodiscard]] Error busy(std::string detail);
/// No connection.
[[nodiscard]] Error unreachable(std::string detail);
/// The connection was lost between sending COMMIT and hearing of it.
[[nodiscard]] Error commit_unknown(std::string detail);
[[nodiscard]] Error disk_full(std::string detail);
/// The disk said that it could not read, write or keep something.
[[nodiscard]] Error disk_failed(std::string detail);
/// The database file does not hold what it should.
[[nodiscard]] Error damaged(std::string detail);
[[nodiscard]] Error out_of_memory(std::string detail);
/// `file` is not to be made anew: conflict when it is there already, else unavailable. `code` is an errno.
[[nodiscard]] Error cannot_make_file(const std::string& file, int code);
/// A text with NUL or broken UTF-8, or a number that is none.
[[nodiscard]] Error bad_value(std::string detail);
/// Our mistakes.
[[nodiscard]] Error wrong_statement(std::string detail);
[[nodiscard]] Error nested(std::string detail);

/// The internal error for what is being caught: call it inside a catch block only.
[[nodiscard]] Error thrown_error();

/// Calls `work` and turns whatever it throws into an error: nothing thrown leaves this module.
template <class Work>
[[nodiscard]] auto guarded(const Work& work) -> decltype(work()) {
    try {
        return work();
    } catch (...) {
        return std::unexpected(thrown_error());
    }
}

}  // namespace exeat::sql
