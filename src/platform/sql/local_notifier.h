// Notifications inside one process: a queue and the one thread that calls the listeners.
// Called by the SQLite database, which no other node uses. Refuses to know SQL.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <utility>

#include "platform/sql/listeners.h"

namespace exeat::sql {

class LocalNotifier {
public:
    LocalNotifier() = default;
    /// What is queued is not delivered any more.
    ~LocalNotifier();
    LocalNotifier(const LocalNotifier&) = delete;
    LocalNotifier& operator=(const LocalNotifier&) = delete;

    void notify(std::string_view channel, std::string_view payload);
    [[nodiscard]] std::shared_ptr<void> listen(std::string_view channel, std::function<void(std::string_view)> hear);

private:
    void serve();

    std::shared_ptr<Listeners> listeners_ = std::make_shared<Listeners>();
    std::mutex mutex_;
    std::condition_variable something_to_do_;
    std::deque<std::pair<std::string, std::string>> queue_;
    bool stopping_ = false;
    std::thread thread_;  // started by the first listener
};

}  // namespace exeat::sql
