// The listener and the router: patterns to handlers, pools, limits, deadlines. Called by src/api (routes) and src/app
// (starting and stopping). Refuses to know what any route means; all of Asio and Beast stays in this module's sources.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/vocabulary/error.h"
#include "platform/http/message.h"

namespace exeat::http {

/// Where a handler runs. `io`: on the thread that serves sockets, only for handlers that touch memory alone.
/// `work`: the ordinary bounded pool. `heavy`: one or two threads for what takes long (argon2), with its own queue.
enum class RunOn : std::uint8_t { io, work, heavy };

using Handler = std::function<Response(Request&)>;
/// Sees the head before a byte of the body is read: refuses with a Response, or gives a sink for the body.
using Receiver = std::function<std::variant<Response, std::unique_ptr<BodySink>>(Request& head)>;

struct Route {
    Method method = Method::get;
    std::string pattern;  // "/api/assets/{id}"; a last segment "{name...}" takes the rest of the path
    std::variant<Handler, Receiver> handler;
    RunOn run_on = RunOn::work;
    std::uint64_t body_limit = 1 << 20;  // for a Handler; more is 413 before a byte is read
};

/// Wraps every handler, outermost first: sees the request, may answer itself, may change the response.
using Middleware = std::function<Response(Request&, const std::function<Response(Request&)>& next)>;

/// Matches method and path. HEAD falls back to GET; OPTIONS and unknown methods answer 204 or 405 with Allow.
class Router {
public:
    /// A pattern that exists already with that method is our mistake: aborts at the start.
    void add(Route route);
    /// The list is applied to every route, in order; also to answers of the router itself (404, 405).
    void use(std::vector<Middleware> middleware);

    struct Match {
        const Route* route = nullptr;  // null: nothing has this path, or not with this method
        std::vector<std::pair<std::string, std::string>> parameters;
        std::vector<Method> allowed;  // methods that this path has
    };
    [[nodiscard]] Match match(Method method, std::string_view path) const;
    [[nodiscard]] const std::vector<Middleware>& middleware() const { return middleware_; }
    [[nodiscard]] const std::vector<std::unique_ptr<Route>>& routes() const { return routes_; }

private:
    std::vector<std::unique_ptr<Route>> routes_;
    std::vector<Middleware> middleware_;
};

struct ServerOptions {
    std::string address = "127.0.0.1";
    std::uint16_t port = 8080;                 // 0: a free one
    std::string unix_socket;                   // also listen here (mode 0600); empty: no
    std::vector<std::string> trusted_proxies;  // CIDR blocks whose X-Forwarded-For and -Proto are believed
    int io_threads = 2;
    int work_threads = 8;
    int heavy_threads = 1;
    std::size_t work_queue = 1024;  // requests that wait for a thread; more answer 503 with Retry-After
    std::size_t heavy_queue = 64;
    std::size_t connections = 20'000;
    std::size_t header_bytes = 16 * 1024;
    std::chrono::milliseconds header_deadline{10'000};
    std::chrono::milliseconds idle_deadline{60'000};
    /// A client must take or send at least this much in each interval, else it is cut.
    std::chrono::milliseconds stall_interval{15'000};
    std::uint64_t stall_bytes = 1024;
};

/// Turns an Error into a response; the router's own refusals (404, 405, 413, 431, 503 …) go through it, too.
using ErrorResponse = std::function<Response(const Request&, const Error&)>;

/// Figures for /metrics.
struct ServerFigures {
    std::int64_t connections = 0;
    std::int64_t work_waiting = 0;
    std::int64_t heavy_waiting = 0;
    std::int64_t refused_busy = 0;
    std::int64_t cut = 0;
};

/// A running server. start() returns when it listens; destruction stops it.
class Server {
public:
    virtual ~Server() = default;
    [[nodiscard]] virtual std::uint16_t port() const = 0;
    [[nodiscard]] virtual ServerFigures figures() const = 0;
    /// No new connections; running requests get `grace` to end, then are cut.
    virtual void stop(std::chrono::milliseconds grace) = 0;
};

/// `router` must outlive the server. Errors: unavailable (port in use: code "address-in-use"; no right to listen).
Result<std::unique_ptr<Server>> start_server(const ServerOptions& options, const Router& router,
                                             ErrorResponse error_response);

}  // namespace exeat::http
