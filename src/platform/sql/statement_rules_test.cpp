#include "platform/sql/statement_rules.h"

#include <gtest/gtest.h>

namespace exeat::sql {
namespace {

TEST(Text, IsStorableWhenItIsUtf8WithoutNul) {
    using namespace std::string_view_literals;
    for (const auto good : {""sv, "plain ascii, long enough for two words"sv, "gr\xC3\xBC\xC3\x9F"sv,
                            "\xF0\x9F\xA6\x8A and \xE2\x82\xAC"sv, "\x7F\x01"sv, "\xEE\x80\x80\xF4\x8F\xBF\xBF"sv}) {
        EXPECT_TRUE(is_storable_text(good)) << good;
    }
    for (const auto bad :
         {"a\0b"sv, "eight by\0tes"sv, "\x80"sv, "\xC0\xAF"sv, "\xED\xA0\x80"sv, "\xF4\x90\x80\x80"sv, "\xE2\x82"sv,
          "\xF8\x88\x80\x80\x80"sv, "1234567\xFF"sv, "\xF0\x80\x80\x80"sv, "\xE2(\xA1"sv}) {
        EXPECT_FALSE(is_storable_text(bad));
    }
}

TEST(Statement, MayNotRuleTheTransaction) {
    for (const char* text : {"commit", " BEGIN", "Rollback;", "pragma x", "set x = 1", "savepoint a", "", "  "}) {
        EXPECT_FALSE(check_statement(text)) << text;
    }
    for (const char* text :
         {"select 1", "insert into t values (1)", "update t set a = 1", "with x as (select 1) select 1", "settings"}) {
        EXPECT_TRUE(check_statement(text)) << text;
    }
}

TEST(Statement, UsesParameters) {
    EXPECT_EQ(parameters_in("select 1"), 0U);
    EXPECT_EQ(parameters_in("select $1, $12 where x = $3"), 12U);
    EXPECT_EQ(parameters_in("select '$9', 'it''s $8', $1"), 1U);
    EXPECT_EQ(parameters_in("select $"), 0U);
}

}  // namespace
}  // namespace exeat::sql
