// Hearing NOTIFY on a connection and a thread of its own, through every loss of that connection.
// Called by the PostgreSQL database. Refuses to send.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <string_view>
#include <thread>

#include "platform/sql/listeners.h"
#include "platform/sql/postgresql_address.h"
#include "platform/sql/postgresql_connection.h"

namespace exeat::sql {

class PostgresqlListener {
public:
    explicit PostgresqlListener(const PostgresqlAddress& address);
    ~PostgresqlListener();
    PostgresqlListener(const PostgresqlListener&) = delete;
    PostgresqlListener& operator=(const PostgresqlListener&) = delete;

    /// Returns when notifications are heard from now on, or at once when the server is away.
    [[nodiscard]] std::shared_ptr<void> listen(std::string_view channel, std::function<void(std::string_view)> hear);

private:
    enum class State : std::uint8_t { starting, connected, away };

    void serve();
    void wake();
    void connect();
    bool listen_to_new_channels();
    void wait(int attempt_pause_ms);
    void set_state(State state);

    const PostgresqlAddress address_;
    const std::shared_ptr<Listeners> listeners_ = std::make_shared<Listeners>();
    int wake_event_;

    std::mutex mutex_;
    std::condition_variable changed_;
    State state_ = State::starting;
    std::set<std::string, std::less<>> heard_;  // the channels that this connection listens to
    std::atomic<bool> stopping_ = false;

    // Of the thread alone.
    std::unique_ptr<PostgresqlConnection> connection_;
    bool may_have_missed_ = false;
    int failures_ = 0;

    std::thread thread_;  // started by the first listener
};

}  // namespace exeat::sql
