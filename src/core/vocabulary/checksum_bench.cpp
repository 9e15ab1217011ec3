// How many bytes a second each way to compute a checksum takes in, on one core.
#include <benchmark/benchmark.h>

#include <string>

#include "core/vocabulary/checksum_kernels.h"

namespace exeat::checksum {
namespace {

using Kernel = std::uint32_t (*)(std::uint32_t, std::string_view);

void take_in(benchmark::State& state, Kernel kernel) {
    const std::string bytes(static_cast<std::size_t>(state.range(0)), 'x');
    std::uint32_t crc = 0;
    for (auto _ : state) benchmark::DoNotOptimize(crc = kernel(crc, bytes));
    state.SetBytesProcessed(state.iterations() * state.range(0));
}

BENCHMARK_CAPTURE(take_in, crc32_by_table, &crc32_by_table)->Arg(1 << 20);
BENCHMARK_CAPTURE(take_in, crc32_by_hardware, &crc32_by_hardware)->Arg(200)->Arg(4096)->Arg(1 << 20);
BENCHMARK_CAPTURE(take_in, crc32c_by_table, &crc32c_by_table)->Arg(1 << 20);
BENCHMARK_CAPTURE(take_in, crc32c_by_hardware, &crc32c_by_hardware)->Arg(200)->Arg(4096)->Arg(1 << 20);

}  // namespace
}  // namespace exeat::checksum
