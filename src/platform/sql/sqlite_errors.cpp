#include "platform/sql/sqlite_errors.h"

#include <sqlite3.h>

#include <string>

#include "platform/sql/failures.h"

namespace exeat::sql {
namespace {

/// "UNIQUE constraint failed: person.email" -> "person.email": names only, SQLite puts no values there.
std::string after_colon(std::string_view message) {
    const auto colon = message.find(": ");
    return std::string(colon == std::string_view::npos ? message : message.substr(colon + 2));
}

Error constraint_error(int code, std::string_view message) {
    switch (code) {
        case SQLITE_CONSTRAINT_UNIQUE:
        case SQLITE_CONSTRAINT_PRIMARYKEY:
        case SQLITE_CONSTRAINT_ROWID:
            return duplicate("unique: " + after_colon(message));
        case SQLITE_CONSTRAINT_FOREIGNKEY:
            return duplicate("foreign key");
        case SQLITE_CONSTRAINT_CHECK:
            return duplicate("check: " + after_colon(message));
        default:
            return wrong_statement(std::string(message));
    }
}

}  // namespace

Error sqlite_error(int code, std::string_view message) {
    const std::string detail = "sqlite " + std::to_string(code) + ": " + std::string(message);
    if (code == SQLITE_IOERR_NOMEM) return out_of_memory(detail);
    switch (code & 0xFF) {
        case SQLITE_CONSTRAINT:
            return constraint_error(code, message);
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
        case SQLITE_PROTOCOL:
            return busy(detail);
        case SQLITE_FULL:
            return disk_full(detail);
        case SQLITE_IOERR:
            return disk_failed(detail);
        case SQLITE_CORRUPT:
        case SQLITE_NOTADB:
            return damaged(detail);
        case SQLITE_NOMEM:
            return out_of_memory(detail);
        case SQLITE_CANTOPEN:
        case SQLITE_PERM:
            return unreachable(detail);
        default:
            return wrong_statement(detail);
    }
}

bool means_damage(int code) {
    if (code == SQLITE_IOERR_NOMEM) return false;
    const int primary = code & 0xFF;
    return primary == SQLITE_IOERR || primary == SQLITE_CORRUPT || primary == SQLITE_NOTADB;
}

}  // namespace exeat::sql
