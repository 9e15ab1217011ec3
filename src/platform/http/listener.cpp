#include "platform/http/listener.h"

#include <netinet/in.h>
#include <sys/socket.h>

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <cerrno>
#include <cstring>

namespace exeat::http {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;

constexpr int k_at_a_time = 64;
/// Beyond the most connections so many more are told that the server is busy; the rest is closed unheard.
constexpr std::int64_t k_told_busy = 128;
constexpr std::chrono::milliseconds k_pause{100};

Address address_of(const sockaddr_storage& peer) {
    Address address;
    if (peer.ss_family == AF_INET6) {
        const auto& six = reinterpret_cast<const sockaddr_in6&>(peer);
        std::memcpy(address.bytes.data(), &six.sin6_addr, address.bytes.size());
    } else if (peer.ss_family == AF_INET) {
        const auto& four = reinterpret_cast<const sockaddr_in&>(peer);
        address.bytes[10] = address.bytes[11] = 0xFF;
        std::memcpy(address.bytes.data() + 12, &four.sin_addr, 4);
    }
    return address;
}

}  // namespace

Listener::Listener(IoThread& thread, Descriptor socket, Transport transport, std::int64_t most_connections,
                   std::function<void(Accepted)> hand_out)
    : thread_(thread),
      socket_(thread.executor(), socket.release()),
      transport_(transport),
      most_connections_(most_connections),
      hand_out_(std::move(hand_out)) {}

void Listener::start() {
    asio::co_spawn(thread_.executor(), [this] { return run(); }, asio::detached);
}

void Listener::stop() {
    asio::post(thread_.executor(), [this] {
        error_code ignored;
        socket_.close(ignored);
    });
}

Task<void> Listener::run() {
    while (socket_.is_open()) {
        error_code error;
        co_await socket_.async_wait(asio::posix::descriptor_base::wait_read, asio::redirect_error(k_await, error));
        if (error) co_return;
        const bool room = accept_waiting();
        if (room) {
            short_of_room_ = false;
            continue;
        }
        // The connection stays in the kernel's queue: without a pause this would spin.
        if (!short_of_room_) thread_.state().log(Severity::warning, {}, "no descriptors left for new connections");
        short_of_room_ = true;
        Timer timer(thread_.executor());
        timer.expires_after(k_pause);
        co_await timer.async_wait(asio::redirect_error(k_await, error));
    }
}

bool Listener::accept_waiting() {
    auto& state = thread_.state();
    for (int i = 0; i < k_at_a_time; ++i) {
        sockaddr_storage peer{};
        socklen_t length = sizeof peer;
        Descriptor socket(::accept4(socket_.native_handle(), reinterpret_cast<sockaddr*>(&peer), &length,
                                    SOCK_NONBLOCK | SOCK_CLOEXEC));
        if (!socket.open()) {
            const int error = errno;
            if (error == EAGAIN || error == EWOULDBLOCK) return true;
            if (error == EMFILE || error == ENFILE || error == ENOBUFS || error == ENOMEM) return false;
            continue;  // that client went away again, or a signal came
        }
        const auto connections = state.connections.load();
        if (connections >= most_connections_ + k_told_busy) {
            state.refused_busy.fetch_add(1);
            continue;
        }
        const auto room = connections >= most_connections_ ? Room::over : Room::free;
        hand_out_({std::move(socket), address_of(peer), transport_, room, ConnectionSlot(state)});
    }
    return true;
}

}  // namespace exeat::http
