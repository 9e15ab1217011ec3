#include "platform/http/server.h"

#include <sys/resource.h>
#include <unistd.h>
#include <csignal>

#include <algorithm>

#include "platform/http/listener.h"

namespace exeat::http {
namespace {

/// Of the files that may be open, so many of a hundred may be connections: a download has its file open, too.
constexpr std::int64_t k_percent_for_connections = 75;

/// Raises the limit of open files as far as it goes and gives it.
std::int64_t raise_open_files() {
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return 0;
    if (limit.rlim_cur < limit.rlim_max) {
        const rlimit raised{limit.rlim_max, limit.rlim_max};
        if (::setrlimit(RLIMIT_NOFILE, &raised) == 0) limit = raised;
    }
    constexpr rlim_t k_plenty = 1U << 30U;
    return static_cast<std::int64_t>(std::min(limit.rlim_cur, k_plenty));
}

class RunningServer final : public Server {
public:
    RunningServer(ServerOptions options, const Router& router, ErrorResponse error_response, TrustedProxies trusted)
        : state_(std::move(options), router, std::move(error_response), std::move(trusted)) {}
    ~RunningServer() override { stop(std::chrono::milliseconds(0)); }

    Done start() {
        const auto& options = state_.options;
        const int threads = std::max(options.io_threads, 1);
        for (int i = 0; i < threads; ++i) threads_.push_back(std::make_unique<IoThread>(state_));
        const auto most = most_connections();
        EXEAT_TAKE(auto tcp, listen_on_tcp(options.address, options.port));
        port_ = tcp.port;
        add_listener(std::move(tcp), Transport::tcp, most);
        if (!options.unix_socket.empty()) {
            EXEAT_TAKE(auto local, listen_on_path(options.unix_socket));
            path_ = options.unix_socket;
            add_listener(std::move(local), Transport::local, most);
        }
        if (options.listening) options.listening(port_);
        ::signal(SIGPIPE, SIG_IGN);
        for (auto& listener : listeners_) listener->start();
        for (std::size_t i = 0; i < threads_.size(); ++i) threads_[i]->start("http-io-" + std::to_string(i));
        return {};
    }

    [[nodiscard]] std::uint16_t port() const override { return port_; }

    [[nodiscard]] ServerFigures figures() const override {
        ServerFigures figures;
        figures.connections = state_.connections.load();
        figures.work_waiting = static_cast<std::int64_t>(state_.work.waiting());
        figures.heavy_waiting = static_cast<std::int64_t>(state_.heavy.waiting());
        figures.refused_busy = state_.refused_busy.load();
        figures.cut = state_.cut.load();
        return figures;
    }

    void stop(std::chrono::milliseconds grace) override {
        if (state_.stopping.exchange(true)) return;
        if (!path_.empty()) ::unlink(path_.c_str());
        for (auto& listener : listeners_) listener->stop();
        for (auto& thread : threads_) thread->end_idle();
        const auto all_gone = [this] { return state_.connections.load() == 0; };
        std::unique_lock lock(state_.connections_mutex);
        if (!state_.connections_changed.wait_for(lock, grace, all_gone)) {
            for (auto& thread : threads_) thread->reset_all();
            // What runs on a pool runs to its end; its connection is gone already.
            state_.connections_changed.wait(lock, all_gone);
        }
        lock.unlock();
        for (auto& thread : threads_) thread->stop();
    }

private:
    std::int64_t most_connections() {
        const auto wanted = static_cast<std::int64_t>(state_.options.connections);
        const auto files = raise_open_files();
        const auto possible = files * k_percent_for_connections / 100;
        if (possible >= wanted) return wanted;
        state_.log(Severity::warning, {},
                   "the limit of open files is " + std::to_string(files) + ": at most " + std::to_string(possible) +
                       " connections instead of " + std::to_string(wanted));
        return possible;
    }

    void add_listener(Listening listening, Transport transport, std::int64_t most) {
        const auto hand_out = [this](Accepted accepted) {
            threads_[next_thread_++ % threads_.size()]->adopt(std::move(accepted));
        };
        listeners_.push_back(
            std::make_unique<Listener>(*threads_.front(), std::move(listening.socket), transport, most, hand_out));
    }

    ServerState state_;
    std::vector<std::unique_ptr<IoThread>> threads_;
    std::vector<std::unique_ptr<Listener>> listeners_;  // all on the first thread
    std::size_t next_thread_ = 0;
    std::uint16_t port_ = 0;
    std::string path_;
};

}  // namespace

Result<std::unique_ptr<Server>> start_server(const ServerOptions& options, const Router& router,
                                             ErrorResponse error_response) {
    EXEAT_TAKE(auto trusted, TrustedProxies::parse(options.trusted_proxies));
    auto server = std::make_unique<RunningServer>(options, router, std::move(error_response), std::move(trusted));
    EXEAT_TRY(server->start());
    return std::unique_ptr<Server>(std::move(server));
}

}  // namespace exeat::http
