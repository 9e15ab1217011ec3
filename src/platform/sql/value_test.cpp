#include "platform/sql/value.h"

#include <gtest/gtest.h>

namespace exeat::sql {
namespace {

Row row_of(Cell cell) {
    return Row(std::vector<Cell>{std::move(cell)});
}

TEST(Row, ReadsACellAsWhatItIs) {
    EXPECT_EQ(row_of(std::int64_t{7}).get<int>(0), 7);
    EXPECT_EQ(row_of(std::int64_t{7}).get<double>(0), 7.0);
    EXPECT_TRUE(row_of(std::int64_t{1}).get<bool>(0));
    EXPECT_EQ(row_of(std::int64_t{5}).get<Instant>(0), Instant{5});
    EXPECT_EQ(row_of(std::string("a")).get<std::string>(0), "a");
    EXPECT_EQ(row_of(std::monostate{}).get<std::optional<int>>(0), std::nullopt);
    EXPECT_EQ(row_of(Bytes{std::string(32, '\x07')}).get<Digest>(0).bytes[31], 7);
    const auto id = PersonId::make(Instant{1});
    EXPECT_EQ(row_of(id.text()).get<PersonId>(0), id);
}

TEST(Row, ThrowsForAnythingElse) {
    EXPECT_THROW((void)row_of(std::monostate{}).get<int>(0), WrongType);
    EXPECT_THROW((void)row_of(std::string("7")).get<int>(0), WrongType);
    EXPECT_THROW((void)row_of(std::int64_t{1} << 40).get<int>(0), WrongType);
    EXPECT_THROW((void)row_of(Bytes{"short"}).get<Digest>(0), WrongType);
    EXPECT_THROW((void)row_of(std::string("no id")).get<PersonId>(0), WrongType);
    EXPECT_THROW((void)row_of(std::int64_t{1}).get<int>(1), std::out_of_range);
}

TEST(Parameter, KnowsItsTypeAlsoWhenItIsNull) {
    EXPECT_EQ(Parameter(true).type(), CellType::integer);
    EXPECT_EQ(Parameter("x").type(), CellType::text);
    EXPECT_EQ(Parameter(1.5).type(), CellType::real);
    EXPECT_EQ(Parameter(nullptr).type(), CellType::unknown);
    EXPECT_EQ(Parameter(std::optional<Instant>()).type(), CellType::integer);
    EXPECT_EQ(Parameter(std::optional<double>()).type(), CellType::real);
    EXPECT_EQ(Parameter(std::optional<Digest>()).type(), CellType::bytes);
    EXPECT_EQ(Parameter(std::optional<PersonId>()).type(), CellType::text);
    EXPECT_EQ(Parameter(std::optional<std::string>("x")).type(), CellType::text);
}

}  // namespace
}  // namespace exeat::sql
