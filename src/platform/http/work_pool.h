// Threads that run what is handed to them, in order, with a bounded queue for new requests. Called by the connection.
// Refuses to know what runs.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace exeat::http {

class WorkPool {
public:
    using Job = std::move_only_function<void()>;
    /// The first job of a request needs a reservation; the next ones are never refused, there is one a connection.
    enum class Step : std::uint8_t { first, next };

    /// `queue`: how many first steps may wait.
    WorkPool(const std::string& name, int threads, std::size_t queue);
    /// Runs what is queued, then ends.
    ~WorkPool();
    WorkPool(const WorkPool&) = delete;
    WorkPool& operator=(const WorkPool&) = delete;

    /// A place in the queue for one first step, which must follow. False: the queue is full.
    [[nodiscard]] bool reserve();
    void push(Step step, Job job);
    /// First steps that wait.
    [[nodiscard]] std::size_t waiting() const;

private:
    struct Entry {
        Step step = Step::first;
        Job job;
    };
    void run();

    mutable std::mutex mutex_;
    std::condition_variable ready_;
    std::deque<Entry> entries_;
    std::size_t queue_;
    std::size_t waiting_ = 0;
    bool stopping_ = false;
    std::vector<std::thread> threads_;
};

}  // namespace exeat::http
