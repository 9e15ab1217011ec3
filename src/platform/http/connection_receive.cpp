#include <algorithm>

#include "platform/http/connection.h"

namespace exeat::http {
namespace {

constexpr std::size_t k_first_step = 4096;
constexpr std::size_t k_least_to_sink = 64U << 10U;
constexpr std::size_t k_most_to_sink = 1U << 20U;

}  // namespace

/// Of a body that did not arrive whole though its client is still there.
Error Connection::why_not_whole(Arrived arrived) {
    if (arrived == Arrived::ended) return refusal(Refusal::body_incomplete);
    return refusal(Refusal::bad_request, "the body is framed wrong");
}

Task<std::optional<Response>> Connection::answer_with(const Route& route, const Handler& handler) {
    auto& request = exchange_->request;
    std::optional<Response> response;
    if (exchange_->body_unread) {
        if (exchange_->body_remaining > route.body_limit) {
            response = co_await refuse_behind_middleware(Refusal::body_too_large);
            co_return response;
        }
        const bool told = co_await say_continue();
        if (!told) co_return response;
        const auto enough = static_cast<std::size_t>(route.body_limit) + 1;
        const auto arrived = co_await read_body(request.body, enough, enough);
        stop_clock();
        if (arrived == Arrived::gone) co_return response;
        if (arrived == Arrived::malformed || arrived == Arrived::ended) {
            response = refuse(state_, request, why_not_whole(arrived));
            co_return response;
        }
        if (request.body.size() > route.body_limit) {
            response = co_await refuse_behind_middleware(Refusal::body_too_large);
            co_return response;
        }
    }
    const auto where = route.at_hand && route.at_hand(request) ? RunOn::io : route.run_on;
    response = co_await run_on(where, [&] { return run_handler(state_, request, handler); });
    if (!response) response = refuse(state_, request, refusal(Refusal::server_busy));
    co_return response;
}

Task<std::optional<Response>> Connection::answer_with(const Route& route, const Receiver& receiver) {
    auto& request = exchange_->request;
    std::optional<Response> response;
    auto admission = co_await run_on(route.run_on, [&] { return admit(state_, request, receiver); });
    if (!admission) {
        response = refuse(state_, request, refusal(Refusal::server_busy));
        co_return response;
    }
    if (!admission->sink) co_return std::move(admission->response);
    const bool told = co_await say_continue();
    if (told) {
        response = co_await feed(*admission->sink);
    } else {
        response = co_await on_pool(state_.work, WorkPool::Step::next, [&]() -> std::optional<Response> {
            abandon_body(state_, request, *admission->sink);
            return std::nullopt;
        });
    }
    // It may have files to close: not on this thread.
    const bool gone = co_await on_pool(state_.work, WorkPool::Step::next, [&] {
        admission->sink.reset();
        return true;
    });
    (void)gone;
    if (response) {
        for (const auto& [name, value] : admission->response.headers.fields()) {
            if (!response->headers.find(name)) response->headers.add(name, value);
        }
    }
    co_return response;
}

/// What may end an upload from another thread, while it arrives.
class Connection::Ending {
public:
    Ending(Connection& connection, std::shared_ptr<Cut> cut) : connection_(connection), cut_(std::move(cut)) {
        if (!cut_) return;
        const auto number = connection_.receiving_ = ++connection_.uploads_;
        cut_->arm([self = connection_.weak_from_this(), executor = connection_.thread_.executor(), number] {
            boost::asio::post(executor, [self, number] {
                const auto one = self.lock();
                if (one && one->receiving_ == number) one->reset();
            });
        });
    }
    ~Ending() {
        connection_.receiving_ = 0;
        if (cut_) cut_->disarm();
    }
    Ending(const Ending&) = delete;
    Ending& operator=(const Ending&) = delete;

private:
    Connection& connection_;
    std::shared_ptr<Cut> cut_;
};

Task<std::optional<Response>> Connection::feed(BodySink& sink) {
    const Ending ending(*this, sink.cut());
    const auto& request = exchange_->request;
    std::string buffer;
    std::optional<Response> response;
    while (true) {
        buffer.clear();
        const auto arrived = co_await read_body(buffer, k_least_to_sink, k_most_to_sink);
        stop_clock();
        if (!buffer.empty() && arrived != Arrived::malformed) {
            response = co_await on_pool(state_.work, WorkPool::Step::next, [&] {
                return take_bytes(state_, request, sink, std::as_bytes(std::span(buffer)));
            });
            if (response) co_return response;
        }
        if (arrived == Arrived::some) continue;
        response = co_await on_pool(state_.work, WorkPool::Step::next, [&]() -> std::optional<Response> {
            if (arrived == Arrived::all) return finish_body(state_, request, sink);
            abandon_body(state_, request, sink);
            if (arrived == Arrived::gone) return std::nullopt;
            return refuse(state_, request, why_not_whole(arrived));
        });
        co_return response;
    }
}

Task<Connection::Arrived> Connection::read_body(std::string& into, std::size_t least, std::size_t most) {
    while (true) {
        if (body_complete()) {
            exchange_->body_unread = false;
            co_return Arrived::all;
        }
        if (into.size() >= most) co_return Arrived::some;
        bool malformed = false;
        const auto io = read_body_once(into, most, malformed);
        if (malformed) co_return Arrived::malformed;
        if (io == Io::broken) co_return Arrived::gone;
        if (io == Io::ended) co_return Arrived::ended;
        if (io == Io::moved) continue;
        if (into.size() >= least) co_return Arrived::some;
        keep_peer_clock();
        const bool ready = co_await wait(boost::asio::socket_base::wait_read);
        if (!ready) co_return Arrived::gone;
    }
}

bool Connection::body_complete() const {
    return exchange_->chunks ? exchange_->chunks->complete() : exchange_->body_remaining == 0;
}

Connection::Io Connection::read_body_once(std::string& into, std::size_t most, bool& malformed) {
    if (exchange_->chunks) return read_chunks_once(into, malformed);
    auto& remaining = exchange_->body_remaining;
    const auto room = std::min<std::uint64_t>(remaining, most - into.size());
    std::size_t received = 0;
    auto io = Io::moved;
    if (!input_.empty()) {
        received = static_cast<std::size_t>(std::min<std::uint64_t>(room, input_.size()));
        into.append(input_.view().substr(0, received));
        input_.consume(received);
        input_.release_when_empty();
    } else {
        // Grows with what comes, not with what was announced.
        const auto had = into.size();
        const auto step = static_cast<std::size_t>(std::min<std::uint64_t>(room, std::max(k_first_step, had)));
        into.resize_and_overwrite(had + step, [&](char* bytes, std::size_t) {
            io = receive(bytes + had, step, received);
            return had + received;
        });
    }
    remaining -= received;
    return io;
}

Connection::Io Connection::read_chunks_once(std::string& into, bool& malformed) {
    if (!input_.empty()) {
        const auto used = exchange_->chunks->feed(input_.view(), into);
        malformed = !used.has_value();
        if (used) input_.consume(*used);
        return malformed ? Io::broken : Io::moved;
    }
    std::size_t received = 0;
    auto* bytes = input_.prepare(std::clamp(into.size(), k_first_step, k_least_to_sink));
    const auto io = receive(bytes, input_.room(), received);
    input_.commit(received);
    return io;
}

Task<bool> Connection::say_continue() {
    const bool asked = exchange_->expectation == Expectation::continues && exchange_->version == HttpVersion::http_1_1;
    if (!asked || !exchange_->body_unread || !input_.empty()) co_return open();
    const bool sent = co_await send_bytes("HTTP/1.1 100 Continue\r\n\r\n", {}, More::no);
    stop_clock();
    co_return sent;
}

}  // namespace exeat::http
