#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

#include <array>
#include <cerrno>
#include <cstring>

#include "platform/http/listener.h"

namespace exeat::http {
namespace {

constexpr int k_backlog = 4096;

std::unexpected<Error> cannot_listen(const std::string& where, int error) {
    const std::string detail = std::strerror(error);
    if (error == EADDRINUSE) {
        return fail(ErrorKind::unavailable, "address-in-use", "Another program listens on " + where + " already.",
                    detail);
    }
    return fail(ErrorKind::unavailable, "cannot-listen", "Cannot listen on " + where + ": " + detail + ".", detail);
}

Result<std::uint16_t> port_of(int socket) {
    sockaddr_storage bound{};
    socklen_t length = sizeof bound;
    if (::getsockname(socket, reinterpret_cast<sockaddr*>(&bound), &length) != 0) {
        return cannot_listen("a port", errno);
    }
    const auto port = bound.ss_family == AF_INET6 ? reinterpret_cast<const sockaddr_in6*>(&bound)->sin6_port
                                                  : reinterpret_cast<const sockaddr_in*>(&bound)->sin_port;
    return ntohs(port);
}

/// Whether somebody answers on the path.
bool is_alive(const sockaddr_un& address) {
    const Descriptor probe(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    return probe.number() >= 0 &&
           ::connect(probe.number(), reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
}

}  // namespace

Result<Listening> listen_on_tcp(const std::string& address, std::uint16_t port) {
    addrinfo hints{};
    hints.ai_family = AF_UNSPEC;
    hints.ai_socktype = SOCK_STREAM;
    hints.ai_flags = AI_PASSIVE | AI_NUMERICSERV;
    const bool bracketed = address.size() >= 2 && address.front() == '[' && address.back() == ']';
    const auto host = bracketed ? address.substr(1, address.size() - 2) : address;
    const auto where = address + ":" + std::to_string(port);
    addrinfo* found = nullptr;
    if (::getaddrinfo(host.c_str(), std::to_string(port).c_str(), &hints, &found) != 0 || !found) {
        return fail(ErrorKind::invalid, "bad-address", "\"" + address + "\" is no address to listen on.");
    }
    const std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> owned(found, &::freeaddrinfo);
    Listening listening;
    listening.socket = Descriptor(::socket(found->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
    const int socket = listening.socket.number();
    const int on = 1;
    // Accepted sockets inherit TCP_NODELAY.
    if (socket < 0 || ::setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) != 0 ||
        ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on) != 0 ||
        ::bind(socket, found->ai_addr, found->ai_addrlen) != 0 || ::listen(socket, k_backlog) != 0) {
        return cannot_listen(where, errno);
    }
    EXEAT_TAKE(listening.port, port_of(socket));
    return listening;
}

Result<Listening> listen_on_path(const std::string& path) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    if (path.size() >= sizeof address.sun_path) {
        return fail(ErrorKind::invalid, "bad-address", "The path of the socket is too long: " + path);
    }
    std::memcpy(address.sun_path, path.c_str(), path.size() + 1);
    Listening listening;
    listening.socket = Descriptor(::socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
    const int socket = listening.socket.number();
    struct stat there{};
    const bool left_over = ::lstat(path.c_str(), &there) == 0 && S_ISSOCK(there.st_mode) && !is_alive(address);
    if (left_over) ::unlink(path.c_str());
    // The mode is set before there is a name, so that nobody ever finds it open.
    if (socket < 0 || ::fchmod(socket, S_IRUSR | S_IWUSR) != 0 ||
        ::bind(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 ||
        ::chmod(path.c_str(), S_IRUSR | S_IWUSR) != 0 || ::listen(socket, k_backlog) != 0) {
        return cannot_listen(path, errno);
    }
    return listening;
}

}  // namespace exeat::http
