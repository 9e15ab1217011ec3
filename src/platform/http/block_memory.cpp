#include "platform/http/block_memory.h"

#include <utility>

namespace exeat::http {
namespace {

constexpr std::size_t k_small = 256U << 10U;
constexpr std::size_t k_large = 1U << 20U;
constexpr std::size_t k_most_small_kept = 64;
constexpr std::size_t k_most_large_kept = 16;

}  // namespace

BlockMemory::Lease BlockMemory::take(std::size_t least) {
    asked_ = true;
    Lease lease;
    lease.capacity = least <= k_small ? k_small : least <= k_large ? k_large : least;
    auto* kept = lease.capacity == k_small ? &small_ : lease.capacity == k_large ? &large_ : nullptr;
    if (kept && !kept->empty()) {
        lease.bytes = std::move(kept->back());
        kept->pop_back();
    } else {
        lease.bytes = std::make_unique_for_overwrite<char[]>(lease.capacity);
    }
    used_.fetch_add(lease.capacity, std::memory_order_relaxed);
    return lease;
}

void BlockMemory::give_back(Lease lease) {
    if (!lease.bytes) return;
    used_.fetch_sub(lease.capacity, std::memory_order_relaxed);
    if (lease.capacity == k_small && small_.size() < k_most_small_kept) small_.push_back(std::move(lease.bytes));
    if (lease.capacity == k_large && large_.size() < k_most_large_kept) large_.push_back(std::move(lease.bytes));
}

void BlockMemory::trim() {
    if (!std::exchange(asked_, false)) clear();
}

void BlockMemory::clear() {
    small_.clear();
    large_.clear();
}

}  // namespace exeat::http
