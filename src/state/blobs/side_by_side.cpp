#include "state/blobs/side_by_side.h"

#include <algorithm>
#include <atomic>
#include <system_error>
#include <thread>
#include <vector>

namespace exeat::blobs {
namespace {

// More than this many waiting at once gained nothing.
constexpr std::size_t k_threads = 8;

}  // namespace

void run_side_by_side(std::size_t count, const std::function<void(std::size_t)>& work) {
    std::atomic<std::size_t> next{0};
    const auto run = [&] {
        for (auto i = next.fetch_add(1); i < count; i = next.fetch_add(1)) work(i);
    };
    std::vector<std::jthread> threads;
    try {
        while (threads.size() + 1 < std::min(count, k_threads)) threads.emplace_back(run);
    } catch (const std::system_error&) {
        // No more threads to be had: those that there are do it all, this one among them.
    }
    run();
}

}  // namespace exeat::blobs
