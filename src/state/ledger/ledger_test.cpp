#include "state/ledger/ledger.h"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "state/ledger/canonical.h"
#include "state/ledger/testing/ledger_database.h"

namespace exeat::ledger {
namespace {

class Ledger : public testing::LedgerTest {};

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

INSTANTIATE_TEST_SUITE_P(Engines, Ledger, testing::engines(), testing::engine_name);

}  // namespace
}  // namespace exeat::ledger
