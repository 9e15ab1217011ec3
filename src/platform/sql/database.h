// One interface above SQLite and PostgreSQL: reads, writes that may run again, migrations, and a wake-up between nodes.
// Called by state/* and usecases. Refuses to know any table; statements come from the caller as text with $1, $2 …
#pragma once

#include <chrono>
#include <concepts>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/vocabulary/error.h"
#include "core/vocabulary/instant.h"
#include "platform/sql/value.h"

namespace exeat::sql {

enum class Engine : std::uint8_t { sqlite, postgresql };

/// A connection inside a transaction. Lives only inside the function that it was given to; not for other threads.
class Session {
public:
    virtual ~Session() = default;

    /// Runs one statement and returns all its rows. Errors: conflict with code "duplicate" (a unique or foreign key
    /// said no; Error::detail names the constraint or columns), busy (run the whole function again), unavailable (no
    /// connection, disk full), internal (a wrong statement).
    virtual Result<Rows> query(std::string_view statement, std::span<const Parameter> parameters) = 0;

    /// As query, for statements whose rows do not matter. Returns how many rows changed.
    virtual Result<std::int64_t> change(std::string_view statement, std::span<const Parameter> parameters) = 0;

    [[nodiscard]] virtual Engine engine() const = 0;

    Result<Rows> query(std::string_view statement, std::initializer_list<Parameter> parameters = {}) {
        return query(statement, std::span<const Parameter>(parameters.begin(), parameters.size()));
    }
    Result<std::int64_t> change(std::string_view statement, std::initializer_list<Parameter> parameters = {}) {
        return change(statement, std::span<const Parameter>(parameters.begin(), parameters.size()));
    }
    /// The only row, nullopt for none. More than one is internal.
    Result<std::optional<Row>> one(std::string_view statement, std::initializer_list<Parameter> parameters = {});
};

/// A Session that may change rows.
class Transaction : public Session {
public:
    /// A number for the write connection this runs on, fixed while the process lives: the ledger's stream.
    [[nodiscard]] virtual int stream() const = 0;

    /// Runs `then` once after this transaction is durable, before write() returns; never when it is rolled back or runs
    /// again. On the committing thread: quick work only.
    virtual void after_commit(std::function<void()> then) = 0;
};

/// How careful a write must be. On SQLite both are the same: one writer.
enum class Isolation : std::uint8_t { serializable, read_committed };

struct Migration {
    int number = 0;
    std::string name;
    std::string text;  // {bigint} {bytes} {strict} {identity} stand for what differs between the engines
};

/// A pool of connections to one database. Thread-safe.
class Database {
public:
    virtual ~Database() = default;

    /// Runs `work` in a transaction and returns after it is durable. `work` may run again from the start (so it touches
    /// only its transaction and what it resets itself), stays under 5 ms, and calls no argon2, blob, mail or network.
    /// An error from `work` rolls back everything it did, and is returned. On SQLite, works of many threads share one
    /// COMMIT, each in its own SAVEPOINT.
    virtual Done write(const std::function<Done(Transaction&)>& work, Isolation isolation) = 0;

    /// Runs `work` in a read-only snapshot.
    virtual Done read(const std::function<Done(Session&)>& work) = 0;

    /// Applies the migrations that are missing, each in a transaction. Errors: unavailable when the database has a
    /// newer schema than these migrations know.
    virtual Done migrate(std::span<const Migration> migrations) = 0;

    /// The database's time: PostgreSQL's clock, or for SQLite wall time that never goes back across restarts.
    virtual Result<Instant> now() = 0;

    /// Wakes every listener on every node that uses this database, this one too.
    virtual Done notify(std::string_view channel, std::string_view payload) = 0;
    /// Calls `hear` for each notification of the channel until the returned handle is destroyed; `hear("")` after a
    /// connection was lost and is back: something may have been missed. Calls come from one thread.
    virtual std::shared_ptr<void> listen(std::string_view channel, std::function<void(std::string_view)> hear) = 0;

    /// A consistent copy of the whole database while it is in use, into a new file (SQLite: a database file;
    /// PostgreSQL: what pg_dump writes). Errors: unavailable, unsupported.
    virtual Done copy_to(std::string_view path) = 0;

    [[nodiscard]] virtual Engine engine() const = 0;

    template <class Work>
    auto write(Work&& work, Isolation isolation = Isolation::serializable) -> std::invoke_result_t<Work, Transaction&>
        requires(!std::same_as<std::remove_cvref_t<Work>, std::function<Done(Transaction&)>>)
    {
        using Answer = std::invoke_result_t<Work, Transaction&>;
        std::optional<Answer> answer;
        auto done = write(std::function<Done(Transaction&)>([&](Transaction& transaction) -> Done {
                              answer.emplace(work(transaction));
                              if (!*answer) return std::unexpected(answer->error());
                              return {};
                          }),
                          isolation);
        if (!done) return std::unexpected(std::move(done.error()));
        return std::move(*answer);
    }

    template <class Work>
    auto read(Work&& work) -> std::invoke_result_t<Work, Session&>
        requires(!std::same_as<std::remove_cvref_t<Work>, std::function<Done(Session&)>>)
    {
        using Answer = std::invoke_result_t<Work, Session&>;
        std::optional<Answer> answer;
        auto done = read(std::function<Done(Session&)>([&](Session& session) -> Done {
            answer.emplace(work(session));
            if (!*answer) return std::unexpected(answer->error());
            return {};
        }));
        if (!done) return std::unexpected(std::move(done.error()));
        return std::move(*answer);
    }
};

struct SqliteOptions {
    std::string file;
    int readers = 4;
};

/// Opens or makes a SQLite file: WAL, synchronous=FULL, foreign keys on, one writer thread that alone checkpoints,
/// read-only connections beside it. Errors: unavailable (cannot be opened, on a network file system).
Result<std::unique_ptr<Database>> open_sqlite(const SqliteOptions& options);

struct PostgresqlOptions {
    std::string url;  // postgresql://…
    int writers = 4;
    int readers = 4;
};

/// Connects to PostgreSQL. Errors: unavailable, with what the server said (never the password).
Result<std::unique_ptr<Database>> open_postgresql(const PostgresqlOptions& options);

}  // namespace exeat::sql
