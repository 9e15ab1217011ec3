// What a function sees of a PostgreSQL connection while it is inside a transaction.
// Called by the PostgreSQL database. Refuses to begin or end transactions.
#pragma once

#include <functional>
#include <optional>
#include <utility>
#include <vector>

#include "platform/sql/database.h"
#include "platform/sql/doom.h"
#include "platform/sql/postgresql_connection.h"

namespace exeat::sql {

class PostgresqlTransaction final : public Transaction {
public:
    PostgresqlTransaction(PostgresqlConnection& connection, int stream) : connection_(connection), stream_(stream) {}

    using Session::change;
    using Session::query;
    Result<Rows> query(std::string_view statement, std::span<const Parameter> parameters) override {
        return doom_.unless_doomed([&] { return noted(connection_.query(statement, parameters)); });
    }
    Result<std::int64_t> change(std::string_view statement, std::span<const Parameter> parameters) override {
        return doom_.unless_doomed([&] { return noted(connection_.change(statement, parameters)); });
    }
    [[nodiscard]] Engine engine() const override { return Engine::postgresql; }
    [[nodiscard]] int stream() const override { return stream_; }
    void after_commit(std::function<void()> then) override { after_.push_back(std::move(then)); }

    [[nodiscard]] Done verdict(Done said) const { return doom_.verdict(std::move(said)); }
    /// What can be done about the statement that failed, if one did.
    [[nodiscard]] Recovery recovery() const { return recovery_; }
    [[nodiscard]] std::vector<std::function<void()>> take_after() { return std::move(after_); }

private:
    template <class T>
    Result<T> noted(OrFailure<T> answer) {
        if (answer) return std::move(*answer);
        recovery_ = answer.error().recovery;
        return std::unexpected(std::move(answer.error().error));
    }

    PostgresqlConnection& connection_;
    int stream_;
    Doom doom_;
    Recovery recovery_ = Recovery::none;
    std::vector<std::function<void()>> after_;
};

}  // namespace exeat::sql
