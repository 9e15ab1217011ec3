// Errors as values. Every function that can fail returns Result<T>; exceptions do not cross a module.
// Called by everybody. Refuses to know HTTP statuses: src/api maps each kind to one.
#pragma once

#include <cstdint>
#include <expected>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace exeat {

/// The closed set of ways in which something fails. A refusal by the policy is a Decision, not an Error.
enum class ErrorKind : std::uint8_t {
    invalid,          // what was said is wrong; saying it again does not help
    unauthenticated,  // nobody is signed in, or not well enough
    forbidden,        // signed in, but not allowed
    not_found,        // absent, or not to be seen
    conflict,         // somebody else was first, or the state does not allow it
    gone,             // existed once and ended
    too_large,        // over a limit
    unsupported,      // a type, method or version that is not served
    busy,             // try again in a moment
    unavailable,      // something this needs (disk, database) cannot be used now
    internal,         // our mistake; the detail goes to the log only
};

/// One wrong place in what was sent.
struct FieldError {
    std::string pointer;  // RFC 6901 pointer into the body, or the name of a parameter
    std::string text;     // what is wrong there and what would be right
};

/// What the policy said, where that is why something is forbidden. Defined by usecases/refusal.h; opaque below it.
struct Refusal;

/// What went wrong. `code` names the problem type (lower case, dashes: "name-too-long"), is stable and is what
/// docs/errors.md lists. `text` is for the person; `detail` is for the log and never leaves the server.
struct Error {
    ErrorKind kind = ErrorKind::internal;
    std::string code;
    std::string text;
    std::string detail;
    std::vector<FieldError> fields;
    std::int64_t retry_after_seconds = 0;      // 0: not said
    std::shared_ptr<const Refusal> refusal{};  // set only with forbidden
};

template <class T>
using Result = std::expected<T, Error>;
using Done = Result<void>;

/// Makes the unexpected side of a Result.
[[nodiscard]] inline std::unexpected<Error> fail(ErrorKind kind, std::string code, std::string text,
                                                 std::string detail = {}) {
    return std::unexpected<Error>(Error{kind, std::move(code), std::move(text), std::move(detail), {}, 0, nullptr});
}

[[nodiscard]] inline std::unexpected<Error> fail(Error error) {
    return std::unexpected<Error>(std::move(error));
}

}  // namespace exeat

// Passes an error up: `EXEAT_TRY(expression)` for a Done, `EXEAT_TAKE(auto x, expression)` for a value.
#define EXEAT_JOIN_INNER(a, b) a##b
#define EXEAT_JOIN(a, b) EXEAT_JOIN_INNER(a, b)
#define EXEAT_TRY(...)                                                                  \
    do {                                                                                \
        auto exeat_result_ = (__VA_ARGS__);                                             \
        if (!exeat_result_) return ::std::unexpected(std::move(exeat_result_.error())); \
    } while (false)
#define EXEAT_TAKE(declaration, ...) EXEAT_TAKE_NAMED(EXEAT_JOIN(exeat_result_, __COUNTER__), declaration, __VA_ARGS__)
#define EXEAT_TAKE_NAMED(name, declaration, ...)                  \
    auto name = (__VA_ARGS__);                                    \
    if (!name) return ::std::unexpected(std::move(name.error())); \
    declaration = std::move(*name)
