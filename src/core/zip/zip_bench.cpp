// What the layout of a large archive costs: to make it, and to walk over all of its own bytes.
#include <benchmark/benchmark.h>

#include "core/zip/layout.h"

namespace exeat::zip {
namespace {

std::vector<Entry> entries(std::int64_t count) {
    std::vector<Entry> all;
    for (std::int64_t i = 0; i < count; ++i) {
        all.push_back(
            {"Campaign/photographs/harbour " + std::to_string(i) + ".jpg", 1 << 20, 1, Instant{1'795'262'400'000}});
    }
    return all;
}

void make_layout(benchmark::State& state) {
    const auto all = entries(state.range(0));
    for (auto _ : state) benchmark::DoNotOptimize(Layout::make(all));
    state.SetItemsProcessed(state.iterations() * state.range(0));
}

void walk(benchmark::State& state) {
    const auto layout = Layout::make(entries(state.range(0)));
    for (auto _ : state) {
        auto cursor = layout->segments(0, ~0ULL);
        while (auto segment = cursor.next()) benchmark::DoNotOptimize(segment);
    }
    state.SetItemsProcessed(state.iterations() * state.range(0));
}

void find_place(benchmark::State& state) {
    const auto layout = Layout::make(entries(state.range(0)));
    for (auto _ : state) {
        auto cursor = layout->segments(layout->total_length() / 3, 1000);
        benchmark::DoNotOptimize(cursor.next());
    }
}

BENCHMARK(make_layout)->Arg(1000)->Arg(100'000);
BENCHMARK(walk)->Arg(1000)->Arg(100'000);
BENCHMARK(find_place)->Arg(100'000);

}  // namespace
}  // namespace exeat::zip
