// The listener and the router: patterns to handlers, pools, limits, deadlines. Called by src/api (routes) and src/app
// (starting and stopping). Refuses to know what any route means; all of Asio and Beast stays in this module's sources.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
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
/// Sees the head before a byte of the body is read: refuses with a Response, or gives a sink for the body. `head` lives
/// until the answer has been sent, so the sink may look at it.
using Receiver = std::function<std::variant<Response, std::unique_ptr<BodySink>>(Request& head)>;

struct Route {
    Method method = Method::get;
    std::string pattern;  // "/api/assets/{id}"; a last segment "{name...}" takes the rest of the path
    std::variant<Handler, Receiver> handler;
    RunOn run_on = RunOn::work;
    /// Whether a request can be answered from memory now, and so on the thread that serves its socket: two changes of
    /// threads cost more than such an answer. For a Handler; may be empty.
    std::function<bool(const Request&)> at_hand = {};
    std::uint64_t body_limit = 1 << 20;  // for a Handler; more is 413 before a byte is read
};

/// Wraps every handler, outermost first: sees the request, may answer itself, may change the response. It runs where
/// the route runs. For a Receiver it runs once, at the head: when the Receiver takes the body, `next` gives a response
/// of status 100 that is never sent, and the header fields that were added to it go into the final answer.
using Middleware = std::function<Response(Request&, const std::function<Response(Request&)>& next)>;

/// Matches method and path, a fixed segment before a {name}, a {name} before {rest...}. HEAD falls back to GET; OPTIONS
/// and unknown methods answer 204 or 405 with Allow.
class Router {
public:
    Router();
    ~Router();
    Router(Router&&) noexcept;
    Router& operator=(Router&&) noexcept;

    /// A pattern that exists already with that method is our mistake: aborts at the start.
    void add(Route route);
    /// The list is applied to every route, in order; also to answers of the router itself (404, 405).
    void use(std::vector<Middleware> middleware);

    struct Match {
        const Route* route = nullptr;  // null: nothing has this path, or not with this method
        std::vector<std::pair<std::string, std::string>> parameters;
        std::vector<Method> allowed;  // methods that this path has
    };
    /// `path` is percent-encoded, as on the wire: an encoded slash does not end a segment. Parameters are decoded.
    [[nodiscard]] Match match(Method method, std::string_view path) const;
    [[nodiscard]] const std::vector<Middleware>& middleware() const { return middleware_; }
    [[nodiscard]] const std::vector<std::unique_ptr<Route>>& routes() const { return routes_; }

private:
    struct Node;  // a segment of the tree of patterns

    std::vector<std::unique_ptr<Route>> routes_;
    std::vector<Middleware> middleware_;
    std::unique_ptr<Node> root_;
};

/// "GET", "HEAD", ...; empty for `other`.
[[nodiscard]] std::string_view method_name(Method method);

/// Which fields the trusted proxies write (and therefore overwrite); the others are not believed even from them.
enum class ForwardingFields : std::uint8_t { x_forwarded, forwarded };

/// How a FileSlice without a check leaves. With a check it is always copied: bytes sent are bytes checked.
enum class UncheckedFiles : std::uint8_t { sendfile, copied };

enum class Severity : std::uint8_t { info, warning, error };

/// One response that ended, for access logs and metrics. `request` lives during the call only.
struct Served {
    const Request& request;
    int status = 0;
    Sent sent;
    std::chrono::microseconds took{0};  // from the whole head to the end of the answer
};

struct ServerOptions {
    std::string address = "127.0.0.1";
    std::uint16_t port = 8080;                 // 0: a free one
    std::string unix_socket;                   // also listen here (mode 0600); empty: no
    std::vector<std::string> trusted_proxies;  // CIDR blocks whose X-Forwarded-For and -Proto are believed
    ForwardingFields forwarding_fields = ForwardingFields::x_forwarded;
    int io_threads = 2;
    int work_threads = 16;
    int heavy_threads = 1;
    std::size_t work_queue = 1024;  // requests that wait for a thread; more answer 503 with Retry-After
    std::size_t heavy_queue = 64;
    std::size_t connections = 20'000;
    std::size_t header_bytes = 16 * 1024;  // request line and fields; more is 431
    std::size_t target_bytes = 8 * 1024;   // more is 414
    std::chrono::milliseconds header_deadline{10'000};
    std::chrono::milliseconds idle_deadline{60'000};
    /// A client must take or send at least this much in each interval, else it is cut.
    std::chrono::milliseconds stall_interval{15'000};
    std::uint64_t stall_bytes = 1024;
    /// After an answer that ends the connection: how long, and for how many bytes, what the client still sends is read
    /// and dropped, so that it sees the answer and not a reset. A browser reads no answer before it has sent its file.
    std::chrono::milliseconds linger_deadline{2'000};
    std::uint64_t linger_bytes = 64 << 20;
    /// Memory for blocks that wait for slow readers; over it they are read and checked again when the client is ready.
    std::size_t send_memory = 256 << 20;
    UncheckedFiles unchecked_files = UncheckedFiles::sendfile;
    /// Called with the port that was taken, before anybody is answered. May be empty.
    std::function<void(std::uint16_t)> listening;
    /// What the server has to say (a handler that threw, limits of the machine); any thread, may be empty.
    std::function<void(Severity, std::string_view request_id, std::string_view text)> log;
    /// Called once for each answer, on the thread that serves sockets: notes it and returns. May be empty.
    std::function<void(const Served&)> served;
};

/// Turns an Error into a response; the router's own refusals (404, 405, 413, 431, 503 …) go through it, too. Called on
/// any thread, also on those that serve sockets.
using ErrorResponse = std::function<Response(const Request&, const Error&)>;

/// The status of a refusal that this module makes itself, by the `code` of its Error; nullopt for any other code.
/// The server sets it on what ErrorResponse gives for such a code.
///   bad-request 400, body-incomplete 400, not-found 404, method-not-allowed 405, request-timeout 408, body-too-large
///   413, uri-too-long 414, expectation-failed 417, headers-too-large 431, internal 500, transfer-encoding-unsupported
///   501, server-busy 503, http-version-unsupported 505; of tus.h: upload-offset-mismatch 409, tus-version-unsupported
///   412, tus-type-unsupported 415, checksum-mismatch 460
[[nodiscard]] std::optional<int> refusal_status(std::string_view code);

/// Figures for /metrics.
struct ServerFigures {
    std::int64_t connections = 0;
    std::int64_t work_waiting = 0;
    std::int64_t heavy_waiting = 0;
    std::int64_t refused_busy = 0;
    std::int64_t cut = 0;
};

/// A running server. Destruction stops it without grace. Neither that nor stop() may be called from a handler.
class Server {
public:
    virtual ~Server() = default;
    [[nodiscard]] virtual std::uint16_t port() const = 0;
    [[nodiscard]] virtual ServerFigures figures() const = 0;
    /// No new connections; running requests get `grace` to end, then are cut. Returns when the last thread has ended.
    virtual void stop(std::chrono::milliseconds grace) = 0;
};

/// `router` must outlive the server. Raises the limit of open files to what the machine allows and ignores SIGPIPE,
/// both for the whole process. Errors: unavailable ("address-in-use", "cannot-listen"), invalid ("bad-address",
/// "bad-trusted-proxy").
Result<std::unique_ptr<Server>> start_server(const ServerOptions& options, const Router& router,
                                             ErrorResponse error_response);

}  // namespace exeat::http
