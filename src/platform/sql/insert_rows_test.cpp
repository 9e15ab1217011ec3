#include "platform/sql/insert_rows.h"

#include <gtest/gtest.h>

#include <vector>

#include "platform/sql/testing/both_engines.h"
#include "platform/sql/testing/engine_name.h"

namespace exeat::sql {
namespace {

class ManyRows : public ::testing::TestWithParam<Engine> {
protected:
    void SetUp() override {
        const std::vector<Migration> tables = {
            {1, "tables", "create table kept (no {bigint} primary key, name text, size {bigint}) {strict};"}};
        ASSERT_TRUE(database_->migrate(tables));
    }
    Done insert(std::size_t columns, const std::vector<Parameter>& cells) {
        return database_->write([&](Transaction& transaction) {
            return insert_rows(transaction, "insert into kept (no, name, size) values ", columns, cells);
        });
    }
    Rows kept() {
        return *database_->read(
            [](Session& session) { return session.query("select no, name, size from kept order by no"); });
    }

    testing::TestDatabase place_{GetParam()};
    std::unique_ptr<Database> database_ = place_.open();
};
INSTANTIATE_TEST_SUITE_P(, ManyRows, ::testing::Values(Engine::sqlite, Engine::postgresql), testing::engine_name);

TEST_P(ManyRows, AllOfThemAreWrittenAsTheyAre) {
    std::vector<Parameter> cells;
    for (std::int64_t no = 0; no < 131; ++no) {
        const auto name = no % 3 == 0 ? std::optional<std::string>{} : std::optional("row " + std::to_string(no));
        cells.insert(cells.end(), {Parameter(no), Parameter(name), Parameter(no * no)});
    }
    ASSERT_TRUE(insert(3, cells));
    const auto rows = kept();
    ASSERT_EQ(rows.size(), 131U);
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const auto no = static_cast<std::int64_t>(i);
        EXPECT_EQ(rows[i].get<std::int64_t>(0), no);
        EXPECT_EQ(rows[i].is_null(1), no % 3 == 0);
        EXPECT_EQ(rows[i].get<std::int64_t>(2), no * no);
    }
}

TEST_P(ManyRows, NoRowsAreNothingToDo) {
    EXPECT_TRUE(insert(3, {}));
    EXPECT_TRUE(kept().empty());
}

TEST_P(ManyRows, HalfARowIsRefused) {
    EXPECT_EQ(insert(3, {Parameter(1), Parameter("one"), Parameter(1), Parameter(2)}).error().kind,
              ErrorKind::internal);
    EXPECT_TRUE(kept().empty());
}

TEST_P(ManyRows, OneThatCannotBeLeavesNone) {
    std::vector<Parameter> cells;
    for (std::int64_t no = 0; no < 70; ++no) {
        cells.insert(cells.end(), {Parameter(no % 69), Parameter("row"), Parameter(no)});
    }
    EXPECT_EQ(insert(3, cells).error().code, "duplicate");
    EXPECT_TRUE(kept().empty());
}

}  // namespace
}  // namespace exeat::sql
