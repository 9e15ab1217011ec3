// A mail server on a free port of this machine that answers as a test wants: takes, refuses, hangs, goes away. Called
// by the tests of this module and of those above it; nothing that is shipped includes it.
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <functional>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "service/mail/smtp.h"

namespace exeat::mail::testing {

class SmallSmtp {
public:
    /// What is said to a command (without its line end), or to "." for a mail that has come; nullopt: the connection is
    /// closed without a word; empty: nothing is ever said.
    using Answer = std::function<std::optional<std::string>(std::string_view command)>;

    explicit SmallSmtp(Answer answer) : answer_(std::move(answer)) {
        listening_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        if (::bind(listening_, reinterpret_cast<const sockaddr*>(&address), size) != 0 ||
            ::listen(listening_, 8) != 0 ||
            ::getsockname(listening_, reinterpret_cast<sockaddr*>(&address), &size) != 0) {
            throw std::runtime_error("no port for a mail server");
        }
        port_ = ntohs(address.sin_port);
        thread_ = std::thread([this] { run(); });
    }
    ~SmallSmtp() {
        stopping_ = true;
        thread_.join();
        ::close(listening_);
    }
    SmallSmtp(const SmallSmtp&) = delete;
    SmallSmtp& operator=(const SmallSmtp&) = delete;

    [[nodiscard]] SmtpSettings settings() const {
        SmtpSettings settings;
        settings.host = "127.0.0.1";
        settings.port = port_;
        settings.security = Security::none;
        return settings;
    }
    /// The mails that came whole, whatever was said to them.
    [[nodiscard]] std::vector<std::string> mails() {
        const std::scoped_lock lock(mutex_);
        return mails_;
    }
    [[nodiscard]] int connections() const { return connections_; }

    /// The usual words of a server.
    static std::optional<std::string> taking(std::string_view command) {
        if (command.starts_with("EHLO")) return "250-small\r\n250 AUTH PLAIN";
        if (command.starts_with("AUTH")) return "235 come in";
        if (command == "DATA") return "354 go on";
        if (command == "QUIT") return "221 bye";
        return "250 fine";
    }

private:
    void run() {
        while (!stopping_) {
            if (!readable(listening_)) continue;
            const int connection = ::accept4(listening_, nullptr, nullptr, SOCK_CLOEXEC);
            if (connection < 0) continue;
            ++connections_;
            serve(connection);
            ::close(connection);
        }
    }

    static bool readable(int socket) {
        pollfd waiting{socket, POLLIN, 0};
        constexpr int k_often_ms = 20;
        return ::poll(&waiting, 1, k_often_ms) > 0;
    }

    static void say(int connection, const std::string& line) {
        const auto text = line + "\r\n";
        static_cast<void>(::send(connection, text.data(), text.size(), MSG_NOSIGNAL));
    }

    void serve(int connection) {
        say(connection, "220 small");
        std::string came;
        bool in_mail = false;
        while (!stopping_) {
            if (!readable(connection)) continue;
            char bytes[4096];
            const auto count = ::recv(connection, bytes, sizeof bytes, 0);
            if (count <= 0) return;
            came.append(bytes, static_cast<std::size_t>(count));
            while (true) {
                const std::string_view end = in_mail ? "\r\n.\r\n" : "\r\n";
                const auto at = came.find(end);
                if (at == std::string::npos) break;
                const auto text = came.substr(0, at);
                came.erase(0, at + end.size());
                if (in_mail) keep(text);
                const auto said = answer_(in_mail ? std::string_view(".") : std::string_view(text));
                if (!said) return;
                if (!said->empty()) say(connection, *said);
                in_mail = !in_mail && said->starts_with("354");
            }
        }
    }

    void keep(std::string mail) {
        const std::scoped_lock lock(mutex_);
        mails_.push_back(std::move(mail));
    }

    Answer answer_;
    int listening_ = -1;
    std::uint16_t port_ = 0;
    std::atomic<bool> stopping_{false};
    std::atomic<int> connections_{0};
    std::mutex mutex_;
    std::vector<std::string> mails_;
    std::thread thread_;
};

}  // namespace exeat::mail::testing
