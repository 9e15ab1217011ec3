// What happens around every handler, in one list, and the figures of requests. Called by app when it serves.
#pragma once

#include <cstdint>
#include <vector>

#include "platform/http/server.h"
#include "platform/telemetry/log.h"
#include "platform/telemetry/metrics.h"
#include "usecases/house.h"

namespace exeat::api {

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
