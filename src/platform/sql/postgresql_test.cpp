// What is PostgreSQL's alone: reruns, streams, a server that goes away, secrets in texts, copies.
#include <gtest/gtest.h>

#include <filesystem>
#include <thread>

#include "platform/sql/database.h"
#include "platform/sql/load_postgresql.h"
#include "platform/sql/postgresql_address.h"
#include "platform/sql/reachability.h"
#include "platform/sql/testing/both_engines.h"

namespace exeat::sql {
namespace {

using testing::TestDatabase;
using testing::TestPostgres;

Result<Rows> read_rows(Database& database, std::string_view statement,
                       std::initializer_list<Parameter> parameters = {}) {
    return database.read([&](Session& session) { return session.query(statement, parameters); });
}

Done write_row(Database& database, std::string_view statement, std::initializer_list<Parameter> parameters = {}) {
    return database.write([&](Transaction& transaction) -> Done {
        EXEAT_TRY(transaction.change(statement, parameters));
        return {};
    });
}

class Postgresql : public ::testing::Test {
protected:
    void SetUp() override {
        const std::vector<Migration> tables = {
            {1, "tables",
             "create table counter (name text primary key, value bigint not null);"
             "insert into counter (name, value) values ('a', 0), ('b', 0);"
             "create table slow (id bigint primary key);"
             "create function wait_at_commit() returns trigger language plpgsql as $body$ begin "
             "perform pg_advisory_xact_lock(77); return null; end $body$;"
             "create constraint trigger slow_commit after insert on slow deferrable initially deferred "
             "for each row execute function wait_at_commit();"}};
        const auto done = database_->migrate(tables);
        ASSERT_TRUE(done) << done.error().detail;
    }

    std::int64_t integer(std::string_view statement) {
        const auto found = read_rows(*database_, statement);
        if (!found) throw std::runtime_error(found.error().detail);
        return found->at(0).get<std::int64_t>(0);
    }

    /// Waits for a backend of this database that `condition` describes, and ends it.
    void end_backend(const std::string& condition) {
        const auto statement =
            "select cast(count(pg_terminate_backend(pid)) as bigint) from pg_stat_activity where datname = "
            "current_database() and pid <> pg_backend_pid() and " +
            condition;
        while (read_rows(*other_, statement)->at(0).get<int>(0) == 0) std::this_thread::yield();
    }

    TestDatabase place_{Engine::postgresql};
    std::unique_ptr<Database> database_ = place_.open();
    std::unique_ptr<Database> other_ = place_.open();
};

TEST_F(Postgresql, RunsAgainWhenAnotherWasFirst) {
    int runs = 0;
    int after = 0;
    const auto done = database_->write([&](Transaction& transaction) -> Done {
        ++runs;
        transaction.after_commit([&] { ++after; });
        EXEAT_TAKE(const auto row, transaction.one("select value from counter where name = 'a'"));
        if (runs == 1) {
            std::thread([&] { EXPECT_TRUE(write_row(*other_, "update counter set value = value + 10")); }).join();
        }
        EXEAT_TRY(
            transaction.change("update counter set value = $1 where name = 'a'", {row->get<std::int64_t>(0) + 1}));
        return {};
    });
    ASSERT_TRUE(done) << done.error().detail;
    EXPECT_EQ(runs, 2);
    EXPECT_EQ(after, 1) << "only of the run that was committed";
    EXPECT_EQ(integer("select value from counter where name = 'a'"), 11);
}

TEST_F(Postgresql, SeesWriteSkew) {
    // Each reads the other's counter and writes its own: one after the other could not leave both at 1.
    int runs = 0;
    const auto swap = [&](Database& database, const char* mine, const char* theirs,
                          const std::function<void()>& between) {
        return database.write([&](Transaction& transaction) -> Done {
            ++runs;
            EXEAT_TAKE(const auto row, transaction.one("select value from counter where name = $1", {theirs}));
            between();
            EXEAT_TRY(transaction.change("update counter set value = $1 where name = $2",
                                         {row->get<std::int64_t>(0) + 1, mine}));
            return {};
        });
    };
    bool first = true;
    const auto done = swap(*database_, "a", "b", [&] {
        if (!std::exchange(first, false)) return;
        std::thread([&] { EXPECT_TRUE(swap(*other_, "b", "a", [] {})); }).join();
    });
    ASSERT_TRUE(done);
    EXPECT_EQ(runs, 3);
    EXPECT_EQ(
        integer("select value from counter where name = 'a'") + integer("select value from counter where name = 'b'"),
        3);
}

TEST_F(Postgresql, AnswersBusyWhenAnotherIsAlwaysFirst) {
    int runs = 0;
    const auto done = database_->write([&](Transaction& transaction) -> Done {
        ++runs;
        EXEAT_TRY(transaction.one("select value from counter where name = 'a'"));
        std::thread([&] { EXPECT_TRUE(write_row(*other_, "update counter set value = value + 1")); }).join();
        EXEAT_TRY(transaction.change("update counter set value = 0 where name = 'a'"));
        return {};
    });
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().kind, ErrorKind::busy);
    EXPECT_GT(done.error().retry_after_seconds, 0);
    EXPECT_GT(runs, 5);
    EXPECT_LT(runs, 100);
}

TEST_F(Postgresql, StreamsAreSmallNumbersThatNobodyElseHas) {
    const auto stream_of = [](Database& database) {
        return database.write([](Transaction& transaction) -> Result<int> { return transaction.stream(); });
    };
    const auto first = *stream_of(*database_);
    const auto second = *stream_of(*other_);
    EXPECT_EQ(first, 1);
    EXPECT_EQ(second, 2);
    EXPECT_EQ(*stream_of(*database_), first);
    const auto third = place_.open();
    EXPECT_EQ(*stream_of(*third), 3);
    other_.reset();
    // The server notices the end of a connection in its own time.
    while (integer("select count(*) from pg_locks where locktype = 'advisory' and objid = 2") > 0) {
        std::this_thread::yield();
    }
    const auto fourth = place_.open();
    EXPECT_EQ(*stream_of(*fourth), 2) << "the smallest free one";
}

TEST_F(Postgresql, AStreamSurvivesALostConnection) {
    const auto stream_of = [&] {
        return database_->write([](Transaction& transaction) -> Result<int> { return transaction.stream(); });
    };
    const int before = *stream_of();
    end_backend("pid in (select pid from pg_locks where locktype = 'advisory' and objid = " + std::to_string(before) +
                ")");
    EXPECT_EQ(*stream_of(), before);
}

TEST_F(Postgresql, AnIdleConnectionThatDiedIsReplaced) {
    ASSERT_TRUE(write_row(*database_, "update counter set value = 1"));
    ASSERT_TRUE(read_rows(*database_, "select 1"));
    ASSERT_TRUE(database_->now());
    end_backend("application_name = 'exeat' and state = 'idle'");
    EXPECT_TRUE(write_row(*database_, "update counter set value = 2"));
    EXPECT_TRUE(read_rows(*database_, "select 1"));
    EXPECT_TRUE(database_->notify("any", "thing"));
}

TEST_F(Postgresql, AConnectionLostInsideAFunctionRunsItAgain) {
    int runs = 0;
    const auto done = database_->write([&](Transaction& transaction) -> Done {
        EXEAT_TAKE(const auto row, transaction.one("select pg_backend_pid()"));
        if (++runs == 1) {
            const auto pid = row->get<int>(0);
            std::thread([&] { end_backend("pid = " + std::to_string(pid)); }).join();
        }
        EXEAT_TRY(transaction.change("update counter set value = value + 1"));
        return {};
    });
    EXPECT_TRUE(done) << done.error().detail;
    EXPECT_EQ(runs, 2);
    EXPECT_EQ(integer("select value from counter where name = 'a'"), 1);
}

TEST_F(Postgresql, ALostCommitIsNotCalledAFailure) {
    // The trigger of the table waits at COMMIT for this lock.
    ASSERT_TRUE(read_rows(*other_, "select pg_advisory_lock(77)"));
    bool ran = false;
    Done answer;
    std::thread writer([&] {
        answer = database_->write([&](Transaction& transaction) -> Done {
            transaction.after_commit([&] { ran = true; });
            EXEAT_TRY(transaction.change("insert into slow (id) values (1)"));
            return {};
        });
    });
    end_backend("wait_event = 'advisory' and query = 'commit'");
    writer.join();
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().kind, ErrorKind::unavailable);
    EXPECT_EQ(answer.error().code, "commit-unknown");
    EXPECT_FALSE(ran);
    EXPECT_TRUE(write_row(*database_, "update counter set value = 5")) << "and it goes on";
}

TEST_F(Postgresql, AServerThatIsAwayIsSaidAtOnceAndFoundAgain) {
    ASSERT_TRUE(write_row(*database_, "update counter set value = 1"));
    auto& server = TestPostgres::shared();
    server.stop();
    for (int i = 0; i < 50; ++i) {
        const auto write = write_row(*database_, "update counter set value = 2");
        const auto read = read_rows(*database_, "select 1");
        ASSERT_FALSE(write);
        ASSERT_FALSE(read);
        EXPECT_EQ(write.error().kind, ErrorKind::unavailable);
        EXPECT_EQ(write.error().code, "database-unavailable");
        EXPECT_EQ(read.error().kind, ErrorKind::unavailable);
        EXPECT_GT(read.error().retry_after_seconds, 0);
    }
    EXPECT_FALSE(database_->ready());
    EXPECT_FALSE(database_->notify("any", "thing"));
    EXPECT_FALSE(open_postgresql({.url = place_.url()}));
    server.start();
    while (!database_->ready()) std::this_thread::yield();
    EXPECT_TRUE(write_row(*database_, "update counter set value = 3"));
    EXPECT_EQ(integer("select value from counter where name = 'a'"), 3);
    EXPECT_TRUE(database_->now());
}

TEST_F(Postgresql, WhoListensHearsThatSomethingMayHaveBeenMissed) {
    std::atomic<int> missed = 0;
    std::atomic<int> heard = 0;
    const auto handle =
        database_->listen("bell", [&](std::string_view payload) { ++(payload.empty() ? missed : heard); });
    ASSERT_TRUE(other_->notify("bell", "from another node"));
    while (heard < 1) std::this_thread::yield();
    EXPECT_EQ(missed, 0);
    TestPostgres::shared().stop();
    TestPostgres::shared().start();
    while (missed < 1) std::this_thread::yield();
    while (!other_->notify("bell", "again")) std::this_thread::yield();
    while (heard < 2) std::this_thread::yield();
}

TEST_F(Postgresql, ASecretIsInNoText) {
    const std::string secret = "hunter2%zwiebel";
    ASSERT_TRUE(write_row(*database_, "create role guarded login password 'right'"));
    const auto host = TestPostgres::shared().folder();
    const std::vector<std::string> addresses = {
        "postgresql://guarded:hunter2%25zwiebel@/postgres?host=" + host,
        "postgresql://guarded:hunter2%25zwiebel@/hunter2%25zwiebel?host=" + host,
        "postgresql://guarded:hunter2%25zwiebel@127.0.0.1:1/postgres",
        "postgresql://guarded:hunter2%zwiebel@/postgres?host=" + host,
        "postgresql://guarded:hunter2%25zwiebel@/postgres?no_such_word=hunter2%25zwiebel",
        "host=" + host + " user=guarded password=hunter2%zwiebel",
        "password=hunter2%zwiebel user",
    };
    for (const auto& address : addresses) {
        const auto answer = open_postgresql({.url = address});
        ASSERT_FALSE(answer);
        EXPECT_FALSE(answer.error().text.empty());
        EXPECT_EQ(answer.error().text.find("hunter2"), std::string::npos) << answer.error().text;
        EXPECT_EQ(answer.error().detail.find("hunter2"), std::string::npos) << answer.error().detail;
    }
    const auto parsed = PostgresqlAddress::parse("postgresql://u:hunter2%25zwiebel@/name?host=" + host);
    ASSERT_TRUE(parsed);
    EXPECT_EQ(parsed->password(), secret);
    EXPECT_EQ(parsed->without_secrets().find("hunter2"), std::string::npos);
    EXPECT_EQ(parsed->redact("a hunter2%zwiebel b other\n", "other"), "a *** b ***");
    ASSERT_TRUE(write_row(*database_, "drop role guarded"));
}

TEST_F(Postgresql, CopiesItselfThroughPgDump) {
    ASSERT_TRUE(write_row(*database_, "update counter set value = 42"));
    const auto file = place_.folder().file("copy.dump");
    const auto done = database_->copy_to(file);
    ASSERT_TRUE(done) << done.error().detail;
    EXPECT_GT(std::filesystem::file_size(file), 1000U);
    EXPECT_EQ(database_->copy_to(file).error().code, "file-exists");
    EXPECT_EQ(database_->copy_to("/no/such/folder/x").error().kind, ErrorKind::unavailable);
}

TEST_F(Postgresql, IsFilledFromACopyOnlyWhenItIsEmpty) {
    ASSERT_TRUE(write_row(*database_, "update counter set value = 42"));
    const auto file = place_.folder().file("copy.dump");
    ASSERT_TRUE(database_->copy_to(file));
    const auto again = load_postgresql(place_.url(), file);
    ASSERT_FALSE(again);
    EXPECT_EQ(again.error().code, "database-not-empty");

    TestDatabase other(Engine::postgresql);
    const auto loaded = load_postgresql(other.url(), file);
    ASSERT_TRUE(loaded) << loaded.error().detail;
    const auto rows = read_rows(*other.open(), "select value from counter");
    ASSERT_TRUE(rows);
    EXPECT_EQ(rows->front().get<int>(0), 42);
    EXPECT_EQ(load_postgresql(other.url(), file).error().code, "database-not-empty");
}

TEST_F(Postgresql, ADamagedCopyFillsNothing) {
    const auto file = place_.folder().file("copy.dump");
    ASSERT_TRUE(database_->copy_to(file));
    std::filesystem::resize_file(file, std::filesystem::file_size(file) - 20);
    TestDatabase other(Engine::postgresql);
    EXPECT_EQ(load_postgresql(other.url(), file).error().code, "copy-failed");
    EXPECT_EQ(load_postgresql(other.url(), "/no/such/file").error().code, "copy-failed");
    ASSERT_TRUE(database_->copy_to(place_.folder().file("whole.dump")));
    EXPECT_TRUE(load_postgresql(other.url(), place_.folder().file("whole.dump"))) << "it is still empty";
}

TEST_F(Postgresql, ACopyThatFailsLeavesNoFile) {
    TestPostgres::shared().stop();
    const auto file = place_.folder().file("copy.dump");
    const auto done = database_->copy_to(file);
    TestPostgres::shared().start();
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().code, "copy-failed");
    EXPECT_NE(done.error().detail.find("pg_dump"), std::string::npos);
    EXPECT_FALSE(std::filesystem::exists(file));
}

TEST_F(Postgresql, ReadsWhatOnlyPostgresqlSays) {
    const auto rows = read_rows(*database_,
                                "select 1::int2, 2::int4, true, 1.50::numeric, 0.1::float4, 'x'::varchar, now()::text, "
                                "'infinity'::float8, '\\x00ff'::bytea, false");
    ASSERT_TRUE(rows) << rows.error().detail;
    const auto& row = rows->front();
    EXPECT_EQ(row.get<int>(0), 1);
    EXPECT_EQ(row.get<int>(1), 2);
    EXPECT_TRUE(row.get<bool>(2));
    EXPECT_EQ(row.get<std::string>(3), "1.50");
    EXPECT_DOUBLE_EQ(row.get<double>(4), 0.1);
    EXPECT_EQ(row.get<std::string>(5), "x");
    EXPECT_GT(row.get<double>(7), 1e308);
    EXPECT_EQ(row.get<Bytes>(8).data, std::string("\x00\xff", 2));
    EXPECT_FALSE(row.get<bool>(9));
}

TEST(Backoff, GrowsToItsLimit) {
    using std::chrono::milliseconds;
    for (int attempt = 0; attempt < 64; ++attempt) {
        const auto pause = backoff(attempt, milliseconds(10), milliseconds(1000));
        EXPECT_LE(pause, milliseconds(1250));
        EXPECT_GE(pause, attempt == 0 ? milliseconds(7) : attempt < 7 ? milliseconds(15) : milliseconds(750));
    }
}

TEST(Reachability, LetsOneTryAtATime) {
    Reachability reachability;
    EXPECT_TRUE(reachability.may_try());
    EXPECT_TRUE(reachability.may_try()) << "while all is well nobody is held back";
    reachability.failed(Error{ErrorKind::unavailable, "away", "", "", {}, 2});
    EXPECT_EQ(reachability.may_try().error().code, "away");
    while (!reachability.may_try()) std::this_thread::yield();
    EXPECT_FALSE(reachability.may_try()) << "somebody is trying";
    reachability.succeeded();
    EXPECT_TRUE(reachability.may_try());
    EXPECT_FALSE(reachability.away());
}

}  // namespace
}  // namespace exeat::sql
