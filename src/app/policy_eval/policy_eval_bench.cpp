// Cases a second, over the cases of the contract again and again.
#include <benchmark/benchmark.h>

#include <fstream>
#include <sstream>
#include <string>

#include "app/policy_eval/policy_eval.h"

namespace exeat::policy_eval {
namespace {

/// 20,000 cases, as lines. The folder of the sources is the working folder, or above it by one or two.
std::string many_cases() {
    std::string once;
    for (const char* folder : {"", "../", "../../"}) {
        std::ifstream file(std::string(folder) + "tests/policy/policy-cases.jsonl");
        for (std::string line; std::getline(file, line);) once += line + "\n";
        if (!once.empty()) break;
    }
    std::string lines;
    for (int i = 0; i < 32; ++i) lines += once;
    return lines;
}

void cases_a_second(benchmark::State& state) {
    const std::string lines = many_cases();
    if (lines.empty()) {
        state.SkipWithError("run me from the folder of the sources");
        return;
    }
    for (auto _ : state) {
        std::istringstream in(lines);
        std::ostringstream out;
        std::ostringstream err;
        benchmark::DoNotOptimize(run_policy_eval(in, out, err, static_cast<unsigned>(state.range(0))));
    }
    state.SetItemsProcessed(state.iterations() * 32 * 625);
}
BENCHMARK(cases_a_second)->Arg(1)->Arg(2)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
}  // namespace exeat::policy_eval
