// What somebody with access to the database can do to the ledger, and how it shows.
#include <gtest/gtest.h>

#include "state/ledger/canonical.h"
#include "state/ledger/testing/ledger_database.h"

namespace exeat::ledger {
namespace {

using testing::key_of;

class Tamper : public testing::LedgerTest {};

struct Column {
    const char* table;
    const char* column;
    const char* value;  // an SQL expression that gives something else
    FlawKind found;
};

TEST_P(Tamper, AChangeOfAnyColumnOfAnyTableIsFound) {
    const std::string bytes = GetParam() == sql::Engine::sqlite
                                  ? "x'00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff'"
                                  : "'\\x00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff'::bytea";
    const auto* some_bytes = bytes.c_str();
    const std::vector<Column> columns{
        {"ledger_streams", "stream", "stream + 50", FlawKind::stream_changed},
        {"ledger_streams", "opened_at", "opened_at - 1", FlawKind::stream_changed},
        {"ledger_entries", "stream", "stream + 50", FlawKind::entry_removed},
        {"ledger_entries", "n", "n + 50", FlawKind::entry_removed},
        {"ledger_entries", "at", "at + 1", FlawKind::entry_changed},
        {"ledger_entries", "kind", "'asset_unlocked'", FlawKind::entry_changed},
        {"ledger_entries", "actor", "'nobody'", FlawKind::entry_changed},
        {"ledger_entries", "library", "'0'", FlawKind::entry_changed},
        {"ledger_entries", "folder", "'0'", FlawKind::entry_changed},
        {"ledger_entries", "asset", "null", FlawKind::entry_changed},
        {"ledger_entries", "person", "'-'", FlawKind::entry_changed},  // gives the same lines as none
        {"ledger_entries", "about", "'0'", FlawKind::entry_changed},
        {"ledger_entries", "digest", some_bytes, FlawKind::entry_changed},
        {"ledger_entries", "hash", some_bytes, FlawKind::entry_changed},
        {"ledger_bodies", "stream", "stream + 50", FlawKind::body_astray},
        {"ledger_bodies", "n", "n + 50", FlawKind::body_astray},
        {"ledger_bodies", "salt", some_bytes, FlawKind::body_changed},
        {"ledger_bodies", "body", "'{}'", FlawKind::body_changed},
    };
    for (const auto& [table, column, value, found] : columns) {
        SetUp();
        fill();
        const bool streams = std::string_view(table) == "ledger_streams";
        tamper(std::string("update ") + table + " set " + column + " = " + value +
               (streams ? " where stream = 2" : " where stream = 2 and n = 3"));
        const auto report = verified();
        ASSERT_TRUE(report.flaw) << table << "." << column;
        EXPECT_EQ(report.flaw->kind, found) << table << "." << column << ": " << report.flaw->text;
        if (std::string_view(table) == "ledger_entries") {
            EXPECT_EQ(report.flaw->n, 3) << column;
            EXPECT_EQ(report.flaw->stream, 2) << column;
        }
    }
}

TEST_P(Tamper, AChangedSealIsFound) {
    fill();
    const auto original = *database_->read([](sql::Session& session) { return newest_seal(session); });
    const auto with = [&](std::string_view from, std::string_view to) {
        auto text = *original;
        text.replace(text.find(from), from.size(), to);
        return text;
    };
    const auto check = [&](const std::string& text, FlawKind kind) {
        tamper("update ledger_seals set seal = $1 where n = 3", {text});
        const auto report = verified();
        ASSERT_TRUE(report.flaw) << text;
        EXPECT_EQ(report.flaw->kind, kind) << report.flaw->text << "\n" << text;
        EXPECT_EQ(report.flaw->n, 3);
    };
    check(with("at: 1764000000000", "at: 1764000000001"), FlawKind::seal_unsigned);
    check(with("n: 3", "n: 4"), FlawKind::seal_changed);
    check(with("previous: ", "previous: 0"), FlawKind::seal_changed);
    check(with("head: 2 6 ", "head: 2 06 "), FlawKind::seal_changed);
    check(with("head: 2 6 ", "head: 2 5 "), FlawKind::seal_unsigned);
    check(*original + "\n", FlawKind::seal_changed);
    auto own = *parse_seal(*original);
    own.key = key_of(2).public_key();
    const auto unsigned_text = to_text(own);
    own.signature = key_of(2).sign(unsigned_text.substr(0, unsigned_text.find("signature")));
    ASSERT_TRUE(is_signed(own));
    check(to_text(own), FlawKind::seal_unsigned);
    tamper("update ledger_seals set seal = $1 where n = 3", {*original});
    EXPECT_FALSE(verified().flaw);
    tamper("update ledger_seals set n = 5 where n = 3");
    EXPECT_EQ(verified().flaw->kind, FlawKind::seal_removed);
}

TEST_P(Tamper, WhatWasRemovedIsFound) {
    struct Removal {
        const char* statement;
        FlawKind found;
        std::int64_t n;
    };
    for (const auto& [statement, found, n] : {
             Removal{"delete from ledger_entries where stream = 2 and n = 1", FlawKind::entry_removed, 1},
             Removal{"delete from ledger_entries where stream = 2 and n = 3", FlawKind::entry_removed, 3},
             Removal{"delete from ledger_entries where stream = 2 and n >= 5", FlawKind::body_astray, 5},
             Removal{"delete from ledger_entries where stream = 2", FlawKind::stream_changed, 0},
             Removal{"delete from ledger_streams where stream = 2", FlawKind::stream_changed, 0},
             Removal{"delete from ledger_seals where n = 1", FlawKind::seal_removed, 1},
             Removal{"delete from ledger_seals where n = 2", FlawKind::seal_removed, 2},
         }) {
        SetUp();
        fill();
        tamper(statement);
        const auto report = verified();
        ASSERT_TRUE(report.flaw) << statement;
        EXPECT_EQ(report.flaw->kind, found) << statement << report.flaw->text;
        EXPECT_EQ(report.flaw->n, n) << statement;
    }
}

TEST_P(Tamper, AnEndCutOffBehindASealIsFound) {
    fill();
    tamper("delete from ledger_entries where stream = 2 and n >= 6");
    tamper("delete from ledger_bodies where stream = 2 and n >= 6");
    const auto report = verified();
    ASSERT_TRUE(report.flaw);
    EXPECT_EQ(report.flaw->kind, FlawKind::entry_removed);
    EXPECT_EQ(report.flaw->stream, 2);
    EXPECT_EQ(report.flaw->n, 6);
}

TEST_P(Tamper, ExchangedEntriesAreFound) {
    fill();
    tamper("update ledger_entries set n = 1000 where stream = 1 and n = 2");
    tamper("update ledger_entries set n = 2 where stream = 1 and n = 3");
    tamper("update ledger_entries set n = 3 where stream = 1 and n = 1000");
    const auto report = verified();
    ASSERT_TRUE(report.flaw);
    EXPECT_EQ(report.flaw->kind, FlawKind::entry_changed);
    EXPECT_EQ(report.flaw->n, 2);
}

TEST_P(Tamper, AStreamChainedAnewIsFoundByItsSeals) {
    fill();
    tamper("update ledger_entries set actor = 'nobody' where stream = 1 and n = 2");
    // As somebody would who knows how it is done, but has no signing key.
    const auto rechained = database_->write([&](sql::Transaction& transaction) -> Done {
        EXEAT_TAKE(const auto rows, transaction.query("select n, at, kind, actor, library, asset, about, digest "
                                                      "from ledger_entries where stream = 1 order by n"));
        Digest previous;
        for (const auto& row : rows) {
            Header header;
            header.stream = 1;
            header.n = row.get<std::int64_t>(0);
            header.at = row.get<std::int64_t>(1);
            header.kind = row.get<std::string>(2);
            header.actor = row.get<std::string>(3);
            header.library = row.get<std::optional<std::string>>(4);
            header.asset = row.get<std::optional<std::string>>(5);
            header.about = row.get<std::optional<std::string>>(6);
            header.digest = row.get<Digest>(7);
            previous = sha256(header_text(header, previous));
            EXEAT_TRY(transaction.change("update ledger_entries set hash = $1 where stream = 1 and n = $2",
                                         {previous, header.n}));
        }
        return {};
    });
    ASSERT_TRUE(rechained);
    const auto report = verified();
    ASSERT_TRUE(report.flaw);
    EXPECT_EQ(report.flaw->kind, FlawKind::seal_differs);
    EXPECT_EQ(report.flaw->stream, 1);
    EXPECT_EQ(report.entries, 14) << "the entries themselves look good";
}

TEST_P(Tamper, ASealKeptElsewhereShowsWhatTheLedgerCannot) {
    fill();
    auto kept = options();
    kept.elsewhere = *database_->read([](sql::Session& session) { return newest_seal(session); });
    EXPECT_FALSE(verified(kept).flaw);
    auto other = kept;
    other.elsewhere->replace(other.elsewhere->find("at: 1"), 5, "at: 2");
    EXPECT_EQ(verified(other).flaw->kind, FlawKind::seal_unsigned);
    other.elsewhere = "no seal";
    EXPECT_EQ(verified(other).flaw->kind, FlawKind::seal_unsigned);

    // Cut off consistently, seals included: only what was kept elsewhere knows.
    tamper("delete from ledger_seals where n = 3");
    tamper("delete from ledger_entries where n > 4");
    tamper("delete from ledger_bodies where n > 4");
    EXPECT_FALSE(verified().flaw);
    EXPECT_EQ(verified(kept).flaw->kind, FlawKind::seal_removed);
    // And then sealed anew by the site itself.
    add(99);
    ASSERT_TRUE(seal_now(key_));
    EXPECT_FALSE(verified().flaw);
    EXPECT_EQ(verified(kept).flaw->kind, FlawKind::seal_differs);
}

TEST_P(Tamper, AnotherKeyIsBelievedOnlyWhenTrusted) {
    fill();
    add(100);
    ASSERT_TRUE(seal_now(key_of(2)));
    auto both = options();
    EXPECT_EQ(verified(both).flaw->kind, FlawKind::seal_unsigned);
    both.trusted.push_back(key_of(2).public_key());
    EXPECT_FALSE(verified(both).flaw);
    both.trusted.clear();
    EXPECT_EQ(verified(both).flaw->kind, FlawKind::seal_unsigned);
}

INSTANTIATE_TEST_SUITE_P(Engines, Tamper, testing::engines(), testing::engine_name);

}  // namespace
}  // namespace exeat::ledger
