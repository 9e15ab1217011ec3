// One thread that serves sockets: its event loop, its connections, their deadlines. Called by the server; the header is
// for the sources of this module that work with Asio, and for nobody else.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>
#include <string>
#include <thread>
#include <vector>

#include "platform/http/block_memory.h"
#include "platform/http/descriptor.h"
#include "platform/http/server_state.h"

namespace exeat::http {

class Connection;

using Executor = boost::asio::io_context::executor_type;
template <class T>
using Task = boost::asio::awaitable<T, Executor>;
inline constexpr boost::asio::use_awaitable_t<Executor> k_await{};
using Steady = std::chrono::steady_clock;
using Timer = boost::asio::basic_waitable_timer<Steady, boost::asio::wait_traits<Steady>, Executor>;

enum class Transport : std::uint8_t { tcp, local };
/// `over`: the server has as many connections as it may have; this one gets a 503 and goes.
enum class Room : std::uint8_t { free, over };

/// A socket fresh from the listener.
struct Accepted {
    Descriptor socket;
    Address peer;
    Transport transport;
    Room room;
    ConnectionSlot slot;
};

class IoThread {
public:
    explicit IoThread(ServerState& state);
    ~IoThread();

    void start(const std::string& name);
    /// Serves a socket from now on. Any thread.
    void adopt(Accepted accepted);
    /// Ends connections that wait for a request, the others after their answer. Any thread.
    void end_idle();
    /// Resets every connection. Any thread.
    void reset_all();
    /// Ends the loop and the thread. Any other thread.
    void stop();

    // For connections, on this thread.
    [[nodiscard]] ServerState& state() { return state_; }
    [[nodiscard]] Executor executor() { return context_.get_executor(); }
    [[nodiscard]] BlockMemory& memory() { return memory_; }
    [[nodiscard]] std::string_view date();
    /// Waits for about one tick of the deadlines.
    [[nodiscard]] Task<void> pause();
    void enter(Connection& connection);
    void leave(Connection& connection);

private:
    void tick();
    void schedule_tick();

    ServerState& state_;
    boost::asio::io_context context_{1};
    boost::asio::executor_work_guard<Executor> guard_;
    Timer timer_;
    std::chrono::milliseconds period_;
    std::vector<Connection*> connections_;
    bool ticking_ = false;
    std::size_t ticks_ = 0;
    BlockMemory memory_;
    std::int64_t date_second_ = -1;
    std::string date_;
    std::thread thread_;
};

}  // namespace exeat::http
