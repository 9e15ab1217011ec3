// Migrations, on both engines.
#include <gtest/gtest.h>

#include <latch>
#include <thread>

#include "platform/sql/migrate.h"
#include "platform/sql/testing/both_engines.h"
#include "platform/sql/testing/engine_name.h"

namespace exeat::sql {
namespace {

using testing::TestDatabase;

class Migrations : public ::testing::TestWithParam<Engine> {
protected:
    TestDatabase place_{GetParam()};
    std::unique_ptr<Database> database_ = place_.open();

    std::int64_t integer(std::string_view statement) {
        const auto found = database_->read([&](Session& session) -> Result<std::int64_t> {
            EXEAT_TAKE(const auto row, session.one(statement));
            return row->get<std::int64_t>(0);
        });
        if (!found) throw std::runtime_error(found.error().detail);
        return *found;
    }
    Done migrate(const std::vector<Migration>& migrations) { return database_->migrate(migrations); }
};

INSTANTIATE_TEST_SUITE_P(, Migrations, ::testing::Values(Engine::sqlite, Engine::postgresql), testing::engine_name);

const Migration k_first = {1, "first", "create table a (id {bigint} primary key) {strict}; insert into a values (1);"};
const Migration k_second = {2, "second", "insert into a values (2)"};

TEST_P(Migrations, AreAppliedOnceAndInOrder) {
    ASSERT_TRUE(migrate({k_first}));
    ASSERT_TRUE(migrate({k_first, k_second}));
    ASSERT_TRUE(migrate({k_first, k_second}));
    EXPECT_EQ(integer("select count(*) from a"), 2);
    EXPECT_EQ(integer("select count(*) from _migrations where applied_at > 1700000000000"), 2);
    const auto name = database_->read([](Session& session) -> Result<std::string> {
        EXEAT_TAKE(const auto row, session.one("select name from _migrations where number = 2"));
        return row->get<std::string>(0);
    });
    EXPECT_EQ(*name, "second");
}

TEST_P(Migrations, AChangedTextIsRefused) {
    ASSERT_TRUE(migrate({k_first}));
    auto changed = k_first;
    changed.text += " ";
    const auto answer = migrate({changed});
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().kind, ErrorKind::unavailable);
    EXPECT_EQ(answer.error().code, "schema-changed");
    EXPECT_NE(answer.error().text.find("migration 1 (first)"), std::string::npos);
}

TEST_P(Migrations, AnOlderProgramRefusesANewerSchema) {
    ASSERT_TRUE(migrate({k_first, k_second}));
    const auto answer = migrate({k_first});
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().kind, ErrorKind::unavailable);
    EXPECT_EQ(answer.error().code, "schema-newer");
    EXPECT_NE(answer.error().text.find("migration 2 (second)"), std::string::npos);
}

TEST_P(Migrations, OneThatFailsLeavesNothingOfItself) {
    const Migration wrong = {2, "wrong", "insert into a values (3); insert into a values (3);"};
    const auto answer = migrate({k_first, wrong});
    ASSERT_FALSE(answer);
    EXPECT_NE(answer.error().detail.find("migration 2 (wrong)"), std::string::npos) << answer.error().detail;
    EXPECT_EQ(integer("select count(*) from a"), 1);
    EXPECT_EQ(integer("select count(*) from _migrations"), 1) << "the one before it stays";
    ASSERT_TRUE(migrate({k_first, k_second})) << "and the connection is as good as before";
}

TEST_P(Migrations, OfOneModuleDoNotWaitForThoseOfAnother) {
    const Migration other = {1001, "other", "create table b (id {bigint} primary key) {strict}"};
    ASSERT_TRUE(migrate({k_first, other}));
    ASSERT_TRUE(migrate({k_first, k_second, other}));
    EXPECT_EQ(integer("select count(*) from a"), 2);
}

TEST_P(Migrations, NumbersRise) {
    EXPECT_EQ(migrate({k_second, k_first}).error().kind, ErrorKind::internal);
    const Migration table = {2, "table", "create table b (id {bigint}) {strict}"};
    ASSERT_TRUE(migrate({table}));
    const auto late = migrate({{1, "late", "select 1"}, table});
    ASSERT_FALSE(late);
    EXPECT_EQ(late.error().code, "schema-changed");
}

TEST_P(Migrations, TwoNodesMayMigrateAtOnce) {
    std::vector<Migration> migrations = {{1, "table", "create table a (id {bigint} primary key) {strict}"}};
    for (int number = 2; number <= 15; ++number) {
        migrations.push_back({number, "row", "insert into a values (" + std::to_string(number) + ")"});
    }
    std::latch ready(3);
    std::vector<std::thread> nodes;
    for (int i = 0; i < 3; ++i) {
        nodes.emplace_back([&] {
            const auto node = place_.open();
            ready.arrive_and_wait();
            const auto done = node->migrate(migrations);
            EXPECT_TRUE(done) << done.error().text << done.error().detail;
        });
    }
    for (auto& node : nodes) node.join();
    EXPECT_EQ(integer("select count(*) from a"), 14);
    EXPECT_EQ(integer("select count(*) from _migrations"), 15);
}

TEST_P(Migrations, ARebuiltTableKeepsWhatPointsAtIt) {
    const Migration tables = {
        1, "tables",
        "create table parent (id {bigint} primary key) {strict};"
        "create table child (parent {bigint} not null references parent (id) on delete cascade) {strict};"
        "insert into parent values (1); insert into child values (1);"};
    // SQLite's way to change a column; PostgreSQL would say `alter table`.
    const Migration rebuilt = {2, "rebuilt",
                               GetParam() == Engine::sqlite
                                   ? "create table parent_new (id {bigint} primary key, name text) {strict};"
                                     "insert into parent_new (id) select id from parent; drop table parent;"
                                     "alter table parent_new rename to parent;"
                                   : "alter table parent add column name text"};
    ASSERT_TRUE(migrate({tables, rebuilt}));
    EXPECT_EQ(integer("select count(*) from child"), 1);
    const Migration broken = {3, "broken", "delete from parent"};
    if (GetParam() == Engine::sqlite) {
        const auto answer = migrate({tables, rebuilt, broken});
        ASSERT_FALSE(answer);
        EXPECT_EQ(answer.error().code, "duplicate");
        EXPECT_EQ(integer("select count(*) from parent"), 1);
    }
    const auto later = database_->write([](Transaction& transaction) -> Done {
        EXEAT_TRY(transaction.change("insert into child values (77)"));
        return {};
    });
    EXPECT_FALSE(later) << "foreign keys are on again";
}

TEST_P(Migrations, StatementsPreparedBeforeThemStillRun) {
    ASSERT_TRUE(migrate({k_first}));
    const auto columns = [this] {
        return database_->read([](Session& session) -> Result<std::size_t> {
            EXEAT_TAKE(const auto rows, session.query("select * from a"));
            return rows.at(0).size();
        });
    };
    EXPECT_EQ(*columns(), 1U);
    ASSERT_TRUE(migrate({k_first, {2, "column", "alter table a add column b {bigint}"}}));
    const auto after = columns();
    ASSERT_TRUE(after) << after.error().detail;
    EXPECT_EQ(*after, 2U);
}

TEST(Migration, IsWrittenForEachEngine) {
    const auto text =
        "a {identity}, b {bigint}, c {bytes}, d {real}, e text default '{}', f text default '{\"x\":1}') {strict}";
    EXPECT_EQ(*written_for(Engine::sqlite, text),
              "a INTEGER PRIMARY KEY AUTOINCREMENT, b INTEGER, c BLOB, d REAL, e text default '{}', f text default "
              "'{\"x\":1}') STRICT");
    EXPECT_EQ(*written_for(Engine::postgresql, text),
              "a bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY, b bigint, c bytea, d double precision, e text "
              "default '{}', f text default '{\"x\":1}') ");
    EXPECT_EQ(written_for(Engine::sqlite, "{serial}").error().code, "wrong-statement");
    EXPECT_EQ(*written_for(Engine::sqlite, "an open {"), "an open {");
}

}  // namespace
}  // namespace exeat::sql
