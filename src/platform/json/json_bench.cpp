// What a page of 50 cards costs to write, and a body to read, in process on one core.
#include <benchmark/benchmark.h>

#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>

#include "platform/json/parse.h"
#include "platform/json/read.h"
#include "platform/json/write.h"

namespace exeat::json_bench {

enum class Lock : std::uint8_t { inherit, locked, unlocked };
BOOST_DESCRIBE_ENUM(Lock, inherit, locked, unlocked)

struct Why {
    std::string gate = "protection";
    std::string text = "This library is protected: ask for it, and an owner decides.";
};
BOOST_DESCRIBE_STRUCT(Why, (), (gate, text))

struct Card {
    AssetId id;
    FolderId folder;
    std::string name = "A photograph of the harbour at night.jpg";
    Instant created_at{1'795'262'400'000};
    std::optional<Instant> available_until;
    std::int64_t size = 204'800;
    std::string type = "image/jpeg";
    Lock lock = Lock::inherit;
    std::vector<std::string> can{"view", "download", "share"};
    std::optional<Why> why = Why{};
    std::map<std::string, std::vector<std::string>> attributes{{"Keywords", {"harbour", "night"}}};
};
BOOST_DESCRIBE_STRUCT(Card, (), (id, folder, name, created_at, available_until, size, type, lock, can, why, attributes))

struct Page {
    std::vector<Card> items = std::vector<Card>(50);
    std::optional<std::string> next = "c2Vjb25k";
};
BOOST_DESCRIBE_STRUCT(Page, (), (items, next))

namespace {

void page_to_text(benchmark::State& state) {
    const Page page;
    std::size_t bytes = 0;
    for (auto _ : state) {
        const auto text = json::to_text(page);
        benchmark::DoNotOptimize(text.data());
        bytes += text.size();
    }
    state.SetBytesProcessed(static_cast<std::int64_t>(bytes));
}

void page_from_text(benchmark::State& state) {
    const auto text = json::to_text(Page{});
    for (auto _ : state) benchmark::DoNotOptimize(json::from_text<Page>(text));
    state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(text.size()));
}

void page_parsed_only(benchmark::State& state) {
    const auto text = json::to_text(Page{});
    for (auto _ : state) benchmark::DoNotOptimize(json::parse(text));
    state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(text.size()));
}

void page_by_tree(benchmark::State& state) {
    const Page page;
    for (auto _ : state) benchmark::DoNotOptimize(boost::json::serialize(json::to_value(page)));
}

BENCHMARK(page_to_text);
BENCHMARK(page_from_text);
BENCHMARK(page_parsed_only);
BENCHMARK(page_by_tree);

}  // namespace
}  // namespace exeat::json_bench
