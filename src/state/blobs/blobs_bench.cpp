// Hashing, and durable files of 200 KB a second beside their peer: write, fsync and close of each.
// The folder to write in is EXEAT_BENCH_FOLDER, else the temporary one (which should not be in memory).
#include <benchmark/benchmark.h>
#include <fcntl.h>
#include <unistd.h>

#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <memory>

#include "state/blobs/blobs.h"
#include "state/blobs/content_hash.h"

namespace exeat::blobs {
namespace {

constexpr std::size_t k_size = 200 * 1024;

/// A folder for one benchmark, with a count so that no two files are the same.
struct Place {
    Place() {
        const char* chosen = std::getenv("EXEAT_BENCH_FOLDER");
        folder = (chosen != nullptr ? std::string(chosen) : std::filesystem::temp_directory_path().string()) +
                 "/exeat-bench-XXXXXX";
        if (::mkdtemp(folder.data()) == nullptr) std::abort();
        blobs = std::move(*open_local({folder}));
    }
    ~Place() { std::filesystem::remove_all(folder); }
    std::string folder;
    std::unique_ptr<Blobs> blobs;
    std::atomic<std::uint64_t> next{0};
};

std::shared_ptr<Place> place;

void make_place(const benchmark::State&) {
    place = std::make_shared<Place>();
}
void drop_place(const benchmark::State&) {
    place.reset();
}

std::string numbered(std::uint64_t number) {
    std::string text(k_size, 'x');
    const auto digits = std::to_string(number);
    text.replace(0, digits.size(), digits);
    return text;
}

std::unique_ptr<Incoming> written(std::string& text) {
    const auto digits = std::to_string(place->next.fetch_add(1));
    text.replace(0, digits.size(), digits);
    auto incoming = std::move(*place->blobs->begin());
    if (!incoming->append(std::as_bytes(std::span(text)))) std::abort();
    return incoming;
}

void hash(benchmark::State& state) {
    const std::string text(k_size, 'x');
    for (auto _ : state) {
        ContentHash hash;
        hash.add(std::as_bytes(std::span(text)));
        benchmark::DoNotOptimize(hash.facts());
    }
    state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(k_size));
}
BENCHMARK(hash);

void peer_write_and_fsync(benchmark::State& state) {
    std::string text = numbered(0);
    for (auto _ : state) {
        const auto path = place->folder + "/peer-" + std::to_string(place->next.fetch_add(1));
        const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
        if (::write(file, text.data(), text.size()) != static_cast<ssize_t>(text.size()) || ::fsync(file) != 0) {
            std::abort();
        }
        ::close(file);
    }
    state.SetItemsProcessed(state.iterations());
}
BENCHMARK(peer_write_and_fsync)->Setup(make_place)->Teardown(drop_place)->Threads(1)->Threads(4)->UseRealTime();

void store_one(benchmark::State& state) {
    std::string text = numbered(0);
    for (auto _ : state) {
        if (!written(text)->finish()) std::abort();
    }
    state.SetItemsProcessed(state.iterations());
}
BENCHMARK(store_one)->Setup(make_place)->Teardown(drop_place)->Threads(1)->Threads(4)->UseRealTime();

void store_many(benchmark::State& state) {
    std::string text = numbered(0);
    const auto count = static_cast<std::size_t>(state.range(0));
    for (auto _ : state) {
        std::vector<std::unique_ptr<Incoming>> many;
        for (std::size_t i = 0; i < count; ++i) many.push_back(written(text));
        for (const auto& stored : place->blobs->finish_many(many)) {
            if (!stored) std::abort();
        }
    }
    state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(store_many)->Setup(make_place)->Teardown(drop_place)->Arg(16)->Arg(64)->Threads(1)->Threads(2)->UseRealTime();

}  // namespace
}  // namespace exeat::blobs
