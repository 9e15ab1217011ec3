#include "app/operator_socket.h"

#include <poll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <boost/json.hpp>
#include <cerrno>
#include <cstring>
#include <list>
#include <mutex>
#include <thread>

namespace exeat::app {
namespace {

constexpr std::size_t k_longest_call = 1 << 20;

std::optional<sockaddr_un> address_of(const std::string& path) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    if (path.size() >= sizeof(address.sun_path)) return std::nullopt;
    std::memcpy(address.sun_path, path.c_str(), path.size() + 1);
    return address;
}

bool send_all(int descriptor, std::string_view text) {
    while (!text.empty()) {
        const auto sent = ::send(descriptor, text.data(), text.size(), MSG_NOSIGNAL);
        if (sent < 0 && errno == EINTR) continue;
        if (sent <= 0) return false;
        text.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
}

/// Reads lines; a line longer than a call may be ends it.
class Lines {
public:
    explicit Lines(int descriptor) : descriptor_(descriptor) {}
    std::optional<std::string> next() {
        while (true) {
            const auto end = kept_.find('\n');
            if (end != std::string::npos) {
                auto line = kept_.substr(0, end);
                kept_.erase(0, end + 1);
                return line;
            }
            if (kept_.size() > k_longest_call) return std::nullopt;
            std::array<char, 16384> piece{};
            const auto got = ::recv(descriptor_, piece.data(), piece.size(), 0);
            if (got < 0 && errno == EINTR) continue;
            if (got <= 0) return std::nullopt;
            kept_.append(piece.data(), static_cast<std::size_t>(got));
        }
    }

private:
    int descriptor_;
    std::string kept_;
};

/// Sends what a command says over the socket. A caller who went away is no reason to stop the command.
class SocketConsole : public Console {
public:
    explicit SocketConsole(int descriptor) : descriptor_(descriptor) {}
    void say(std::string_view line) override { send({{"out", line}}); }
    void complain(std::string_view line) override { send({{"err", line}}); }
    void progress(std::int64_t done, std::int64_t total, std::string_view what) override {
        send({{"done", done}, {"total", total}, {"what", what}});
    }
    void exit(int code) { send({{"exit", code}}); }

private:
    void send(const boost::json::object& object) {
        const std::scoped_lock lock(mutex_);
        send_all(descriptor_, boost::json::serialize(object) + "\n");
    }
    std::mutex mutex_;
    int descriptor_;
};

void serve_one(int descriptor, const RunCall& run) {
    SocketConsole console(descriptor);
    Lines lines(descriptor);
    const auto line = lines.next();
    const auto call = line ? parse_call(*line) : std::nullopt;
    if (!call) {
        console.complain("exeat: this call cannot be read; client and server are of different versions");
        console.exit(k_failed);
    } else {
        console.exit(run(*call, console));
    }
    ::close(descriptor);
}

}  // namespace

struct OperatorSocket::State {
    std::string path;
    int listening = -1;
    RunCall run;
    std::atomic<bool> stopping{false};
    std::thread acceptor;
    std::mutex mutex;
    std::list<std::thread> callers;
};

OperatorSocket::OperatorSocket(std::unique_ptr<State> state) : state_(std::move(state)) {}

Result<std::unique_ptr<OperatorSocket>> OperatorSocket::listen(const std::string& path, RunCall run) {
    const auto address = address_of(path);
    if (!address) {
        return fail(ErrorKind::invalid, "path-too-long",
                    "The path of the data folder is too long for a socket in it (" + path + "): at most 90 bytes.");
    }
    auto state = std::make_unique<State>();
    state->path = path;
    state->run = std::move(run);
    state->listening = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    ::unlink(path.c_str());  // of a server that was killed: the folder's lock says that it is gone
    const auto mask = ::umask(0177);
    const int bound = ::bind(state->listening, reinterpret_cast<const sockaddr*>(&*address), sizeof(*address));
    ::umask(mask);
    if (bound != 0 || ::listen(state->listening, 16) != 0) {
        const std::string reason = std::strerror(errno);
        ::close(state->listening);
        return fail(ErrorKind::unavailable, "no-socket", "The socket " + path + " cannot be made: " + reason + ".");
    }
    auto* raw = state.get();
    state->acceptor = std::thread([raw] {
        while (!raw->stopping.load()) {
            pollfd waiting{raw->listening, POLLIN, 0};
            if (::poll(&waiting, 1, 200) <= 0) continue;
            const int caller = ::accept4(raw->listening, nullptr, nullptr, SOCK_CLOEXEC);
            if (caller < 0) continue;
            const std::scoped_lock lock(raw->mutex);
            raw->callers.emplace_back([raw, caller] { serve_one(caller, raw->run); });
        }
    });
    return std::unique_ptr<OperatorSocket>(new OperatorSocket(std::move(state)));
}

OperatorSocket::~OperatorSocket() {
    state_->stopping = true;
    state_->acceptor.join();
    ::close(state_->listening);
    ::unlink(state_->path.c_str());
    for (auto& caller : state_->callers) caller.join();
}

std::optional<int> call_server(const std::string& path, const Call& call, Console& console) {
    const auto address = address_of(path);
    if (!address) return std::nullopt;
    const int descriptor = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (::connect(descriptor, reinterpret_cast<const sockaddr*>(&*address), sizeof(*address)) != 0) {
        ::close(descriptor);
        return std::nullopt;
    }
    int code = k_failed;
    bool ended = false;
    if (send_all(descriptor, to_text(call) + "\n")) {
        Lines lines(descriptor);
        while (auto line = lines.next()) {
            boost::system::error_code error;
            const auto value = boost::json::parse(*line, error);
            if (error || !value.is_object()) break;
            const auto& object = value.get_object();
            if (const auto* out = object.if_contains("out")) {
                console.say(out->as_string());
            } else if (const auto* err = object.if_contains("err")) {
                console.complain(err->as_string());
            } else if (const auto* done = object.if_contains("done")) {
                console.progress(done->as_int64(), object.at("total").as_int64(), object.at("what").as_string());
            } else if (const auto* exit = object.if_contains("exit")) {
                code = static_cast<int>(exit->as_int64());
                ended = true;
                break;
            }
        }
    }
    ::close(descriptor);
    if (!ended) console.complain("exeat: the server ended before the command did");
    return code;
}

}  // namespace exeat::app
