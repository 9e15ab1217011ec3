// What all threads of one server share, and how a handler is run in it: middleware, exceptions, refusals. Called by the
// connection on any thread. Refuses to know sockets.
#pragma once

#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <span>
#include <string>

#include "platform/http/forwarding.h"
#include "platform/http/head_parser.h"
#include "platform/http/refusals.h"
#include "platform/http/server.h"
#include "platform/http/work_pool.h"

namespace exeat::http {

struct ServerState {
    ServerState(ServerOptions given, const Router& routes, ErrorResponse errors, TrustedProxies proxies);

    void log(Severity severity, std::string_view request_id, std::string_view text) const;
    [[nodiscard]] WorkPool& pool(RunOn where) { return where == RunOn::heavy ? heavy : work; }

    ServerOptions options;
    const Router& router;
    ErrorResponse error_response;
    TrustedProxies trusted;

    std::atomic<bool> stopping{false};
    std::atomic<std::int64_t> refused_busy{0};
    std::atomic<std::int64_t> cut{0};
    std::atomic<std::size_t> send_memory{0};

    std::mutex connections_mutex;
    std::condition_variable connections_changed;
    std::atomic<std::int64_t> connections{0};

    // Last, so that their threads end before anything that they use.
    WorkPool work;
    WorkPool heavy;
};

/// One connection among those that the server counts.
class ConnectionSlot {
public:
    explicit ConnectionSlot(ServerState& state);
    ~ConnectionSlot();
    ConnectionSlot(ConnectionSlot&& other) noexcept : state_(std::exchange(other.state_, nullptr)) {}
    ConnectionSlot& operator=(ConnectionSlot&&) = delete;

private:
    ServerState* state_;
};

/// The server's own answer: through ErrorResponse, with the status that the code has and Retry-After where it is said.
[[nodiscard]] Response refuse(const ServerState& state, const Request& request, const Error& error);

/// Runs `inner` behind the middleware. What is thrown becomes a 500 and a line in the log.
[[nodiscard]] Response run_handler(const ServerState& state, Request& request, const Handler& inner);

/// What the router itself says where no route is: 404, 405 with Allow, 204 to OPTIONS.
[[nodiscard]] Response answer_unrouted(const ServerState& state, Request& request, const std::vector<Method>& allowed);

/// A Receiver's word behind the middleware: a sink, or the response that refuses.
struct Admission {
    Response response;  // with a sink: only the fields that the middleware added
    std::unique_ptr<BodySink> sink;
};
[[nodiscard]] Admission admit(const ServerState& state, Request& head, const Receiver& receiver);

/// A sink's calls with what it throws made a 500.
[[nodiscard]] std::optional<Response> take_bytes(const ServerState& state, const Request& head, BodySink& sink,
                                                 std::span<const std::byte> bytes);
[[nodiscard]] Response finish_body(const ServerState& state, const Request& head, BodySink& sink);
void abandon_body(const ServerState& state, const Request& head, BodySink& sink);

}  // namespace exeat::http
