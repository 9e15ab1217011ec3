// A ledger on a fresh database of either engine, filled, sealed and tampered with. Called by this module's tests only.
#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "platform/sql/testing/both_engines.h"
#include "platform/sql/testing/engine_name.h"
#include "state/ledger/ledger.h"
#include "state/ledger/schema.h"
#include "state/ledger/seal.h"
#include "state/ledger/verify.h"

namespace exeat::ledger::testing {

inline constexpr Instant k_now{1'764'000'000'000};

inline SigningKey key_of(std::uint8_t first) {
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

class LedgerTest : public ::testing::TestWithParam<sql::Engine> {
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

/// Both engines, for INSTANTIATE_TEST_SUITE_P.
inline auto engines() {
    return ::testing::Values(sql::Engine::sqlite, sql::Engine::postgresql);
}
using sql::testing::engine_name;

}  // namespace exeat::ledger::testing
