#include "platform/http/work_pool.h"

#include <pthread.h>

namespace exeat::http {

WorkPool::WorkPool(const std::string& name, int threads, std::size_t queue) : queue_(queue) {
    for (int i = 0; i < threads; ++i) {
        threads_.emplace_back([this] { run(); });
        pthread_setname_np(threads_.back().native_handle(), name.c_str());
    }
}

WorkPool::~WorkPool() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    ready_.notify_all();
    for (auto& thread : threads_) thread.join();
}

bool WorkPool::reserve() {
    const std::lock_guard lock(mutex_);
    if (waiting_ >= queue_) return false;
    ++waiting_;
    return true;
}

void WorkPool::push(Step step, Job job) {
    {
        const std::lock_guard lock(mutex_);
        entries_.push_back({step, std::move(job)});
    }
    ready_.notify_one();
}

std::size_t WorkPool::waiting() const {
    const std::lock_guard lock(mutex_);
    return waiting_;
}

void WorkPool::run() {
    std::unique_lock lock(mutex_);
    while (true) {
        ready_.wait(lock, [this] { return stopping_ || !entries_.empty(); });
        if (entries_.empty()) return;
        Entry entry = std::move(entries_.front());
        entries_.pop_front();
        if (entry.step == Step::first) --waiting_;
        lock.unlock();
        entry.job();
        entry.job = nullptr;
        lock.lock();
    }
}

}  // namespace exeat::http
