#include "platform/http/connection.h"

#include <sys/socket.h>
#include <ctime>

#include <boost/asio/redirect_error.hpp>
#include <cerrno>

#include "core/vocabulary/id.h"
#include "platform/http/request_target.h"

namespace exeat::http {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;

constexpr std::size_t k_first_read = 2048;
constexpr std::string_view k_end_of_head = "\r\n\r\n";

asio::generic::stream_protocol protocol_of(Transport transport) {
    return transport == Transport::tcp ? asio::generic::stream_protocol(AF_INET, IPPROTO_TCP)
                                       : asio::generic::stream_protocol(AF_UNIX, 0);
}

/// The id of a request only has to be its own; the clock in it is for whoever reads logs.
std::string make_request_id() {
    timespec now{};
    clock_gettime(CLOCK_REALTIME_COARSE, &now);
    constexpr std::int64_t k_ms = 1000;
    constexpr std::int64_t k_ns_per_ms = 1'000'000;
    return to_text(new_id_bits(Instant{now.tv_sec * k_ms + now.tv_nsec / k_ns_per_ms}));
}

}  // namespace

Connection::Connection(IoThread& thread, Accepted accepted)
    : thread_(thread),
      state_(thread.state()),
      slot_(std::move(accepted.slot)),
      socket_(thread.executor()),
      peer_(accepted.peer),
      transport_(accepted.transport),
      room_(accepted.room) {
    error_code error;
    socket_.assign(protocol_of(transport_), accepted.socket.number(), error);
    if (!error) {
        (void)accepted.socket.release();
        socket_.native_non_blocking(true, error);
    }
    thread_.enter(*this);
}

Connection::~Connection() {
    finish_transfer(false);
    thread_.leave(*this);
}

Task<void> Connection::run() {
    if (room_ == Room::over) {
        exchange_ = std::make_unique<Exchange>();
        exchange_->body_unread = true;
        exchange_->keep_alive = false;
        exchange_->request.request_id = make_request_id();
        state_.refused_busy.fetch_add(1);
        Response busy = refuse(state_, exchange_->request, refusal(Refusal::server_busy));
        const bool sent = co_await respond(std::move(busy));
        (void)sent;
    }
    while (open() && room_ == Room::free) {
        const auto read = co_await read_head();
        if (read == HeadRead::over) break;
        std::optional<Response> response = std::move(refusal_);
        refusal_.reset();
        if (read == HeadRead::request) response = co_await answer();
        if (!response) break;
        const bool again = co_await respond(std::move(*response));
        if (!again) break;
    }
    co_await leave();
}

Task<bool> Connection::await_request() {
    if (input_.empty() && state_.stopping.load()) co_return false;
    if (!transfer_) exchange_.reset();
    if (input_.empty()) {
        input_.release_when_empty();
        start_clock(Clock::next_request, first_ ? state_.options.header_deadline : state_.options.idle_deadline);
        const bool ready = co_await wait(asio::socket_base::wait_read);
        if (!ready) co_return false;
    } else {
        // A client that always has its next request here already would keep the thread to itself.
        co_await let_others_go();
    }
    first_ = false;
    if (transfer_) co_await drained();
    co_return open();
}

Task<Connection::HeadRead> Connection::read_head() {
    const bool came = co_await await_request();
    if (!came) co_return HeadRead::over;
    start_clock(Clock::head, state_.options.header_deadline);
    head_scanned_ = 0;
    while (true) {
        // A line end or two before a request is left over from older clients.
        while (input_.view().starts_with("\r\n")) input_.consume(2);
        const auto end = input_.view().find(k_end_of_head, head_scanned_);
        if (end != std::string_view::npos && end + k_end_of_head.size() <= state_.options.header_bytes) {
            stop_clock();
            co_return take_head(end + k_end_of_head.size());
        }
        if (input_.size() >= state_.options.header_bytes) {
            const auto line = input_.view().find("\r\n");
            const bool long_line = std::min(line, input_.size()) > state_.options.target_bytes;
            co_return refuse_head(refusal(long_line ? Refusal::uri_too_long : Refusal::headers_too_large));
        }
        head_scanned_ = input_.size() < k_end_of_head.size() ? 0 : input_.size() - k_end_of_head.size() + 1;
        auto* into = input_.prepare(input_.empty() ? k_first_read : 1);
        std::size_t received = 0;
        const auto io = receive(into, input_.room(), received);
        input_.commit(received);
        if (io == Io::broken || io == Io::ended) co_return HeadRead::over;
        if (io == Io::moved) continue;
        const bool ready = co_await wait(asio::socket_base::wait_read);
        if (ready) continue;
        if (!expired_ || !open() || input_.empty()) co_return HeadRead::over;
        co_return refuse_head(refusal(Refusal::request_timeout));
    }
}

Connection::HeadRead Connection::refuse_head(const Error& error) {
    stop_clock();
    exchange_ = std::make_unique<Exchange>();
    auto& exchange = *exchange_;
    exchange.keep_alive = false;
    exchange.body_unread = true;
    exchange.began = Steady::now();
    exchange.request.request_id = make_request_id();
    exchange.request.from_local_socket = transport_ == Transport::local;
    exchange.request.peer = transport_ == Transport::local ? "local" : to_text(peer_);
    refusal_ = refuse(state_, exchange.request, error);
    return HeadRead::refused;
}

Connection::HeadRead Connection::take_head(std::size_t length) {
    auto head = parse_head(input_.view().substr(0, length), state_.options.target_bytes);
    if (!head) return refuse_head(head.error());
    auto target = parse_target(head->target);
    if (!target) return refuse_head(target.error());
    input_.consume(length);

    exchange_ = std::make_unique<Exchange>();
    auto& exchange = *exchange_;
    exchange.began = Steady::now();
    exchange.wire_path = std::move(target->wire_path);
    exchange.version = head->version;
    exchange.expectation = head->expectation;
    exchange.keep_alive = head->keep_alive;
    exchange.body_remaining = head->content_length.value_or(0);
    if (head->chunked) exchange.chunks.emplace();
    exchange.body_unread = head->chunked || exchange.body_remaining > 0;

    auto& request = exchange.request;
    request.method = head->method;
    request.path = std::move(target->path);
    request.query = std::move(target->query);
    request.content_length = head->content_length;
    request.request_id = make_request_id();
    request.from_local_socket = transport_ == Transport::local;
    request.scheme = "http";
    request.peer = "local";
    if (transport_ == Transport::tcp) {
        auto origin = origin_of(peer_, head->headers, state_.trusted, state_.options.forwarding_fields);
        request.peer = to_text(origin.peer);
        request.scheme = std::move(origin.scheme);
    }
    request.headers = std::move(head->headers);
    return HeadRead::request;
}

Task<std::optional<Response>> Connection::answer() {
    auto& request = exchange_->request;
    std::optional<Response> response;
    auto match = state_.router.match(request.method, exchange_->wire_path);
    const bool unknown = exchange_->expectation == Expectation::unknown;
    if (unknown) {
        response = co_await refuse_behind_middleware(Refusal::expectation_failed);
        co_return response;
    }
    if (!match.route) {
        response = co_await run_on(RunOn::work, [&] { return answer_unrouted(state_, request, match.allowed); });
        if (!response) response = refuse(state_, request, refusal(Refusal::server_busy));
        co_return response;
    }
    request.route = match.route->pattern;
    request.parameters = std::move(match.parameters);
    if (const auto* receiver = std::get_if<Receiver>(&match.route->handler)) {
        response = co_await answer_with(*match.route, *receiver);
    } else {
        response = co_await answer_with(*match.route, std::get<Handler>(match.route->handler));
    }
    co_return response;
}

Task<std::optional<Response>> Connection::refuse_behind_middleware(Refusal why) {
    // On a pool, since middleware may do anything.
    auto& request = exchange_->request;
    auto response = co_await run_on(RunOn::work, [&] {
        return run_handler(state_, request, [&](Request& seen) { return refuse(state_, seen, refusal(why)); });
    });
    if (!response) response = refuse(state_, request, refusal(Refusal::server_busy));
    co_return response;
}

Task<bool> Connection::wait(asio::socket_base::wait_type what) {
    error_code error;
    co_await socket_.async_wait(what, asio::redirect_error(k_await, error));
    co_return !error && !expired_ && open();
}

Connection::Io Connection::receive(char* into, std::size_t room, std::size_t& received) {
    received = 0;
    if (!open()) return Io::broken;
    while (true) {
        const auto count = ::recv(socket_.native_handle(), into, room, 0);
        if (count > 0) {
            received = static_cast<std::size_t>(count);
            moved_ += received;
            return Io::moved;
        }
        if (count == 0) return Io::ended;
        if (errno == EINTR) continue;
        return errno == EAGAIN || errno == EWOULDBLOCK ? Io::blocked : Io::broken;
    }
}

void Connection::start_clock(Clock clock, std::chrono::milliseconds after) {
    clock_ = clock;
    due_ = Steady::now() + after;
    moved_ = 0;
    expired_ = false;
}

void Connection::keep_peer_clock() {
    if (clock_ != Clock::peer) start_clock(Clock::peer, state_.options.stall_interval);
}

void Connection::on_tick(Steady::time_point now) {
    if (transfer_ && transfer_->draining) finish_if_drained(now);
    if (state_.stopping.load(std::memory_order_relaxed)) end_when_idle();
    if (now < due_) return;
    switch (clock_) {
        case Clock::none:
            break;
        case Clock::next_request:
            // What was sent may still be on its way to a slow reader, who has a deadline of its own.
            if (!transfer_) close();
            break;
        case Clock::linger:
            close();
            break;
        case Clock::head: {
            expired_ = true;
            error_code ignored;
            socket_.cancel(ignored);
            break;
        }
        case Clock::peer:
            if (moved_ < state_.options.stall_bytes) {
                reset();
                break;
            }
            moved_ = 0;
            due_ = now + state_.options.stall_interval;
            break;
    }
}

void Connection::end_when_idle() {
    if (clock_ == Clock::next_request && input_.empty() && !transfer_) close();
}

void Connection::close() {
    stop_clock();
    error_code ignored;
    socket_.close(ignored);
}

void Connection::reset() {
    if (!open()) return;
    if (transfer_) transfer_->unsent = unsent();
    const linger at_once{1, 0};
    ::setsockopt(socket_.native_handle(), SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    state_.cut.fetch_add(1);
    close();
}

Task<void> Connection::leave() {
    const bool more_may_come = !input_.empty() || (exchange_ && exchange_->body_unread);
    if (open() && (more_may_come || transfer_)) {
        ::shutdown(socket_.native_handle(), SHUT_WR);
        start_clock(Clock::linger, state_.options.linger_deadline);
        std::uint64_t dropped = input_.size();
        auto* into = input_.prepare(k_first_read);
        while (more_may_come && open() && dropped <= state_.options.linger_bytes) {
            std::size_t received = 0;
            const auto io = receive(into, input_.room(), received);
            dropped += received;
            if (io == Io::broken || io == Io::ended) break;
            if (io == Io::moved) continue;
            const bool ready = co_await wait(asio::socket_base::wait_read);
            if (!ready) break;
        }
        stop_clock();
        if (transfer_) co_await drained();
    }
    finish_transfer(false);
    if (open()) close();
}

}  // namespace exeat::http
