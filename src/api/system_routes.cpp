// /healthz, /metrics and the OpenAPI document.
#include "api/operation.h"
#include "api/routes.h"
#include "platform/telemetry/metrics.h"
#include "usecases/permit.h"

namespace exeat::api {

namespace {

http::Response text_response(std::string text, std::string_view type) {
    http::Response response;
    response.headers.set("Content-Type", std::string(type));
    response.headers.set("Cache-Control", "no-store");
    response.body = std::move(text);
    return response;
}

/// Figures tell how busy a house is: they are for its own monitoring, on this machine, and for administrators.
Done may_see_figures(Asked& asked) {
    const auto& request = asked.request;
    // A proxy on this machine that nobody said to believe asks for somebody else.
    const bool was_forwarded = request.headers.find("X-Forwarded-For") || request.headers.find("Forwarded");
    if (!was_forwarded && (request.peer.starts_with("127.") || request.peer == "::1")) return {};
    return usecases::must_be(asked.house.authority, asked.caller, policy::Level::administrator);
}

constexpr std::string_view k_plain_text =
    R"({"responses": {"200": {"description": "Text.", "content": {"text/plain": {"schema": {"type": "string"}}}}}})";

constexpr std::string_view k_figures = R"({"responses": {
  "200": {"description": "Text.", "content": {"text/plain": {"schema": {"type": "string"}}}},
  "401": {"$ref": "#/components/responses/Problem"},
  "403": {"$ref": "#/components/responses/Problem"}}})";

constexpr std::string_view k_json_document =
    R"({"responses": {"200": {"description": "The document.", "content": {"application/json": {"schema": {"type": "object"}}}}}})";

}  // namespace

void add_system_routes(Api& api, telemetry::Metrics& metrics) {
    api.add_raw({.method = http::Method::get,
                 .path = "/healthz",
                 .id = "health",
                 .tag = "system",
                 .summary = "Whether the process answers",
                 .access = Access::anybody,
                 .run_on = http::RunOn::io},
                {std::string(k_plain_text)},
                [](Asked&) -> Result<http::Response> { return text_response("ok\n", "text/plain; charset=utf-8"); });
    api.add_raw({.method = http::Method::get,
                 .path = "/metrics",
                 .id = "metrics",
                 .tag = "system",
                 .summary = "Figures in the text format of Prometheus; from this machine, or for an administrator",
                 .access = Access::anybody},
                {std::string(k_figures)}, [&metrics](Asked& asked) -> Result<http::Response> {
                    EXEAT_TRY(may_see_figures(asked));
                    return text_response(metrics.text(), telemetry::k_metrics_type);
                });
    api.add_raw({.method = http::Method::get,
                 .path = "/api/openapi.json",
                 .id = "openapi",
                 .tag = "system",
                 .summary = "This document",
                 .access = Access::anybody},
                {std::string(k_json_document)}, [&api](Asked&) -> Result<http::Response> {
                    EXEAT_TAKE(auto document, api.document());
                    return text_response(std::move(document), "application/json");
                });
}

}  // namespace exeat::api
