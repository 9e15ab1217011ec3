#include "api/middleware.h"

#include <array>
#include <chrono>

#include "api/operation.h"
#include "state/blobs/blobs.h"
#include "usecases/deliveries/transfers.h"

namespace exeat::api {
namespace {

void set_if_absent(http::Response& response, std::string_view name, std::string value) {
    if (!response.headers.find(name)) response.headers.set(name, std::move(value));
}

http::Response with_safe_heads(http::Request& request, const std::function<http::Response(http::Request&)>& next) {
    auto response = next(request);
    set_safe_heads(response, request.scheme);
    return response;
}

}  // namespace

void set_safe_heads(http::Response& response, std::string_view scheme) {
    set_if_absent(response, "X-Content-Type-Options", "nosniff");
    set_if_absent(response, "Referrer-Policy", "same-origin");
    set_if_absent(response, "Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
    set_if_absent(response, "Cross-Origin-Resource-Policy", "same-origin");
    set_if_absent(response, "Cache-Control", "no-store");
    if (scheme == "https") set_if_absent(response, "Strict-Transport-Security", "max-age=31536000");
}

http::Response unrouted_problem(const http::Request& request, const Error& error) {
    auto response = problem_response(request, error);
    set_safe_heads(response, request.scheme);
    return response;
}

std::vector<http::Middleware> middleware(usecases::House& /*house*/) {
    return {with_safe_heads};
}

RequestFigures::RequestFigures(telemetry::Metrics& metrics)
    : metrics_(metrics),
      seconds_(metrics.histogram("exeat_request_seconds", "Time from the whole head to the end of the answer",
                                 telemetry::request_bounds())),
      bytes_(metrics.counter("exeat_body_bytes_total", "Bytes of bodies that were sent")) {}

void RequestFigures::note(const telemetry::Log& log, const http::Served& served) {
    const auto seconds = std::chrono::duration<double>(served.took).count();
    seconds_.observe(seconds);
    bytes_.add(served.sent.body_bytes);
    static constexpr std::array<std::string_view, 6> k_classes{"", "1xx", "2xx", "3xx", "4xx", "5xx"};
    const auto hundred = static_cast<std::size_t>(served.status / 100);
    metrics_
        .counter("exeat_responses_total", "Answers by the class of their status",
                 {{"status", hundred < k_classes.size() ? k_classes[hundred] : "other"}})
        .add();
    const auto& route = served.request.route;
    if (served.status < 400 && (route == "/d/{ticket}" || route == "/healthz" || route == "/metrics")) return;
    log.for_request(served.request.request_id)
        .info("served", {{"method", http::method_name(served.request.method)},
                         {"route", route.empty() ? std::string_view("none") : std::string_view(route)},
                         {"status", served.status},
                         {"bytes", served.sent.body_bytes},
                         {"whole", served.sent.whole},
                         {"ms", static_cast<std::int64_t>(served.took.count() / 1000)}});
}

void watch(telemetry::Metrics& metrics, const http::Server& server, usecases::House& house) {
    metrics.gauge_from("exeat_connections", "Open connections",
                       [&server] { return static_cast<double>(server.figures().connections); });
    metrics.gauge_from("exeat_requests_waiting", "Requests that wait for a thread", [&server] {
        const auto figures = server.figures();
        return static_cast<double>(figures.work_waiting + figures.heavy_waiting);
    });
    metrics.counter_from("exeat_refused_busy_total", "Requests refused because too many waited",
                         [&server] { return static_cast<double>(server.figures().refused_busy); });
    metrics.gauge_from("exeat_transfers", "Files being sent, and bodies with files that arrive",
                       [&house] { return static_cast<double>(house.transfers.running()); });
    metrics.counter_from("exeat_transfers_cut_total", "Transfers cut because a right was taken away",
                         [&house] { return static_cast<double>(house.transfers.cut_by_policy()); });
    metrics.gauge_from("exeat_ready", "1 when the process can serve",
                       [&house] { return house.authority.now() && house.blobs.ready() ? 1.0 : 0.0; });
}

}  // namespace exeat::api
