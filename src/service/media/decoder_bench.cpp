// Pictures a second through the whole way: request, fork, sandbox, decoding, answer, checks. EXEAT_BENCH_PICTURE names
// the file (a JPEG), EXEAT_MEDIA the program.
#include <benchmark/benchmark.h>
#include <fcntl.h>
#include <unistd.h>

#include <cstdlib>
#include <memory>
#include <string>

#include "service/media/decoder.h"

namespace {

using namespace exeat::media;

std::string named(const char* variable) {
    const char* value = std::getenv(variable);
    return value == nullptr ? "" : value;
}

/// One decoder's process for all threads, as in the server.
Decoder& decoder() {
    static Decoder one({named("EXEAT_MEDIA"), 60'000});
    return one;
}

void thumbnail(benchmark::State& state) {
    const auto path = named("EXEAT_BENCH_PICTURE");
    Request request;
    request.outputs = {{static_cast<std::uint32_t>(state.range(0)), Marking::clean}};
    for (auto _ : state) {
        const int file = open(path.c_str(), O_RDONLY | O_CLOEXEC);
        const auto made = decoder().make(request, file);
        close(file);
        if (!made) {
            state.SkipWithError(made.error().detail.c_str());
            break;
        }
    }
    state.SetItemsProcessed(state.iterations());
}

}  // namespace

BENCHMARK(thumbnail)->Arg(480)->Arg(1600)->UseRealTime()->Unit(benchmark::kMillisecond);
BENCHMARK(thumbnail)->Arg(480)->Threads(2)->UseRealTime()->Unit(benchmark::kMillisecond);
