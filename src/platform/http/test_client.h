// For tests of this module: a raw HTTP client that says exactly what it is told to say, and a server on a free port.
#pragma once

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <condition_variable>
#include <cstring>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

#include "platform/http/ascii.h"
#include "platform/http/descriptor.h"
#include "platform/http/server.h"

namespace exeat::http::testing {

/// How reading ended: the client's view of the connection.
enum class Ended { open, closed, reset };

struct Answer {
    int status = 0;
    Headers headers;
    std::string body;
    Ended ended = Ended::open;

    [[nodiscard]] std::string header(std::string_view name) const {
        return std::string(headers.find(name).value_or(""));
    }
};

class RawClient {
public:
    explicit RawClient(std::uint16_t port, int receive_buffer = 0) {
        socket_ = Descriptor(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
        if (receive_buffer > 0) {
            ::setsockopt(number(), SOL_SOCKET, SO_RCVBUF, &receive_buffer, sizeof receive_buffer);
        }
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(port);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        connect(&address, sizeof address);
    }
    explicit RawClient(const std::string& path) {
        socket_ = Descriptor(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        std::strncpy(address.sun_path, path.c_str(), sizeof address.sun_path - 1);
        connect(&address, sizeof address);
    }

    [[nodiscard]] int number() const { return socket_.number(); }
    void close() { socket_ = Descriptor(); }
    void half_close() const { ::shutdown(number(), SHUT_WR); }

    /// False when the server does not take it any more.
    bool send(std::string_view bytes) const {
        while (!bytes.empty()) {
            const auto count = ::send(number(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
            if (count <= 0) return false;
            bytes.remove_prefix(static_cast<std::size_t>(count));
        }
        return true;
    }

    /// Reads at least one byte more into what is waiting; says how it ended.
    Ended read_some(std::size_t most = 1U << 16U) {
        const auto had = waiting_.size();
        waiting_.resize(had + most);
        const auto count = ::recv(number(), waiting_.data() + had, most, 0);
        const int error = errno;
        waiting_.resize(had + (count > 0 ? static_cast<std::size_t>(count) : 0));
        if (count > 0) return Ended::open;
        if (count == 0) return Ended::closed;
        EXPECT_EQ(error, ECONNRESET) << std::strerror(error);
        return Ended::reset;
    }

    /// Reads to the end of the connection.
    Ended read_all() {
        while (true) {
            const auto ended = read_some();
            if (ended != Ended::open) return ended;
        }
    }

    /// One answer; `bodiless` for answers to HEAD.
    Answer answer(bool bodiless = false) {
        Answer answer;
        while (waiting_.find("\r\n\r\n") == std::string::npos) {
            answer.ended = read_some();
            if (answer.ended != Ended::open) return answer;
        }
        const auto end = waiting_.find("\r\n\r\n");
        std::string_view head(waiting_.data(), end);
        auto line = head.substr(0, head.find("\r\n"));
        answer.status = std::stoi(std::string(line.substr(9, 3)));
        head.remove_prefix(std::min(head.size(), line.size() + 2));
        while (!head.empty()) {
            line = head.substr(0, head.find("\r\n"));
            head.remove_prefix(std::min(head.size(), line.size() + 2));
            const auto colon = line.find(':');
            answer.headers.add(std::string(line.substr(0, colon)), std::string(trimmed(line.substr(colon + 1))));
        }
        waiting_.erase(0, end + 4);
        const auto length = parse_decimal(answer.header("Content-Length")).value_or(0);
        if (bodiless || answer.status < 200) return answer;
        while (waiting_.size() < length) {
            answer.ended = read_some();
            if (answer.ended != Ended::open) break;
        }
        answer.body = waiting_.substr(0, length);
        waiting_.erase(0, answer.body.size());
        return answer;
    }

    Answer ask(std::string_view request, bool bodiless = false) {
        EXPECT_TRUE(send(request));
        return answer(bodiless);
    }

    [[nodiscard]] const std::string& waiting() const { return waiting_; }

private:
    template <class SocketAddress>
    void connect(const SocketAddress* address, std::size_t size) const {
        const timeval patience{20, 0};  // a test that hangs fails instead
        ::setsockopt(number(), SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
        ::setsockopt(number(), SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
        const int done = ::connect(number(), reinterpret_cast<const sockaddr*>(address), static_cast<socklen_t>(size));
        EXPECT_EQ(done, 0) << std::strerror(errno);
    }

    Descriptor socket_;
    std::string waiting_;
};

inline std::string get(std::string_view path, std::string_view fields = "") {
    return "GET " + std::string(path) + " HTTP/1.1\r\nHost: a\r\n" + std::string(fields) + "\r\n";
}

inline Response text(std::string body, int status = 200) {
    Response response;
    response.status = status;
    response.body = std::move(body);
    return response;
}

/// Lets a test wait until something happened on another thread.
template <class Value>
class Event {
public:
    void set(Value value) {
        const std::lock_guard lock(mutex_);
        value_ = std::move(value);
        ++times_;
        changed_.notify_all();
    }
    Value wait() {
        std::unique_lock lock(mutex_);
        const bool came = changed_.wait_for(lock, std::chrono::seconds(20), [this] { return times_ > 0; });
        EXPECT_TRUE(came) << "nothing happened";
        return value_.value_or(Value{});
    }
    int times() {
        const std::lock_guard lock(mutex_);
        return times_;
    }

private:
    std::mutex mutex_;
    std::condition_variable changed_;
    std::optional<Value> value_;
    int times_ = 0;
};

/// Waits until something is true that other threads make true.
inline void eventually(const std::function<bool()>& holds) {
    const auto patience = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    while (!holds() && std::chrono::steady_clock::now() < patience) {
        ::poll(nullptr, 0, 2);
    }
    EXPECT_TRUE(holds());
}

/// The body of every refusal is its code, so that tests can tell them apart.
inline Response refusal_as_text(const Request&, const Error& error) {
    return text(error.code);
}

class TestServer : public ::testing::Test {
protected:
    TestServer() {
        options_.port = 0;
        options_.work_threads = 2;
        options_.log = [this](Severity, std::string_view, std::string_view line) {
            const std::lock_guard lock(log_mutex_);
            log_ += std::string(line) + "\n";
        };
    }
    /// Before any member that handlers use is gone.
    void TearDown() override { server_.reset(); }

    void start() {
        auto started = start_server(options_, router_, refusal_as_text);
        ASSERT_TRUE(started) << started.error().text;
        server_ = std::move(*started);
    }
    void add(Method method, std::string pattern, Handler handler, RunOn where = RunOn::work,
             std::uint64_t body_limit = 1 << 20) {
        router_.add({method, std::move(pattern), std::move(handler), where, {}, body_limit});
    }
    RawClient client() { return RawClient(server_->port()); }
    std::string log() {
        const std::lock_guard lock(log_mutex_);
        return log_;
    }

    ServerOptions options_;
    Router router_;
    std::unique_ptr<Server> server_;

private:
    std::mutex log_mutex_;
    std::string log_;
};

}  // namespace exeat::http::testing
