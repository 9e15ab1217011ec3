// Durable small writes a second: one row of 100 bytes a transaction, by 1 and by 8 threads, on a disk that is synced.
#include <benchmark/benchmark.h>

#include <atomic>
#include <memory>

#include "platform/sql/testing/both_engines.h"

namespace exeat::sql {
namespace {

using testing::Durability;
using testing::TestFolder;
using testing::TestPostgres;

/// One database for the threads of one measurement; the first thread makes and ends it.
template <Engine engine>
class Writes : public benchmark::Fixture {
public:
    void SetUp(benchmark::State& state) override {
        if (state.thread_index() != 0) return;
        folder_ = std::make_unique<TestFolder>(Durability::durable);
        if (engine == Engine::postgresql) server_ = std::make_unique<TestPostgres>(Durability::durable);
        auto opened = engine == Engine::sqlite
                          ? open_sqlite({.file = folder_->file("bench.db")})
                          : open_postgresql({.url = server_->new_database(), .writers = 8, .readers = 1});
        if (!opened) throw std::runtime_error(opened.error().text);
        database_ = std::move(*opened);
        const std::vector<Migration> tables = {
            {1, "item", "create table item (id {bigint} primary key, text text not null) {strict}"}};
        if (auto done = database_->migrate(tables); !done) throw std::runtime_error(done.error().detail);
    }

    void TearDown(benchmark::State& state) override {
        if (state.thread_index() != 0) return;
        database_.reset();
        server_.reset();
        folder_.reset();
    }

protected:
    void add_items(benchmark::State& state, Isolation isolation) {
        const std::string text(100, 'x');
        for (auto _ : state) {
            const auto done = database_->write(
                [&](Transaction& transaction) -> Done {
                    EXEAT_TRY(
                        transaction.change("insert into item (id, text) values ($1, $2)", {next_.fetch_add(1), text}));
                    return {};
                },
                isolation);
            if (!done) state.SkipWithError(done.error().detail.c_str());
        }
        state.SetItemsProcessed(state.iterations());
    }

private:
    std::unique_ptr<TestFolder> folder_;
    std::unique_ptr<TestPostgres> server_;
    std::unique_ptr<Database> database_;
    std::atomic<std::int64_t> next_ = 0;
};

BENCHMARK_TEMPLATE_DEFINE_F(Writes, Sqlite, Engine::sqlite)(benchmark::State& state) {
    add_items(state, Isolation::serializable);
}
BENCHMARK_TEMPLATE_DEFINE_F(Writes, Postgresql, Engine::postgresql)(benchmark::State& state) {
    add_items(state, Isolation::serializable);
}
BENCHMARK_TEMPLATE_DEFINE_F(Writes, PostgresqlReadCommitted, Engine::postgresql)(benchmark::State& state) {
    add_items(state, Isolation::read_committed);
}
BENCHMARK_REGISTER_F(Writes, Sqlite)->Threads(1)->Threads(8)->UseRealTime()->MinTime(2);
BENCHMARK_REGISTER_F(Writes, Postgresql)->Threads(1)->Threads(8)->UseRealTime()->MinTime(2);
BENCHMARK_REGISTER_F(Writes, PostgresqlReadCommitted)->Threads(1)->Threads(8)->UseRealTime()->MinTime(2);

}  // namespace
}  // namespace exeat::sql
