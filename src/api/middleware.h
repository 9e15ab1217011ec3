// What happens around every handler, in one list, and the figures of requests. Called by app when it serves.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "platform/http/server.h"
#include "platform/telemetry/log.h"
#include "platform/telemetry/metrics.h"
#include "usecases/house.h"

namespace exeat::api {

/// Nothing that we answer is sniffed, framed, run from elsewhere, or told to others (SAFETY.md "Browser and HTTP"):
/// sets what is not set already.
void set_safe_heads(http::Response& response, std::string_view scheme);

/// problem_response() with safe heads, for what is refused before any middleware sees it.
[[nodiscard]] http::Response unrouted_problem(const http::Request& request, const Error& error);

/// Outermost first.
[[nodiscard]] std::vector<http::Middleware> middleware(usecases::House& house);

/// Counts answers and writes the access log: method, route (never the path: it may hold a token), status, bytes, time.
class RequestFigures {
public:
    explicit RequestFigures(telemetry::Metrics& metrics);
    void note(const telemetry::Log& log, const http::Served& served);

private:
    telemetry::Metrics& metrics_;
    telemetry::Histogram& seconds_;
    telemetry::Counter& bytes_;
};

/// Adds what the server and the house know of themselves to the metrics; both outlive them.
void watch(telemetry::Metrics& metrics, const http::Server& server, usecases::House& house);

}  // namespace exeat::api
