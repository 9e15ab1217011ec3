#include "platform/sql/postgresql_database.h"

#include <ctime>

#include <algorithm>
#include <thread>
#include <utility>

#include "platform/sql/failures.h"
#include "platform/sql/migrate.h"
#include "platform/sql/postgresql_copy.h"

namespace exeat::sql {
namespace {

constexpr std::chrono::milliseconds k_patience{5000};
constexpr int k_most_reruns = 20;
constexpr std::chrono::microseconds k_first_rerun_pause{500};
constexpr std::chrono::microseconds k_longest_rerun_pause{50'000};
constexpr std::int64_t k_clock_good_for_ms = 250;
// Advisory locks: the first number says that they are ours, the second is a stream, or 0 for migrating.
constexpr int k_our_locks = 0x45584541;
constexpr int k_most_streams = 100'000;

std::int64_t elapsed_ms() {
    timespec time{};
    ::clock_gettime(CLOCK_BOOTTIME, &time);
    return std::int64_t{time.tv_sec} * 1000 + time.tv_nsec / 1'000'000;
}

const char* begin_of(Isolation isolation) {
    switch (isolation) {
        case Isolation::serializable:
            return "begin isolation level serializable";
        case Isolation::read_committed:
            return "begin isolation level read committed";
    }
    return "begin isolation level serializable";
}

}  // namespace

PostgresqlDatabase::PostgresqlDatabase(const PostgresqlOptions& options, const PostgresqlAddress& address)
    : address_(address), writers_(places(options.writers)), readers_(places(options.readers)), listener_(address) {}

std::unique_ptr<Pool<PostgresqlDatabase::Place>> PostgresqlDatabase::places(int count) {
    std::vector<std::unique_ptr<Place>> made;
    for (int i = 0; i < std::max(count, 1); ++i) made.push_back(std::make_unique<Place>());
    return std::make_unique<Pool<Place>>(std::move(made));
}

Done PostgresqlDatabase::start() {
    const auto lease = writers_->take(k_patience);
    return make_ready(**lease, Use::writing);
}

Done PostgresqlDatabase::refuse_nesting() const {
    if (writers_->lent_to_this_thread()) return fail(nested("a transaction was begun inside write()"));
    if (readers_->lent_to_this_thread()) return fail(nested("a transaction was begun inside read()"));
    return {};
}

Result<std::unique_ptr<PostgresqlConnection>> PostgresqlDatabase::connect() {
    EXEAT_TRY(reachability_.may_try());
    auto connection = PostgresqlConnection::connect(address_);
    if (connection) {
        reachability_.succeeded();
    } else {
        reachability_.failed(connection.error());
    }
    return connection;
}

Done PostgresqlDatabase::make_ready(Place& place, Use use) {
    if (place.connection && !place.connection->lost()) return {};
    place.connection.reset();
    EXEAT_TAKE(place.connection, connect());
    if (use == Use::reading) return {};
    auto done = take_stream(place);
    if (!done) place.connection.reset();
    return done;
}

Done PostgresqlDatabase::take_stream(Place& place) {
    // The number it had, if nobody took it while the connection was gone; else the smallest free one. The filter runs
    // row by row and stops at the first lock that is got.
    constexpr const char* k_take =
        "select cast(n as bigint) from (select $2 as n where $2 > 0 union all select generate_series(1, $3)) as "
        "numbers "
        "where pg_try_advisory_lock(cast($1 as integer), cast(n as integer)) limit 1";
    const std::initializer_list<Parameter> parameters = {k_our_locks, place.stream, k_most_streams};
    auto rows = place.connection->query(k_take, {parameters.begin(), parameters.size()});
    if (!rows) return std::unexpected(std::move(rows.error().error));
    if (rows->empty()) return fail(unreachable("no stream number is free"));
    place.stream = rows->front().get<int>(0);
    return {};
}

Done PostgresqlDatabase::until_answered(const std::function<Ended()>& once) {
    bool reconnected = false;
    for (int attempt = 0;; ++attempt) {
        auto ended = once();
        switch (ended.recovery) {
            case Recovery::none:
                return std::move(ended.answer);
            case Recovery::reconnect:
                // An idle connection is only found dead when it is used: one try on a new one, at once.
                if (std::exchange(reconnected, true)) return std::move(ended.answer);
                break;
            case Recovery::rerun:
            case Recovery::rerun_prepared:
                if (attempt >= k_most_reruns) return std::move(ended.answer);
                std::this_thread::sleep_for(backoff(attempt, k_first_rerun_pause, k_longest_rerun_pause));
                break;
        }
    }
}

PostgresqlDatabase::Ended PostgresqlDatabase::in_transaction(Place& place, const std::string& begin,
                                                             const std::function<Done(PostgresqlTransaction&)>& work) {
    auto& connection = *place.connection;
    if (auto begun = connection.run(begin); !begun) {
        return {fail(begun.error().error), begun.error().recovery};
    }
    PostgresqlTransaction transaction(connection, place.stream);
    auto answer = transaction.verdict(guarded([&] { return work(transaction); }));
    if (answer) return commit(connection, transaction);
    if (!connection.lost() && !connection.run("rollback")) connection.abandon();
    if (transaction.recovery() == Recovery::rerun_prepared) connection.forget_statements();
    return {std::move(answer), transaction.recovery()};
}

PostgresqlDatabase::Ended PostgresqlDatabase::commit(PostgresqlConnection& connection,
                                                     PostgresqlTransaction& transaction) {
    if (auto committed = connection.run("commit"); !committed) {
        auto& failure = committed.error();
        if (connection.lost()) return {fail(commit_unknown(failure.error.detail)), Recovery::none};
        return {fail(failure.error), failure.recovery};  // the server has rolled it back
    }
    for (const auto& then : transaction.take_after()) {
        try {
            then();
        } catch (...) {  // the rows are durable: nothing that happens now may say otherwise
        }
    }
    return {};
}

Done PostgresqlDatabase::write(const std::function<Done(Transaction&)>& work, Isolation isolation) {
    EXEAT_TRY(refuse_nesting());
    return until_answered([&]() -> Ended {
        const auto lease = writers_->take(k_patience);
        if (!lease) return {fail(busy("no write connection came free"))};
        if (auto ready = make_ready(**lease, Use::writing); !ready) return {std::move(ready)};
        return in_transaction(**lease, begin_of(isolation), work);
    });
}

Done PostgresqlDatabase::read(const std::function<Done(Session&)>& work) {
    EXEAT_TRY(refuse_nesting());
    return until_answered([&]() -> Ended {
        const auto lease = readers_->take(k_patience);
        if (!lease) return {fail(busy("no read connection came free"))};
        if (auto ready = make_ready(**lease, Use::reading); !ready) return {std::move(ready)};
        return in_transaction(**lease, "begin isolation level repeatable read read only", work);
    });
}

Done PostgresqlDatabase::migrate(std::span<const Migration> migrations) {
    EXEAT_TRY(refuse_nesting());
    EXEAT_TAKE(const auto when, now());
    Place place;
    EXEAT_TAKE(place.connection, connect());
    // READ COMMITTED, so that what another node did while this one waited for the lock is seen.
    return apply_migrations(migrations, when, [this, &place](const auto& work) {
        auto ended =
            in_transaction(place, begin_of(Isolation::read_committed), [&](PostgresqlTransaction& session) -> Done {
                const Script script = [&place](std::string_view text) -> Done {
                    auto ran = place.connection->run(std::string(text), PostgresqlConnection::Patience::endless);
                    if (!ran) return fail(ran.error().error);
                    return {};
                };
                EXEAT_TRY(script("select pg_advisory_xact_lock(" + std::to_string(k_our_locks) + ", 0)"));
                return work(session, script);
            });
        return std::move(ended.answer);
    });
}

Result<Rows> PostgresqlDatabase::ask(std::string_view statement, std::span<const Parameter> parameters) {
    EXEAT_TRY(make_ready(control_, Use::reading));
    auto rows = control_.connection->query(statement, parameters);
    if (!rows && control_.connection->lost()) {
        EXEAT_TRY(make_ready(control_, Use::reading));
        rows = control_.connection->query(statement, parameters);
    }
    if (!rows) return std::unexpected(std::move(rows.error().error));
    return std::move(*rows);
}

Result<Instant> PostgresqlDatabase::now() {
    return guarded([this] { return read_clock(); });
}

Result<Instant> PostgresqlDatabase::read_clock() {
    const std::scoped_lock lock(control_mutex_);
    if (!clock_asked_ms_ || elapsed_ms() - *clock_asked_ms_ >= k_clock_good_for_ms) {
        const auto before = elapsed_ms();
        EXEAT_TAKE(const auto rows,
                   ask("select cast(floor(extract(epoch from clock_timestamp()) * 1000) as bigint)", {}));
        clock_said_ = rows.at(0).get<Instant>(0);
        clock_asked_ms_ = before + (elapsed_ms() - before) / 2;
    }
    Instant now{clock_said_.ms + elapsed_ms() - *clock_asked_ms_};
    // The answer's way takes a millisecond more or less each time; a clock that was really set back is followed.
    if (now < last_given_ && last_given_.ms - now.ms < 1000) now = last_given_;
    last_given_ = now;
    return now;
}

Done PostgresqlDatabase::notify(std::string_view channel, std::string_view payload) {
    EXEAT_TRY(check_notification(channel, payload));
    const std::scoped_lock lock(control_mutex_);
    const std::initializer_list<Parameter> parameters = {channel, payload};
    if (auto sent = ask("select pg_notify($1, $2)", {parameters.begin(), parameters.size()}); !sent) {
        return fail(sent.error());
    }
    return {};
}

std::shared_ptr<void> PostgresqlDatabase::listen(std::string_view channel, std::function<void(std::string_view)> hear) {
    return listener_.listen(channel, std::move(hear));
}

Done PostgresqlDatabase::copy_to(std::string_view path) {
    return copy_with_pg_dump(address_, std::string(path));
}

Done PostgresqlDatabase::ready() {
    if (!reachability_.away()) return {};
    const std::scoped_lock lock(control_mutex_);
    if (auto asked = ask("select 1", {}); !asked) return fail(asked.error());  // also the try that finds it back
    return {};
}

Result<std::unique_ptr<Database>> open_postgresql(const PostgresqlOptions& options) {
    EXEAT_TAKE(const auto address, PostgresqlAddress::parse(options.url));
    auto database = std::make_unique<PostgresqlDatabase>(options, address);
    if (auto started = database->start(); !started) {
        auto error = std::move(started.error());
        if (error.code == "database-unavailable") error.text = "The database cannot be reached: " + error.detail;
        return fail(std::move(error));
    }
    return std::unique_ptr<Database>(std::move(database));
}

}  // namespace exeat::sql
