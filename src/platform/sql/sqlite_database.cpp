#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <string>
#include <utility>

#include "platform/sql/database.h"
#include "platform/sql/failures.h"
#include "platform/sql/file_system.h"
#include "platform/sql/local_notifier.h"
#include "platform/sql/migrate.h"
#include "platform/sql/pool.h"
#include "platform/sql/sqlite_clock.h"
#include "platform/sql/sqlite_connection.h"
#include "platform/sql/sqlite_session.h"
#include "platform/sql/sqlite_writer.h"

namespace exeat::sql {
namespace {

constexpr std::chrono::milliseconds k_patience{5000};

struct Reader {
    std::unique_ptr<SqliteConnection> connection;
};

class SqliteDatabase final : public Database {
public:
    explicit SqliteDatabase(SqliteOptions options)
        : options_(std::move(options)), clock_(SqliteClock::system()), readers_(places(options_.readers)) {}

    Done start() {
        EXEAT_TAKE(writer_, SqliteWriter::start(options_, clock_));
        return {};
    }

    ~SqliteDatabase() override {
        readers_.reset();  // the writer is the last to close, and checkpoints
    }
    SqliteDatabase(const SqliteDatabase&) = delete;
    SqliteDatabase& operator=(const SqliteDatabase&) = delete;

    using Database::read;
    using Database::write;
    Done write(const std::function<Done(Transaction&)>& work, Isolation /*one writer: always serializable*/) override;
    Done read(const std::function<Done(Session&)>& work) override;
    Done migrate(std::span<const Migration> migrations) override;
    Result<Instant> now() override;
    Done notify(std::string_view channel, std::string_view payload) override;
    std::shared_ptr<void> listen(std::string_view channel, std::function<void(std::string_view)> hear) override;
    Done copy_to(std::string_view path) override;
    [[nodiscard]] Engine engine() const override { return Engine::sqlite; }
    [[nodiscard]] Done ready() override { return writer_->ready(); }

private:
    static std::unique_ptr<Pool<Reader>> places(int count) {
        std::vector<std::unique_ptr<Reader>> readers;
        for (int i = 0; i < std::max(count, 1); ++i) readers.push_back(std::make_unique<Reader>());
        return std::make_unique<Pool<Reader>>(std::move(readers));
    }
    Done refuse_nesting() const;
    Done copy_into(const std::string& file);

    const SqliteOptions options_;
    SqliteClock clock_;
    std::unique_ptr<SqliteWriter> writer_;
    std::unique_ptr<Pool<Reader>> readers_;
    LocalNotifier notifier_;
};

Done SqliteDatabase::refuse_nesting() const {
    if (writer_->is_this_thread()) return fail(nested("a transaction was begun inside write()"));
    if (readers_->lent_to_this_thread()) return fail(nested("a transaction was begun inside read()"));
    return {};
}

Done SqliteDatabase::write(const std::function<Done(Transaction&)>& work, Isolation) {
    EXEAT_TRY(refuse_nesting());
    return writer_->write(work);
}

Done SqliteDatabase::read(const std::function<Done(Session&)>& work) {
    EXEAT_TRY(refuse_nesting());
    auto reader = readers_->take(k_patience);
    if (!reader) return fail(busy("no read connection came free"));
    auto& connection = (*reader)->connection;
    if (!connection || connection->needs_check()) {
        EXEAT_TAKE(connection, SqliteConnection::open(options_, SqliteConnection::Access::read_only));
    }
    EXEAT_TRY(connection->run("begin"));
    SqliteSession session(*connection);
    auto answer = session.verdict(guarded([&] { return work(session); }));
    if (connection->in_transaction()) {
        if (auto ended = connection->run("rollback"); !ended && answer) answer = ended;
    }
    return answer;
}

Done SqliteDatabase::migrate(std::span<const Migration> migrations) {
    EXEAT_TRY(refuse_nesting());
    EXEAT_TAKE(const auto when, now());
    return apply_migrations(migrations, when, [this](const auto& work) {
        return writer_->run_alone([&work](SqliteConnection& connection) -> Done {
            // Outside of the transaction, where it has an effect: with foreign keys on, dropping a table that is being
            // rebuilt would delete what points at it.
            EXEAT_TRY(connection.script("pragma foreign_keys=off"));
            auto done = connection.run_transaction([&]() -> Done {
                SqliteSession session(connection);
                const Script script = [&connection](std::string_view text) {
                    return connection.script(std::string(text));
                };
                EXEAT_TRY(session.verdict(work(session, script)));
                return connection.check_foreign_keys();
            });
            EXEAT_TRY(connection.script("pragma foreign_keys=on"));
            return done;
        });
    });
}

Result<Instant> SqliteDatabase::now() {
    const auto reading = clock_.read();
    switch (reading.mark) {
        case SqliteClock::Mark::far:
            break;
        case SqliteClock::Mark::near:
            writer_->move_clock();
            break;
        case SqliteClock::Mark::passed:
            // After a pause: the mark has to lie ahead before the reading is given. Every group moves it on.
            if (!writer_->is_this_thread()) (void)writer_->write([](Transaction&) -> Done { return {}; });
            break;
    }
    return reading.now;
}

Done SqliteDatabase::notify(std::string_view channel, std::string_view payload) {
    EXEAT_TRY(check_notification(channel, payload));
    notifier_.notify(channel, payload);
    return {};
}

std::shared_ptr<void> SqliteDatabase::listen(std::string_view channel, std::function<void(std::string_view)> hear) {
    return notifier_.listen(channel, std::move(hear));
}

Done SqliteDatabase::copy_to(std::string_view path) {
    const std::string file(path);
    const int made = ::open(file.c_str(), O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0600);
    if (made < 0) {
        const int code = errno;
        return fail(cannot_make_file(file, code));
    }
    ::close(made);
    auto done = copy_into(file);
    if (!done) ::unlink(file.c_str());
    return done;
}

Done SqliteDatabase::copy_into(const std::string& file) {
    EXEAT_TAKE(const auto source, SqliteConnection::open(options_, SqliteConnection::Access::read_only));
    EXEAT_TRY(source->copy_to(file, options_));
    return sync_with_folder(file);
}

}  // namespace

Result<std::unique_ptr<Database>> open_sqlite(const SqliteOptions& options) {
    EXEAT_TRY(check_local_disk(options.file));
    auto database = std::make_unique<SqliteDatabase>(options);
    EXEAT_TRY(database->start());
    return std::unique_ptr<Database>(std::move(database));
}

}  // namespace exeat::sql
