// Takes new connections from one listening socket and hands them on. Called by the server; the header is for the
// sources of this module that work with Asio, and for nobody else.
#pragma once

#include <boost/asio/posix/basic_stream_descriptor.hpp>
#include <functional>

#include "platform/http/io_thread.h"

namespace exeat::http {

class Listener {
public:
    /// `hand_out` gives a connection to one of the threads.
    Listener(IoThread& thread, Descriptor socket, Transport transport, std::int64_t most_connections,
             std::function<void(Accepted)> hand_out);

    void start();
    /// Takes no more; any thread. What was taken is served.
    void stop();

private:
    [[nodiscard]] Task<void> run();
    /// Takes what waits; false when the machine has no descriptor or memory left for now.
    [[nodiscard]] bool accept_waiting();

    IoThread& thread_;
    boost::asio::posix::basic_stream_descriptor<Executor> socket_;
    Transport transport_;
    std::int64_t most_connections_;
    std::function<void(Accepted)> hand_out_;
    bool short_of_room_ = false;
};

/// A socket that listens on a TCP address, and the port it got. Errors as start_server says.
struct Listening {
    Descriptor socket;
    std::uint16_t port = 0;
};
[[nodiscard]] Result<Listening> listen_on_tcp(const std::string& address, std::uint16_t port);
/// A socket that listens on a path, mode 0600. What is left of a dead server is replaced.
[[nodiscard]] Result<Listening> listen_on_path(const std::string& path);

}  // namespace exeat::http
