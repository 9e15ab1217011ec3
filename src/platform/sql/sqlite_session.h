// What a function sees of a SQLite connection while it is inside a transaction.
// Called by the SQLite writer and database. Refuses to begin or end transactions.
#pragma once

#include <functional>
#include <utility>
#include <vector>

#include "platform/sql/database.h"
#include "platform/sql/doom.h"
#include "platform/sql/sqlite_connection.h"

namespace exeat::sql {

class SqliteSession final : public Session {
public:
    explicit SqliteSession(SqliteConnection& connection) : connection_(connection) {}

    using Session::change;
    using Session::query;
    Result<Rows> query(std::string_view statement, std::span<const Parameter> parameters) override {
        return doom_.unless_doomed([&] { return connection_.query(statement, parameters); });
    }
    Result<std::int64_t> change(std::string_view statement, std::span<const Parameter> parameters) override {
        return doom_.unless_doomed([&] { return connection_.change(statement, parameters); });
    }
    [[nodiscard]] Engine engine() const override { return Engine::sqlite; }
    [[nodiscard]] Done verdict(Done said) const { return doom_.verdict(std::move(said)); }

private:
    SqliteConnection& connection_;
    Doom doom_;
};

class SqliteTransaction final : public Transaction {
public:
    explicit SqliteTransaction(SqliteConnection& connection) : session_(connection) {}

    using Session::change;
    using Session::query;
    Result<Rows> query(std::string_view statement, std::span<const Parameter> parameters) override {
        return session_.query(statement, parameters);
    }
    Result<std::int64_t> change(std::string_view statement, std::span<const Parameter> parameters) override {
        return session_.change(statement, parameters);
    }
    [[nodiscard]] Engine engine() const override { return Engine::sqlite; }
    [[nodiscard]] int stream() const override { return 1; }
    void after_commit(std::function<void()> then) override { after_.push_back(std::move(then)); }

    [[nodiscard]] Done verdict(Done said) const { return session_.verdict(std::move(said)); }
    [[nodiscard]] std::vector<std::function<void()>> take_after() { return std::move(after_); }

private:
    SqliteSession session_;
    std::vector<std::function<void()>> after_;
};

}  // namespace exeat::sql
