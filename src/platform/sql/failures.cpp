#include "platform/sql/failures.h"

#include <cerrno>
#include <cstring>
#include <exception>
#include <new>
#include <utility>

#include "platform/sql/value.h"

namespace exeat::sql {
namespace {

Error made(ErrorKind kind, const char* code, const char* text, std::string detail, std::int64_t retry_after = 0) {
    return Error{kind, code, text, std::move(detail), {}, retry_after};
}

constexpr const char* k_our_mistake = "Something went wrong on the server. Nothing was stored.";

}  // namespace

Error duplicate(std::string detail) {
    return made(ErrorKind::conflict, "duplicate", "This exists already, or does not fit what is stored.",
                std::move(detail));
}

Error busy(std::string detail) {
    return made(ErrorKind::busy, "database-busy", "Too much is being changed at once. Try again in a moment.",
                std::move(detail), 1);
}

Error unreachable(std::string detail) {
    return made(ErrorKind::unavailable, "database-unavailable",
                "The database cannot be reached now. Try again in a moment.", std::move(detail), 2);
}

Error commit_unknown(std::string detail) {
    return made(ErrorKind::unavailable, "commit-unknown",
                "The database was lost while it was saving, so it is not known whether this was stored. Look before "
                "you try again.",
                std::move(detail), 2);
}

Error disk_full(std::string detail) {
    return made(ErrorKind::unavailable, "disk-full",
                "The disk of the server is full. Nothing was stored; try again when there is room.", std::move(detail),
                60);
}

Error disk_failed(std::string detail) {
    return made(ErrorKind::unavailable, "disk-failed",
                "The disk of the server failed. Nothing more is stored until it was checked.", std::move(detail), 30);
}

Error damaged(std::string detail) {
    return made(ErrorKind::unavailable, "database-damaged",
                "The database of the server is damaged. Its administrator has to restore a backup.", std::move(detail));
}

Error out_of_memory(std::string detail) {
    return made(ErrorKind::unavailable, "out-of-memory", "The server is out of memory. Try again in a moment.",
                std::move(detail), 5);
}

Error cannot_make_file(const std::string& file, int code) {
    const std::string why = std::strerror(code);
    if (code == EEXIST) {
        return Error{ErrorKind::conflict, "file-exists", "The file " + file + " is there already.", why, {}, 0};
    }
    return Error{
        ErrorKind::unavailable, "copy-failed", "The file " + file + " cannot be made: " + why + ".", why, {}, 0};
}

Error bad_value(std::string detail) {
    return made(ErrorKind::invalid, "bad-text",
                "A text holds characters that cannot be stored (NUL, or bytes that are no UTF-8).", std::move(detail));
}

Error wrong_statement(std::string detail) {
    return made(ErrorKind::internal, "wrong-statement", k_our_mistake, std::move(detail));
}

Error nested(std::string detail) {
    return made(ErrorKind::internal, "nested-transaction", k_our_mistake, std::move(detail));
}

Error thrown_error() {
    try {
        throw;
    } catch (const WrongType& wrong) {
        return made(ErrorKind::internal, "wrong-type", k_our_mistake, wrong.text);
    } catch (const std::bad_alloc&) {
        return out_of_memory("std::bad_alloc inside a transaction");
    } catch (const std::exception& thrown) {
        return made(ErrorKind::internal, "failed-work", k_our_mistake, thrown.what());
    } catch (...) {
        return made(ErrorKind::internal, "failed-work", k_our_mistake, "something unknown was thrown");
    }
}

}  // namespace exeat::sql
