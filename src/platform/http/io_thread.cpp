#include "platform/http/io_thread.h"

#include <pthread.h>
#include <ctime>

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>

#include "platform/http/connection.h"
#include "platform/http/response_head.h"

namespace exeat::http {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;
using std::chrono::milliseconds;

/// Deadlines are looked at so often: a quarter of the shortest, within reason.
milliseconds tick_period(const ServerOptions& options) {
    const auto shortest =
        std::min({options.header_deadline, options.idle_deadline, options.stall_interval, options.linger_deadline});
    return std::clamp(shortest / 4, milliseconds(5), milliseconds(250));
}

constexpr std::size_t k_ticks_between_trims = 20;

}  // namespace

IoThread::IoThread(ServerState& state)
    : state_(state),
      guard_(context_.get_executor()),
      timer_(context_.get_executor()),
      period_(tick_period(state.options)),
      memory_(state.send_memory) {}

IoThread::~IoThread() {
    stop();
}

void IoThread::start(const std::string& name) {
    thread_ = std::thread([this] { context_.run(); });
    pthread_setname_np(thread_.native_handle(), name.c_str());
}

void IoThread::stop() {
    guard_.reset();
    context_.stop();
    if (thread_.joinable()) thread_.join();
}

void IoThread::adopt(Accepted accepted) {
    asio::post(context_, [this, accepted = std::move(accepted)]() mutable {
        auto connection = std::make_shared<Connection>(*this, std::move(accepted));
        asio::co_spawn(
            context_, [connection] { return connection->run(); },
            [this](const std::exception_ptr& thrown) {
                if (!thrown) return;
                state_.log(Severity::error, {}, "a connection ended by an exception");
            });
    });
}

void IoThread::end_idle() {
    asio::post(context_, [this] {
        const auto all = connections_;
        for (auto* connection : all) connection->end_when_idle();
    });
}

void IoThread::reset_all() {
    asio::post(context_, [this] {
        const auto all = connections_;
        for (auto* connection : all) connection->reset();
    });
}

std::string_view IoThread::date() {
    timespec now{};
    clock_gettime(CLOCK_REALTIME_COARSE, &now);
    if (now.tv_sec != date_second_) {
        date_second_ = now.tv_sec;
        date_ = http_date(now.tv_sec);
    }
    return date_;
}

Task<void> IoThread::pause() {
    Timer timer(context_.get_executor());
    timer.expires_after(period_);
    error_code error;
    co_await timer.async_wait(asio::redirect_error(k_await, error));
}

void IoThread::enter(Connection& connection) {
    connection.place = connections_.size();
    connections_.push_back(&connection);
    if (!ticking_) schedule_tick();
}

void IoThread::leave(Connection& connection) {
    connections_[connection.place] = connections_.back();
    connections_[connection.place]->place = connection.place;
    connections_.pop_back();
}

void IoThread::schedule_tick() {
    ticking_ = true;
    timer_.expires_after(period_);
    timer_.async_wait([this](error_code error) {
        if (!error) tick();
    });
}

void IoThread::tick() {
    const auto now = Steady::now();
    for (auto* connection : connections_) connection->on_tick(now);
    if (++ticks_ % k_ticks_between_trims == 0) memory_.trim();
    if (connections_.empty()) {
        memory_.clear();
        ticking_ = false;
    } else {
        schedule_tick();
    }
}

}  // namespace exeat::http
