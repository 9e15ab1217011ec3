// One connection to a SQLite file, with its prepared statements. For one thread at a time.
// Called by the SQLite writer and database. Refuses to know queues, pools and which thread it is on.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/vocabulary/error.h"
#include "platform/sql/database.h"
#include "platform/sql/statement_key.h"

struct sqlite3;
struct sqlite3_stmt;

namespace exeat::sql {

class SqliteConnection {
public:
    enum class Access : std::uint8_t { read_write, read_only };

    /// A writer makes the file when it is missing and sets WAL. No connection checkpoints by itself.
    static Result<std::unique_ptr<SqliteConnection>> open(const SqliteOptions& options, Access access);
    ~SqliteConnection();
    SqliteConnection(const SqliteConnection&) = delete;
    SqliteConnection& operator=(const SqliteConnection&) = delete;

    /// A statement of the caller's; see Session.
    Result<Rows> query(std::string_view statement, std::span<const Parameter> parameters);
    Result<std::int64_t> change(std::string_view statement, std::span<const Parameter> parameters);

    /// One of our own: BEGIN, COMMIT, SAVEPOINT. Kept prepared like the others.
    Done run(std::string_view statement);
    /// BEGIN IMMEDIATE, `work`, and COMMIT when it says that all is well.
    Done run_transaction(const std::function<Done()>& work);
    /// Several statements, not kept.
    Done script(const std::string& text);

    [[nodiscard]] bool in_transaction() const;
    /// Whether a deferred foreign key is open, which would make COMMIT fail.
    [[nodiscard]] bool has_open_foreign_keys() const;
    /// Whether something failed after which this file must be opened anew and checked.
    [[nodiscard]] bool needs_check() const { return needs_check_; }

    /// Pages in the write-ahead log after the last COMMIT of this connection.
    [[nodiscard]] int log_pages() const { return log_pages_; }
    enum class Checkpoint : std::uint8_t { passive, truncate };
    /// Writes the log back into the file: `passive` what no reader is in the way of, `truncate` all of it, waiting for
    /// readers a little.
    Done checkpoint(Checkpoint how);

    /// Looks at every foreign key of the file, also while they are off. Errors: conflict.
    Done check_foreign_keys();
    /// Reads the whole file. Errors: unavailable "database-damaged" with the first thing found wrong.
    Done check_integrity();

    /// Copies the whole database into the empty file `path`.
    Done copy_to(const std::string& path, const SqliteOptions& options);

private:
    struct Prepared {
        sqlite3_stmt* statement = nullptr;
        std::vector<std::size_t> takes;  // for each place to bind, which parameter
        std::size_t parameters = 0;
    };

    SqliteConnection() = default;
    Done set_up(Access access);
    Result<Prepared*> prepare(std::string_view statement);
    Result<Prepared*> bound(std::string_view statement, std::span<const Parameter> parameters);
    Result<Rows> step(Prepared& prepared);
    Error error_of(int code);
    void forget_statements();

    sqlite3* database_ = nullptr;
    std::unordered_map<std::string, Prepared, StatementHash, std::equal_to<>> prepared_;
    int log_pages_ = 0;
    bool needs_check_ = false;
};

}  // namespace exeat::sql
