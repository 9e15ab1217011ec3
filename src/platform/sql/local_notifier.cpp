#include "platform/sql/local_notifier.h"

namespace exeat::sql {

LocalNotifier::~LocalNotifier() {
    {
        const std::scoped_lock lock(mutex_);
        stopping_ = true;
    }
    something_to_do_.notify_one();
    if (thread_.joinable()) thread_.join();
}

void LocalNotifier::notify(std::string_view channel, std::string_view payload) {
    {
        const std::scoped_lock lock(mutex_);
        if (!thread_.joinable()) return;
        queue_.emplace_back(channel, payload);
    }
    something_to_do_.notify_one();
}

std::shared_ptr<void> LocalNotifier::listen(std::string_view channel, std::function<void(std::string_view)> hear) {
    auto handle = listeners_->add(std::string(channel), std::move(hear));
    const std::scoped_lock lock(mutex_);
    if (!thread_.joinable()) thread_ = std::thread([this] { serve(); });
    return handle;
}

void LocalNotifier::serve() {
    std::unique_lock lock(mutex_);
    while (!stopping_) {
        something_to_do_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
        std::deque<std::pair<std::string, std::string>> heard;
        heard.swap(queue_);
        lock.unlock();
        for (const auto& [channel, payload] : heard) listeners_->deliver(channel, payload);
        lock.lock();
    }
}

}  // namespace exeat::sql
