#include "state/ledger/ledger.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <memory>
#include <thread>

#include "platform/sql/testing/both_engines.h"
#include "state/ledger/canonical.h"
#include "state/ledger/schema.h"
#include "state/ledger/seal.h"
#include "state/ledger/verify.h"

namespace exeat::ledger {
namespace {

constexpr Instant k_now{1'764'000'000'000};

SigningKey key_of(std::uint8_t first) {
    keys::SecretBytes seed(SigningKey::k_seed_bytes);
    seed.span()[0] = first;
    return std::move(*SigningKey::from_seed(seed));
}

/// Another stream on the same connection, as another connection would have it.
class OtherStream final : public sql::Transaction {
public:
    OtherStream(sql::Transaction& inner, int stream) : inner_(inner), stream_(stream) {}
    Result<sql::Rows> query(std::string_view statement, std::span<const sql::Parameter> parameters) override {
        return inner_.query(statement, parameters);
    }
    Result<std::int64_t> change(std::string_view statement, std::span<const sql::Parameter> parameters) override {
        return inner_.change(statement, parameters);
    }
    [[nodiscard]] sql::Engine engine() const override { return inner_.engine(); }
    [[nodiscard]] int stream() const override { return stream_; }
    void after_commit(std::function<void()> then) override { inner_.after_commit(std::move(then)); }

private:
    sql::Transaction& inner_;
    int stream_;
};

class Ledger : public ::testing::TestWithParam<sql::Engine> {
protected:
    void SetUp() override {
        test_database_ = std::make_unique<sql::testing::TestDatabase>(GetParam());
        database_ = test_database_->open();
        const std::vector migrations{migration()};
        ASSERT_TRUE(database_->migrate(migrations));
    }

    static Entry entry(int number) {
        Entry entry;
        entry.kind = "asset_locked";
        entry.actor = "operator";
        entry.asset = AssetId::make(Instant{k_now.ms + number});
        if (number % 2 == 0) entry.library = LibraryId::make(k_now);
        if (number % 3 == 0) entry.about = "d-" + std::to_string(number);
        entry.body = R"({"number":)" + std::to_string(number) + "}";
        entry.at = Instant{k_now.ms + number};
        return entry;
    }

    Place add(int number, int stream = 1) {
        const auto place = database_->write([&](sql::Transaction& transaction) {
            OtherStream other(transaction, stream);
            return append(other, entry(number));
        });
        EXPECT_TRUE(place) << place.error().detail;
        return place.value_or(Place{});
    }

    std::optional<Seal> seal_now(const SigningKey& key) {
        const auto made = database_->write([&](sql::Transaction& transaction) { return seal(transaction, key, k_now); },
                                           sql::Isolation::read_committed);
        EXPECT_TRUE(made) << made.error().detail;
        return made.value_or(std::nullopt);
    }

    /// Two streams of some entries, sealed three times, with two entries after the last seal.
    void fill() {
        int number = 0;
        for (int round = 0; round < 3; ++round) {
            for (int i = 0; i < 4; ++i) add(++number, 1 + i % 2);
            ASSERT_TRUE(seal_now(key_));
        }
        add(++number, 1);
        add(++number, 2);
    }

    [[nodiscard]] VerifyOptions options() const { return {.trusted = {key_.public_key()}, .rows_at_a_time = 3}; }
    Report verified(const VerifyOptions& options) {
        const auto report = verify(*database_, options);
        EXPECT_TRUE(report) << report.error().detail;
        return report.value_or(Report{});
    }
    Report verified() { return verified(options()); }

    /// What somebody with access to the database does.
    void tamper(const std::string& statement, std::vector<sql::Parameter> parameters = {}) {
        const auto changed = database_->write([&](sql::Transaction& transaction) {
            return transaction.change(statement, std::span<const sql::Parameter>(parameters));
        });
        ASSERT_TRUE(changed) << changed.error().detail << " " << statement;
        ASSERT_GT(*changed, 0) << statement;
    }

    SigningKey key_ = key_of(1);
    std::unique_ptr<sql::testing::TestDatabase> test_database_;
    std::unique_ptr<sql::Database> database_;
};

TEST_P(Ledger, AnEmptyOneVerifies) {
    const auto report = verified();
    EXPECT_FALSE(report.flaw);
    EXPECT_EQ(report.entries, 0);
    EXPECT_FALSE(seal_now(key_)) << "nothing to seal";
    EXPECT_EQ(database_->read([](sql::Session& session) { return newest_seal(session); })->has_value(), false);
}

TEST_P(Ledger, CountsEntriesOfEachStreamFromOne) {
    EXPECT_EQ(add(1, 1), (Place{1, 1}));
    EXPECT_EQ(add(2, 1), (Place{1, 2}));
    EXPECT_EQ(add(3, 7), (Place{7, 1}));
    EXPECT_EQ(add(4, 1), (Place{1, 3}));
    const auto found = database_->read([](sql::Session& session) { return heads(session); });
    ASSERT_TRUE(found);
    ASSERT_EQ(found->size(), 2U);
    EXPECT_EQ(found->at(0).n, 3);
    EXPECT_EQ(found->at(1).stream, 7);
}

TEST_P(Ledger, AWholeOneVerifiesAndCounts) {
    fill();
    const auto report = verified();
    EXPECT_FALSE(report.flaw) << report.flaw->text;
    EXPECT_EQ(report.streams, 2);
    EXPECT_EQ(report.entries, 14);
    EXPECT_EQ(report.erased, 0);
    EXPECT_EQ(report.seals, 3);
    EXPECT_EQ(report.unsealed, 2);
    for (const std::int64_t rows : {1, 2, 7, 14, 15, 500}) {
        auto paged = options();
        paged.rows_at_a_time = rows;
        const auto again = database_->read([&](sql::Session& session) { return verify(session, paged); });
        ASSERT_TRUE(again);
        EXPECT_FALSE(again->flaw);
        EXPECT_EQ(again->entries, 14) << rows;
        EXPECT_EQ(again->seals, 3) << rows;
    }
}

TEST_P(Ledger, SealsOnlyWhenSomethingIsNew) {
    add(1);
    const auto first = seal_now(key_);
    ASSERT_TRUE(first);
    EXPECT_EQ(first->n, 1);
    EXPECT_EQ(first->previous, Digest{});
    EXPECT_FALSE(seal_now(key_));
    add(2);
    const auto second = seal_now(key_);
    ASSERT_TRUE(second);
    EXPECT_EQ(second->previous, sha256(to_text(*first)));
    const auto exported = database_->read([](sql::Session& session) { return newest_seal(session); });
    EXPECT_EQ(exported->value_or(""), to_text(*second));
}

TEST_P(Ledger, ARollbackLeavesNoGap) {
    add(1);
    const auto refused = database_->write([&](sql::Transaction& transaction) -> Done {
        EXEAT_TRY(append(transaction, entry(2)));
        return fail(ErrorKind::conflict, "changed-my-mind", "");
    });
    EXPECT_EQ(refused.error().code, "changed-my-mind");
    EXPECT_EQ(add(3), (Place{1, 2}));
    EXPECT_FALSE(verified().flaw);
}

TEST_P(Ledger, SeveralInOneTransactionFollowEachOther) {
    const std::vector entries{entry(1), entry(2), entry(3)};
    const auto last = database_->write([&](sql::Transaction& transaction) -> Result<Place> {
        EXEAT_TAKE(const auto place, append_all(transaction, entries));
        EXEAT_TAKE(const auto none, append_all(transaction, {}));
        EXPECT_FALSE(none);
        EXPECT_EQ(place->n, 3);
        return append(transaction, entry(4));
    });
    ASSERT_TRUE(last);
    EXPECT_EQ(last->n, 4);
    EXPECT_EQ(verified().entries, 4);
    EXPECT_FALSE(verified().flaw);
}

TEST_P(Ledger, ManyWritersSomeOfWhichFailAndASealer) {
    std::atomic<int> written{0};
    std::atomic<bool> over{false};
    std::thread sealer([&] {
        while (!over) seal_now(key_);
    });
    std::vector<std::thread> writers;
    for (int thread = 0; thread < 6; ++thread) {
        writers.emplace_back([&, thread] {
            for (int i = 0; i < 25; ++i) {
                const auto done = database_->write([&](sql::Transaction& transaction) -> Done {
                    EXEAT_TRY(append(transaction, entry(thread * 100 + i)));
                    if (i % 5 == 4) return fail(ErrorKind::conflict, "no", "");
                    return {};
                });
                if (done) ++written;
                if (!done) EXPECT_EQ(done.error().code, "no") << done.error().detail;
            }
        });
    }
    for (auto& writer : writers) writer.join();
    over = true;
    sealer.join();
    seal_now(key_);
    const auto report = verified();
    EXPECT_FALSE(report.flaw) << report.flaw->text;
    EXPECT_EQ(written, 120);
    EXPECT_EQ(report.entries, 120);
    EXPECT_EQ(report.unsealed, 0);
}

TEST_P(Ledger, RefusesWhatIsNoEntry) {
    const auto refused = [&](const std::function<void(Entry&)>& spoil) {
        auto wrong = entry(1);
        spoil(wrong);
        const auto place = database_->write([&](sql::Transaction& transaction) { return append(transaction, wrong); });
        return !place && place.error().code == "ledger-entry";
    };
    EXPECT_TRUE(refused([](Entry& wrong) { wrong.kind = ""; }));
    EXPECT_TRUE(refused([](Entry& wrong) { wrong.kind = "Asset"; }));
    EXPECT_TRUE(refused([](Entry& wrong) { wrong.kind = "a\nb"; }));
    EXPECT_TRUE(refused([](Entry& wrong) { wrong.kind = std::string(65, 'a'); }));
    EXPECT_TRUE(refused([](Entry& wrong) { wrong.actor = ""; }));
    EXPECT_TRUE(refused([](Entry& wrong) { wrong.actor = "-"; }));
    EXPECT_TRUE(refused([](Entry& wrong) { wrong.actor = "a\nlibrary: b"; }));
    EXPECT_TRUE(refused([](Entry& wrong) { wrong.about = "two words"; }));
    EXPECT_FALSE(refused([](Entry& wrong) { wrong.body = std::string(100'000, 'x') + "\xc3\xa4"; }));
    EXPECT_EQ(verified().entries, 1);
}

TEST_P(Ledger, AnErasedBodyIsCountedAndStillVerifies) {
    fill();
    const auto gone = [&](const Place& place) {
        return database_->write([&](sql::Transaction& transaction) { return erase(transaction, place); });
    };
    EXPECT_TRUE(*gone({1, 2}));
    EXPECT_FALSE(*gone({1, 2}));
    EXPECT_FALSE(*gone({3, 1}));
    EXPECT_TRUE(*gone({2, 7}));
    const auto report = verified();
    EXPECT_FALSE(report.flaw);
    EXPECT_EQ(report.entries, 14);
    EXPECT_EQ(report.erased, 2);
}

struct Column {
    const char* table;
    const char* column;
    const char* value;  // an SQL expression that gives something else
    FlawKind found;
};

TEST_P(Ledger, AChangeOfAnyColumnOfAnyTableIsFound) {
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

TEST_P(Ledger, AChangedSealIsFound) {
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

TEST_P(Ledger, WhatWasRemovedIsFound) {
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

TEST_P(Ledger, AnEndCutOffBehindASealIsFound) {
    fill();
    tamper("delete from ledger_entries where stream = 2 and n >= 6");
    tamper("delete from ledger_bodies where stream = 2 and n >= 6");
    const auto report = verified();
    ASSERT_TRUE(report.flaw);
    EXPECT_EQ(report.flaw->kind, FlawKind::entry_removed);
    EXPECT_EQ(report.flaw->stream, 2);
    EXPECT_EQ(report.flaw->n, 6);
}

TEST_P(Ledger, ExchangedEntriesAreFound) {
    fill();
    tamper("update ledger_entries set n = 1000 where stream = 1 and n = 2");
    tamper("update ledger_entries set n = 2 where stream = 1 and n = 3");
    tamper("update ledger_entries set n = 3 where stream = 1 and n = 1000");
    const auto report = verified();
    ASSERT_TRUE(report.flaw);
    EXPECT_EQ(report.flaw->kind, FlawKind::entry_changed);
    EXPECT_EQ(report.flaw->n, 2);
}

TEST_P(Ledger, AStreamChainedAnewIsFoundByItsSeals) {
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

TEST_P(Ledger, ASealKeptElsewhereShowsWhatTheLedgerCannot) {
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

TEST_P(Ledger, AnotherKeyIsBelievedOnlyWhenTrusted) {
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

INSTANTIATE_TEST_SUITE_P(Engines, Ledger, ::testing::Values(sql::Engine::sqlite, sql::Engine::postgresql),
                         [](const auto& info) { return info.param == sql::Engine::sqlite ? "sqlite" : "postgresql"; });

}  // namespace
}  // namespace exeat::ledger
