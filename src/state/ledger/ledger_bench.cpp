// What an entry costs beside the transaction it is part of, on a durable SQLite file.
#include <benchmark/benchmark.h>

#include <cstdlib>
#include <filesystem>
#include <memory>

#include "platform/sql/database.h"
#include "state/ledger/ledger.h"
#include "state/ledger/schema.h"
#include "state/ledger/verify.h"

namespace exeat::ledger {
namespace {

struct Place {
    Place() {
        folder = std::filesystem::temp_directory_path().string() + "/exeat-bench-XXXXXX";
        if (::mkdtemp(folder.data()) == nullptr) std::abort();
        database = std::move(*sql::open_sqlite({.file = folder + "/bench.db"}));
        const std::vector migrations{
            sql::Migration{1, "rows", "create table rows (id {identity}, text text not null) {strict}"}, migration()};
        if (!database->migrate(migrations)) std::abort();
    }
    ~Place() {
        database.reset();
        std::filesystem::remove_all(folder);
    }
    std::string folder;
    std::unique_ptr<sql::Database> database;
};

std::shared_ptr<Place> place;

void make_place(const benchmark::State&) {
    place = std::make_shared<Place>();
}
void drop_place(const benchmark::State&) {
    place.reset();
}

Entry entry() {
    return {.kind = "delivery_opened",
            .actor = "01jt0000000000000000000000",
            .asset = AssetId{},
            .body = std::string(300, 'x'),
            .at = Instant{1'764'000'000'000}};
}

void a_row_alone(benchmark::State& state) {
    for (auto _ : state) {
        const auto done = place->database->write([](sql::Transaction& transaction) -> Result<std::int64_t> {
            return transaction.change("insert into rows (text) values ($1)", {std::string(300, 'x')});
        });
        if (!done) std::abort();
    }
    state.SetItemsProcessed(state.iterations());
}
BENCHMARK(a_row_alone)->Setup(make_place)->Teardown(drop_place)->Threads(1)->Threads(8)->UseRealTime();

void a_row_and_an_entry(benchmark::State& state) {
    for (auto _ : state) {
        const auto done = place->database->write([](sql::Transaction& transaction) -> Done {
            EXEAT_TRY(transaction.change("insert into rows (text) values ($1)", {std::string(300, 'x')}));
            EXEAT_TRY(append(transaction, entry()));
            return {};
        });
        if (!done) std::abort();
    }
    state.SetItemsProcessed(state.iterations());
}
BENCHMARK(a_row_and_an_entry)->Setup(make_place)->Teardown(drop_place)->Threads(1)->Threads(8)->UseRealTime();

void append_500_in_a_transaction(benchmark::State& state) {
    const std::vector<Entry> entries(500, entry());
    for (auto _ : state) {
        if (!place->database->write([&](sql::Transaction& transaction) { return append_all(transaction, entries); })) {
            std::abort();
        }
    }
    state.SetItemsProcessed(state.iterations() * 500);
}
BENCHMARK(append_500_in_a_transaction)->Setup(make_place)->Teardown(drop_place)->UseRealTime();

void verify_entries(benchmark::State& state) {
    const std::vector<Entry> entries(500, entry());
    for (int i = 0; i < 40; ++i) {
        (void)place->database->write([&](sql::Transaction& transaction) { return append_all(transaction, entries); });
    }
    for (auto _ : state) {
        if (verify(*place->database, {}).value().flaw) std::abort();
    }
    state.SetItemsProcessed(state.iterations() * 500 * 40);
}
BENCHMARK(verify_entries)->Setup(make_place)->Teardown(drop_place)->UseRealTime();

}  // namespace
}  // namespace exeat::ledger
