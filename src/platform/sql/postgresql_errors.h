// What PostgreSQL's SQLSTATEs mean to the rest of the program. Called by the PostgreSQL connection.
// Refuses to know statements.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/vocabulary/error.h"

namespace exeat::sql {

/// What can be done about a failure besides answering it.
enum class Recovery : std::uint8_t {
    none,
    rerun,           // the same function again, in a new transaction
    rerun_prepared,  // the same, after forgetting what was prepared
    reconnect,       // the connection is gone; nothing of the transaction was kept
};

struct Failure {
    Error error;
    Recovery recovery = Recovery::none;
};

/// The fields of an error that the server sent.
struct ServerSaid {
    std::string_view state;
    std::string_view message;
    std::string_view detail;
    std::string_view table;
    std::string_view constraint;
};

[[nodiscard]] Failure postgresql_failure(const ServerSaid& said);

}  // namespace exeat::sql
