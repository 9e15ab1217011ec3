// What the interface promises, tried on both engines.
#include <gtest/gtest.h>

#include <atomic>
#include <limits>
#include <thread>

#include "platform/sql/testing/both_engines.h"
#include "platform/sql/testing/engine_name.h"

namespace exeat::sql {
namespace {

using testing::TestDatabase;

class Contract : public ::testing::TestWithParam<Engine> {
protected:
    void SetUp() override {
        database_ = place_.open();
        const std::vector<Migration> tables = {{1, "tables",
                                                "create table kept (id {identity}, name text unique, number {bigint}, "
                                                "share {real}, data {bytes}, note text) {strict};"
                                                "create table child (kept {bigint} not null references kept (id), "
                                                "size {bigint} constraint size_is_positive check (size > 0)) {strict};"
                                                "create table counter (name text primary key, value {bigint} not null) "
                                                "{strict};"
                                                "insert into counter (name, value) values ('a', 0);"}};
        const auto done = database_->migrate(tables);
        ASSERT_TRUE(done) << done.error().detail;
    }

    Done change(std::string_view statement, std::vector<Parameter> parameters = {}) {
        return database_->write([&](Transaction& transaction) -> Done {
            EXEAT_TRY(transaction.change(statement, std::span<const Parameter>(parameters)));
            return {};
        });
    }

    Result<Rows> rows(std::string_view statement, std::vector<Parameter> parameters = {}) {
        return database_->read(
            [&](Session& session) { return session.query(statement, std::span<const Parameter>(parameters)); });
    }

    std::int64_t integer(std::string_view statement, std::vector<Parameter> parameters = {}) {
        auto found = rows(statement, std::move(parameters));
        if (!found) throw std::runtime_error(found.error().detail);
        return found->at(0).get<std::int64_t>(0);
    }

    TestDatabase place_{GetParam()};
    std::unique_ptr<Database> database_;
};

INSTANTIATE_TEST_SUITE_P(, Contract, ::testing::Values(Engine::sqlite, Engine::postgresql), testing::engine_name);

TEST_P(Contract, KeepsWhatWasWritten) {
    const auto id = database_->write([](Transaction& transaction) -> Result<std::int64_t> {
        EXEAT_TAKE(const auto row, transaction.one("insert into kept (name, number, share) values ($1, $2, $3) "
                                                   "returning id",
                                                   {"first", std::numeric_limits<std::int64_t>::min(), 0.1}));
        return row->get<std::int64_t>(0);
    });
    ASSERT_TRUE(id) << id.error().detail;
    const auto found = rows("select name, number, share, data from kept where id = $1", {*id});
    ASSERT_TRUE(found) << found.error().detail;
    ASSERT_EQ(found->size(), 1U);
    EXPECT_EQ(found->front().get<std::string>(0), "first");
    EXPECT_EQ(found->front().get<std::int64_t>(1), std::numeric_limits<std::int64_t>::min());
    EXPECT_EQ(found->front().get<double>(2), 0.1);
    EXPECT_TRUE(found->front().is_null(3));
}

TEST_P(Contract, CarriesEveryKindOfValue) {
    std::string all_bytes;
    for (int round = 0; round < 4096; ++round) {
        for (int byte = 0; byte < 256; ++byte) all_bytes.push_back(static_cast<char>(byte));
    }
    const std::string long_text =
        std::string(1'000'000, 'x') + "\xF0\x9F\xA6\x8A\xC3\xA4\xE2\x82\xAC \"quoted\" 'single' \\";
    ASSERT_TRUE(change("insert into kept (note, data) values ($1, $2)", {long_text, Bytes{all_bytes}}));
    ASSERT_TRUE(change("insert into kept (note, data) values ($1, $2)", {"", Bytes{}}));
    const auto found = rows("select note, data from kept order by id");
    ASSERT_TRUE(found);
    EXPECT_EQ(found->at(0).get<std::string>(0), long_text);
    EXPECT_EQ(found->at(0).get<Bytes>(1).data, all_bytes);
    EXPECT_EQ(found->at(1).get<std::string>(0), "") << "an empty text is no NULL";
    EXPECT_EQ(found->at(1).get<Bytes>(1), Bytes{});
    EXPECT_EQ(rows("select id from kept where data = $1", {Bytes{all_bytes}})->size(), 1U);
    EXPECT_EQ(rows("select id from kept where note = $1", {long_text})->size(), 1U);
}

TEST_P(Contract, UnderstandsParametersInEveryPlace) {
    for (int i = 0; i < 5; ++i) ASSERT_TRUE(change("insert into kept (number) values ($1)", {i}));
    EXPECT_EQ(rows("select number from kept order by number limit $1 offset $2", {2, 1})->size(), 2U);
    EXPECT_EQ(integer("select count(*) from kept where number in ($1, $2)", {true, 4}), 2);
    EXPECT_EQ(integer("select $1 + 1", {Instant{1'700'000'000'000}}), 1'700'000'000'001) << "not a 32-bit integer";
    EXPECT_EQ(integer("select coalesce($1, 0)", {std::optional<Instant>()}), 0);
    EXPECT_EQ(integer("select count(*) from kept where $1 is null or number = $1", {std::optional<int>()}), 5);
    EXPECT_EQ(integer("select count(*) from kept where $1 is null or number = $1", {std::optional<int>(3)}), 1);
    EXPECT_EQ(integer("select count(*) from kept where ($2 = 'all' and $1 = 7) or number < $1", {7, "all"}), 5);
    EXPECT_EQ(integer("select cast(sum(number) as bigint) from kept"), 10);
    EXPECT_EQ(rows("select cast(avg(number) as double precision) from kept")->at(0).get<double>(0), 2.0);
    EXPECT_EQ(integer("select number = $1 from kept where number = $1", {2}), 1) << "a condition is 0 or 1";
    EXPECT_EQ(rows("select cast(null as bigint)")->at(0).get<std::optional<std::int64_t>>(0), std::nullopt);
}

TEST_P(Contract, CarriesNullOfAnyType) {
    ASSERT_TRUE(change("insert into kept (name, number, share, data) values ($1, $2, $3, $4)",
                       {nullptr, nullptr, nullptr, nullptr}));
    ASSERT_TRUE(
        change("insert into kept (name, number, share, data) values ($1, $2, $3, $4)",
               {std::optional<std::string>(), std::optional<int>(), std::optional<double>(), std::optional<Bytes>()}));
    EXPECT_EQ(integer("select count(*) from kept where name is null and number is null and share is null and data is "
                      "null"),
              2);
}

TEST_P(Contract, CountsWhatChanged) {
    const auto counts = database_->write([](Transaction& transaction) -> Result<std::vector<std::int64_t>> {
        std::vector<std::int64_t> found;
        for (const char* statement :
             {"insert into kept (number) values (1), (2), (3)", "update kept set share = 1 where number > 1",
              "update kept set share = 1 where 1 = 0", "create table more (a {bigint})", "delete from kept",
              "select 1"}) {
            if (std::string_view(statement).starts_with("create")) statement = "create table more (a integer)";
            EXEAT_TAKE(const auto count, transaction.change(statement));
            found.push_back(count);
        }
        return found;
    });
    ASSERT_TRUE(counts) << counts.error().detail;
    EXPECT_EQ(*counts, (std::vector<std::int64_t>{3, 2, 0, 0, 3, 0}));
}

TEST_P(Contract, RollsBackOnAnError) {
    const auto answer = database_->write([](Transaction& transaction) -> Done {
        EXEAT_TRY(transaction.change("insert into kept (name) values ('gone')"));
        return fail(ErrorKind::forbidden, "no", "No.");
    });
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().code, "no");
    EXPECT_EQ(integer("select count(*) from kept"), 0);
}

TEST_P(Contract, TurnsWhatIsThrownIntoAnInternalError) {
    const auto thrown = database_->write([](Transaction& transaction) -> Done {
        EXEAT_TRY(transaction.change("insert into kept (name) values ('gone')"));
        throw std::runtime_error("oops");
    });
    ASSERT_FALSE(thrown);
    EXPECT_EQ(thrown.error().kind, ErrorKind::internal);
    EXPECT_EQ(thrown.error().detail, "oops");
    EXPECT_EQ(integer("select count(*) from kept"), 0);

    const auto wrong = database_->read([](Session& session) -> Result<int> {
        EXEAT_TAKE(const auto row, session.one("select 'text'"));
        return row->get<int>(0);
    });
    ASSERT_FALSE(wrong);
    EXPECT_EQ(wrong.error().code, "wrong-type");
}

TEST_P(Contract, NamesTheConstraintThatSaidNo) {
    ASSERT_TRUE(change("insert into kept (name) values ('twice')"));
    const auto unique = change("insert into kept (name) values ($1)", {"twice"});
    ASSERT_FALSE(unique);
    EXPECT_EQ(unique.error().kind, ErrorKind::conflict);
    EXPECT_EQ(unique.error().code, "duplicate");
    EXPECT_NE(unique.error().detail.find("unique"), std::string::npos) << unique.error().detail;
    EXPECT_NE(unique.error().detail.find("name"), std::string::npos) << unique.error().detail;
    EXPECT_EQ(unique.error().detail.find("twice"), std::string::npos) << "values stay out of the log";

    const auto foreign = change("insert into child (kept, size) values (99, 1)");
    ASSERT_FALSE(foreign);
    EXPECT_EQ(foreign.error().code, "duplicate");
    EXPECT_NE(foreign.error().detail.find("foreign key"), std::string::npos) << foreign.error().detail;

    const auto check = change("insert into child (kept, size) values (1, 0)");
    ASSERT_FALSE(check);
    EXPECT_EQ(check.error().code, "duplicate");
    EXPECT_NE(check.error().detail.find("size_is_positive"), std::string::npos) << check.error().detail;

    const auto missing = change("insert into child (kept, size) values (null, 1)");
    ASSERT_FALSE(missing);
    EXPECT_EQ(missing.error().kind, ErrorKind::internal);
}

TEST_P(Contract, AFailedStatementDecidesTheTransaction) {
    const auto answer = database_->write([](Transaction& transaction) -> Done {
        EXEAT_TRY(transaction.change("insert into kept (id, name) values (1, 'once')"));
        EXPECT_FALSE(transaction.change("insert into kept (id, name) values (1, 'again')"));
        const auto later = transaction.change("insert into kept (name) values ('later')");
        EXPECT_EQ(later.error().code, "duplicate");
        return {};
    });
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().code, "duplicate");
    EXPECT_EQ(integer("select count(*) from kept"), 0);
}

TEST_P(Contract, RefusesWrongStatements) {
    for (const char* statement : {"selekt 1", "select * from nowhere", "commit", "rollback", "savepoint x", "",
                                  "select 1; select 2", "select $1", "select 1 where ? = 1"}) {
        const auto answer = change(statement);
        ASSERT_FALSE(answer) << statement;
        EXPECT_EQ(answer.error().kind, ErrorKind::internal) << statement;
        EXPECT_EQ(answer.error().code, "wrong-statement") << statement;
    }
    EXPECT_FALSE(change("insert into kept (name) values ($1)", {"a", "b"})) << "a parameter too many";
    const auto two = database_->read([](Session& session) { return session.one("select 1 union select 2"); });
    EXPECT_EQ(two.error().code, "wrong-statement");
    EXPECT_EQ(integer("select 1"), 1) << "the connection is as good as before";
}

TEST_P(Contract, RefusesTextThatCannotBeStored) {
    using namespace std::string_literals;
    for (const auto& text : {"a\0b"s, "\xFF"s}) {
        const auto answer = change("insert into kept (name) values ($1)", {text});
        ASSERT_FALSE(answer);
        EXPECT_EQ(answer.error().kind, ErrorKind::invalid);
    }
    EXPECT_EQ(change("insert into kept (share) values ($1)", {std::numeric_limits<double>::quiet_NaN()}).error().kind,
              ErrorKind::invalid);
}

TEST_P(Contract, ReadsCannotWrite) {
    const auto answer = database_->read([](Session& session) -> Done {
        EXEAT_TRY(session.change("insert into kept (name) values ('no')"));
        return {};
    });
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().kind, ErrorKind::internal);
}

TEST_P(Contract, AReadSeesOneMoment) {
    const auto counts = database_->read([this](Session& session) -> Result<std::pair<std::int64_t, std::int64_t>> {
        EXEAT_TAKE(const auto before, session.one("select count(*) from kept"));
        std::thread([this] { EXPECT_TRUE(change("insert into kept (name) values ('meanwhile')")); }).join();
        EXEAT_TAKE(const auto after, session.one("select count(*) from kept"));
        return std::pair(before->get<std::int64_t>(0), after->get<std::int64_t>(0));
    });
    ASSERT_TRUE(counts);
    EXPECT_EQ(counts->first, 0);
    EXPECT_EQ(counts->second, 0);
    EXPECT_EQ(integer("select count(*) from kept"), 1);
}

TEST_P(Contract, NoUpdateIsLost) {
    constexpr int k_threads = 8;
    constexpr int k_each = 25;
    for (const auto isolation : {Isolation::serializable, Isolation::read_committed}) {
        ASSERT_TRUE(change("update counter set value = 0"));
        std::vector<std::thread> threads;
        for (int i = 0; i < k_threads; ++i) {
            threads.emplace_back([this, isolation] {
                for (int round = 0; round < k_each; ++round) {
                    const auto done = database_->write(
                        [isolation](Transaction& transaction) -> Done {
                            if (isolation == Isolation::read_committed) {
                                EXEAT_TRY(transaction.change("update counter set value = value + 1 where name = 'a'"));
                                return {};
                            }
                            EXEAT_TAKE(const auto row, transaction.one("select value from counter where name = 'a'"));
                            EXEAT_TRY(transaction.change("update counter set value = $1 where name = 'a'",
                                                         {row->get<std::int64_t>(0) + 1}));
                            return {};
                        },
                        isolation);
                    EXPECT_TRUE(done) << done.error().code << " " << done.error().detail;
                }
            });
        }
        for (auto& thread : threads) thread.join();
        EXPECT_EQ(integer("select value from counter where name = 'a'"), k_threads * k_each);
    }
}

TEST_P(Contract, OneThatFailsHurtsNoOther) {
    constexpr int k_threads = 8;
    constexpr int k_each = 20;
    std::atomic<int> refused = 0;
    std::vector<std::thread> threads;
    for (int i = 0; i < k_threads; ++i) {
        threads.emplace_back([this, i, &refused] {
            for (int round = 0; round < k_each; ++round) {
                const bool fails = (i + round) % 2 == 0;
                const auto done = database_->write([&](Transaction& transaction) -> Done {
                    EXEAT_TRY(transaction.change("insert into kept (number) values ($1)", {fails ? 1 : 0}));
                    if (fails)
                        EXEAT_TRY(
                            transaction.change("insert into kept (id, number) values (null, $1) "
                                               "returning nothing",
                                               {1}));
                    return {};
                });
                EXPECT_EQ(done.has_value(), !fails);
                if (!done) ++refused;
            }
        });
    }
    for (auto& thread : threads) thread.join();
    EXPECT_EQ(refused, k_threads * k_each / 2);
    EXPECT_EQ(integer("select count(*) from kept where number = 0"), k_threads * k_each / 2);
    EXPECT_EQ(integer("select count(*) from kept where number = 1"), 0);
}

TEST_P(Contract, RunsAfterCommitOnlyOnceItIsDurable) {
    int ran = 0;
    std::int64_t seen = -1;
    const auto done = database_->write([&](Transaction& transaction) -> Done {
        EXEAT_TRY(transaction.change("insert into kept (name) values ('kept')"));
        transaction.after_commit([&] {
            ++ran;
            std::thread([&] { seen = integer("select count(*) from kept"); }).join();
        });
        EXPECT_EQ(ran, 0);
        return {};
    });
    ASSERT_TRUE(done);
    EXPECT_EQ(ran, 1);
    EXPECT_EQ(seen, 1) << "others see the row by then";

    const auto undone = database_->write([&](Transaction& transaction) -> Done {
        transaction.after_commit([&] { ++ran; });
        return fail(ErrorKind::forbidden, "no", "No.");
    });
    EXPECT_FALSE(undone);
    EXPECT_EQ(ran, 1);
}

TEST_P(Contract, AThreadIsInOneTransactionAtATime) {
    const auto nothing = [](Session&) -> Done { return {}; };
    const auto nothing_to_write = [](Transaction&) -> Done { return {}; };
    const auto code = [](const Done& done) { return done ? std::string("no error") : done.error().code; };
    EXPECT_EQ(code(database_->write([&](Transaction&) { return database_->write(nothing_to_write); })),
              "nested-transaction");
    EXPECT_EQ(code(database_->write([&](Transaction&) { return database_->read(nothing); })), "nested-transaction");
    EXPECT_EQ(code(database_->read([&](Session&) { return database_->read(nothing); })), "nested-transaction");
    EXPECT_EQ(code(database_->read([&](Session&) { return database_->write(nothing_to_write); })),
              "nested-transaction");
    std::string inside;
    EXPECT_TRUE(database_->write([&](Transaction& transaction) -> Done {
        transaction.after_commit([&] { inside = code(database_->write(nothing_to_write)); });
        return {};
    }));
    EXPECT_EQ(inside, "nested-transaction");
    EXPECT_TRUE(database_->write(nothing_to_write)) << "and is free again after it";
}

TEST_P(Contract, GivesTheTimeInsideAndOutsideOfTransactions) {
    const auto before = database_->now();
    ASSERT_TRUE(before);
    EXPECT_GT(before->ms, 1'700'000'000'000);
    ASSERT_TRUE(database_->write([&](Transaction&) -> Done {
        const auto inside = database_->now();
        EXPECT_TRUE(inside);
        EXPECT_GE(*inside, *before);
        return {};
    }));
    ASSERT_TRUE(database_->read([&](Session&) -> Done {
        EXPECT_GE(*database_->now(), *before);
        return {};
    }));
}

TEST_P(Contract, HasAStream) {
    const auto stream = database_->write([](Transaction& transaction) -> Result<int> { return transaction.stream(); });
    ASSERT_TRUE(stream);
    EXPECT_GE(*stream, 1);
}

}  // namespace
}  // namespace exeat::sql
