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
///
/// The first statement that fails dooms the transaction on both engines, as PostgreSQL has it: every later statement
/// answers the same error, and so does write() or read() even if the function itself says that all is well. Use
/// `on conflict` where a conflict is expected.
class Session {
public:
    virtual ~Session() = default;

    /// Runs one statement and returns all its rows. `$1` is the first parameter; every parameter has to be used.
    /// Errors: conflict with code "duplicate" (a unique, foreign key or check constraint said no; Error::detail names
    /// the constraint or columns), busy (run the whole function again), unavailable (no connection, disk full), invalid
    /// (text with NUL or broken UTF-8), internal (a wrong statement, or one like BEGIN, COMMIT, PRAGMA or SET).
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
    /// A number for the write connection this runs on: the ledger's stream. 1 on SQLite. On PostgreSQL no two
    /// connections of all nodes have the same one at the same time; a connection that was lost comes back with its
    /// number unless another node took it meanwhile, so the head of a stream is read inside the transaction.
    [[nodiscard]] virtual int stream() const = 0;

    /// Runs `then` once after this transaction is durable, before write() returns; never when it is rolled back or runs
    /// again. On the committing thread: quick work only, no transaction (notify() is fine), and it must not throw.
    virtual void after_commit(std::function<void()> then) = 0;
};

/// How careful a write must be. On SQLite both are the same: one writer.
enum class Isolation : std::uint8_t { serializable, read_committed };

/// The numbers of a module are a thousand of their own (the store's begin at 1, the ledger's at 1001): within it they
/// are applied in order, and one that is added later may be lower than those of another module.
struct Migration {
    int number = 0;
    std::string name;
    std::string text;  // {bigint} {real} {bytes} {strict} {identity} stand for what differs between the engines, and
                       // {binary_text} for text that both sort by its bytes
};

/// A pool of connections to one database. Thread-safe. A thread is in one transaction at a time: write() or read()
/// inside either is internal ("nested-transaction"). Tables whose names begin with `_` belong to this module.
class Database {
public:
    virtual ~Database() = default;

    /// Runs `work` in a transaction and returns after it is durable. `work` may run again from the start (so it touches
    /// only its transaction and what it resets itself), stays under 5 ms, and calls no argon2, blob, mail or network.
    /// An error from `work` rolls back everything it did, and is returned. On SQLite, works of many threads share one
    /// COMMIT, each in its own SAVEPOINT, and run on the writer's thread.
    virtual Done write(const std::function<Done(Transaction&)>& work, Isolation isolation) = 0;

    /// Runs `work` in a read-only snapshot.
    virtual Done read(const std::function<Done(Session&)>& work) = 0;

    /// Applies the migrations that are missing, each in a transaction; two nodes may do so at once. SQLite runs them
    /// with foreign keys off, so that a table can be rebuilt, and checks all of them before each COMMIT. Errors:
    /// unavailable when the database has a newer schema than these migrations know ("schema-newer"), or when the text
    /// of one that was applied has changed ("schema-changed").
    virtual Done migrate(std::span<const Migration> migrations) = 0;

    /// The database's time: PostgreSQL's clock (asked at most four times a second, between that its answer and the time
    /// passed since), or for SQLite wall time that never goes back across restarts (see sqlite_clock.h). Cheap, and
    /// allowed inside a transaction.
    virtual Result<Instant> now() = 0;

    /// Wakes every listener on every node that uses this database, this one too. At once: it is no part of a
    /// transaction. A channel's name has at most 63 bytes, a payload less than 8000.
    virtual Done notify(std::string_view channel, std::string_view payload) = 0;
    /// Calls `hear` for each notification of the channel until the returned handle is destroyed; `hear("")` after a
    /// connection was lost and is back: something may have been missed. Calls come from one thread.
    virtual std::shared_ptr<void> listen(std::string_view channel, std::function<void(std::string_view)> hear) = 0;

    /// A consistent copy of the whole database while it is in use, into a new file (SQLite: a database file;
    /// PostgreSQL: what `pg_dump --format=custom` writes), on disk when it returns. Errors: unavailable, unsupported
    /// (no pg_dump), conflict (the file is there already).
    virtual Done copy_to(std::string_view path) = 0;

    /// Whether writes are taken: an unavailable error while the disk has failed or PostgreSQL is away. Cheap:
    /// it asks PostgreSQL only while that was away.
    [[nodiscard]] virtual Done ready() { return {}; }

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
    std::string vfs = {};  // a VFS registered with SQLite, for tests that make a disk fail; empty is the system's
};

/// Opens or makes a SQLite file: WAL, synchronous=FULL, foreign keys on, one writer thread that alone checkpoints,
/// read-only connections beside it. That only one process does so is up to the caller. Errors: unavailable (cannot be
/// opened, is no database, on a network file system).
Result<std::unique_ptr<Database>> open_sqlite(const SqliteOptions& options);

struct PostgresqlOptions {
    std::string url;  // postgresql://…
    int writers = 4;
    int readers = 4;
};

/// Connects to PostgreSQL (directly, or through a pooler that keeps a session: stream numbers are session locks).
/// Errors: invalid (an address that cannot be read), unsupported (older than PostgreSQL 13), unavailable, with what the
/// server said (never the password).
Result<std::unique_ptr<Database>> open_postgresql(const PostgresqlOptions& options);

}  // namespace exeat::sql
