#include "platform/sql/postgresql_listener.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <utility>

#include "platform/sql/reachability.h"

namespace exeat::sql {
namespace {

constexpr std::chrono::milliseconds k_first_pause{100};
constexpr std::chrono::milliseconds k_longest_pause{2000};
constexpr std::chrono::seconds k_patience{5};

}  // namespace

PostgresqlListener::PostgresqlListener(const PostgresqlAddress& address)
    : address_(address), wake_event_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {}

PostgresqlListener::~PostgresqlListener() {
    stopping_ = true;
    wake();
    if (thread_.joinable()) thread_.join();
    ::close(wake_event_);
}

void PostgresqlListener::wake() {
    const std::uint64_t one = 1;
    (void)!::write(wake_event_, &one, sizeof one);
}

std::shared_ptr<void> PostgresqlListener::listen(std::string_view channel, std::function<void(std::string_view)> hear) {
    auto handle = listeners_->add(std::string(channel), std::move(hear));
    std::unique_lock lock(mutex_);
    if (!thread_.joinable()) thread_ = std::thread([this] { serve(); });
    if (thread_.get_id() == std::this_thread::get_id()) return handle;  // a listener adds one: heard after its call
    wake();
    changed_.wait_for(lock, k_patience, [&] { return state_ == State::away || heard_.contains(channel); });
    return handle;
}

void PostgresqlListener::set_state(State state) {
    {
        const std::scoped_lock lock(mutex_);
        state_ = state;
        if (state != State::connected) heard_.clear();
    }
    changed_.notify_all();
}

void PostgresqlListener::serve() {
    while (!stopping_) {
        if (!connection_) connect();
        if (connection_ && !listen_to_new_channels()) continue;
        if (connection_ && std::exchange(may_have_missed_, false)) listeners_->deliver_missed();
        const auto pause = backoff(failures_ - 1, k_first_pause, k_longest_pause);
        wait(connection_ ? -1 : static_cast<int>(pause.count() / 1000));
        if (!connection_) continue;
        const auto notifications = connection_->notifications();
        if (!notifications) {
            connection_.reset();
            may_have_missed_ = true;
            set_state(State::away);
            continue;
        }
        for (const auto& [channel, payload] : *notifications) listeners_->deliver(channel, payload);
    }
}

void PostgresqlListener::connect() {
    auto made = PostgresqlConnection::connect(address_);
    if (!made) {
        ++failures_;
        may_have_missed_ = true;
        set_state(State::away);
        return;
    }
    failures_ = 0;
    connection_ = std::move(*made);
    set_state(State::connected);
}

bool PostgresqlListener::listen_to_new_channels() {
    for (const auto& channel : listeners_->channels()) {
        {
            const std::scoped_lock lock(mutex_);
            if (heard_.contains(channel)) continue;
        }
        if (auto done = connection_->run("listen " + PostgresqlConnection::quoted_name(channel)); !done) {
            connection_.reset();
            may_have_missed_ = true;
            set_state(State::away);
            return false;
        }
        {
            const std::scoped_lock lock(mutex_);
            heard_.insert(channel);
        }
        changed_.notify_all();
    }
    return true;
}

void PostgresqlListener::wait(int attempt_pause_ms) {
    std::array<pollfd, 2> waiting = {pollfd{wake_event_, POLLIN, 0},
                                     {connection_ ? connection_->socket() : -1, POLLIN, 0}};
    ::poll(waiting.data(), waiting.size(), attempt_pause_ms);
    std::uint64_t count = 0;
    (void)!::read(wake_event_, &count, sizeof count);
}

}  // namespace exeat::sql
