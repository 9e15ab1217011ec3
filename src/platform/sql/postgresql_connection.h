// One connection to PostgreSQL, with its prepared statements. For one thread at a time.
// Called by the PostgreSQL parts of this folder. Refuses to retry anything: it says what can be done about a failure.
#pragma once

#include <chrono>
#include <cstdint>
#include <expected>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/vocabulary/error.h"
#include "platform/sql/database.h"
#include "platform/sql/postgresql_address.h"
#include "platform/sql/postgresql_errors.h"
#include "platform/sql/statement_key.h"

struct pg_conn;
struct pg_result;

namespace exeat::sql {

struct ForgetResult {
    void operator()(pg_result* result) const;
};
using PostgresqlResult = std::unique_ptr<pg_result, ForgetResult>;

template <class T>
using OrFailure = std::expected<T, Failure>;

struct Notification {
    std::string channel;
    std::string payload;
};

class PostgresqlConnection {
public:
    /// Errors: unavailable, with what was said in the detail and no secret in it.
    static Result<std::unique_ptr<PostgresqlConnection>> connect(const PostgresqlAddress& address);
    ~PostgresqlConnection();
    PostgresqlConnection(const PostgresqlConnection&) = delete;
    PostgresqlConnection& operator=(const PostgresqlConnection&) = delete;

    /// A statement of the caller's, prepared and kept; see Session.
    OrFailure<Rows> query(std::string_view statement, std::span<const Parameter> parameters);
    OrFailure<std::int64_t> change(std::string_view statement, std::span<const Parameter> parameters);

    enum class Patience : std::uint8_t { usual, endless };
    /// One or more of our own, not prepared: BEGIN, COMMIT, LISTEN, the text of a migration.
    OrFailure<void> run(const std::string& text, Patience patience = Patience::usual);

    /// Whether it has to be thrown away.
    [[nodiscard]] bool lost() const { return lost_; }
    void abandon() { lost_ = true; }
    void forget_statements();

    /// For waiting until there may be notifications. -1 when lost.
    [[nodiscard]] int socket() const;
    /// What has come since; nullopt when the connection is lost.
    std::optional<std::vector<Notification>> notifications();

    /// `name` as an identifier for a statement.
    [[nodiscard]] static std::string quoted_name(std::string_view name);

private:
    struct Prepared {
        std::string signature;
        std::string name;
    };

    PostgresqlConnection(const PostgresqlAddress& address, pg_conn* connection)
        : address_(address), connection_(connection) {}
    Done set_up();
    OrFailure<PostgresqlResult> execute(std::string_view statement, std::span<const Parameter> parameters);
    OrFailure<std::string> prepare(std::string_view statement, std::span<const Parameter> parameters);
    OrFailure<PostgresqlResult> collect(Patience patience);
    bool wait_until_readable(Patience patience);
    Failure failure_of(const pg_result* result) const;
    Failure connection_failure(std::string_view why = {});
    [[nodiscard]] std::string said() const;

    const PostgresqlAddress address_;
    pg_conn* connection_;
    std::unordered_map<std::string, std::vector<Prepared>, StatementHash, std::equal_to<>> prepared_;
    int names_given_ = 0;
    bool lost_ = false;
};

}  // namespace exeat::sql
