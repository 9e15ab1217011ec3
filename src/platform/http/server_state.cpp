#include "platform/http/server_state.h"

#include <exception>

namespace exeat::http {
namespace {

constexpr int k_continue = 100;

/// Calls `work`; a throw becomes what `otherwise` makes of its text.
template <class Work, class Otherwise>
auto guarded(const ServerState& state, std::string_view request_id, const char* what, const Work& work,
             const Otherwise& otherwise) -> decltype(work()) {
    const auto report = [&](std::string_view text) {
        state.log(Severity::error, request_id, std::string(what) + " threw: " + std::string(text));
    };
    try {
        return work();
    } catch (const std::exception& error) {
        report(error.what());
    } catch (...) {
        report("something that is no exception");
    }
    return otherwise();
}

/// The list of middleware from one place on, around the handler.
struct Chain {
    const std::vector<Middleware>& list;
    const Handler& inner;

    Response run(Request& request, std::size_t at) const {
        if (at == list.size()) return inner(request);
        // Two words: std::function keeps them without allocating.
        const auto next = [this, at](Request& again) { return run(again, at + 1); };
        return list[at](request, next);
    }
};

Response plain(const Error& error) {
    Response response;
    response.status = refusal_status(error.code).value_or(500);
    response.headers.add("Content-Type", "text/plain; charset=utf-8");
    response.body = error.text + "\n";
    return response;
}

}  // namespace

ServerState::ServerState(ServerOptions given, const Router& routes, ErrorResponse errors, TrustedProxies proxies)
    : options(std::move(given)),
      router(routes),
      error_response(std::move(errors)),
      trusted(std::move(proxies)),
      work("http-work", options.work_threads, options.work_queue),
      heavy("http-heavy", options.heavy_threads, options.heavy_queue) {}

void ServerState::log(Severity severity, std::string_view request_id, std::string_view text) const {
    if (!options.log) return;
    try {
        options.log(severity, request_id, text);
    } catch (...) {
        // Whoever cannot log has nobody left to tell.
    }
}

ConnectionSlot::ConnectionSlot(ServerState& state) : state_(&state) {
    state.connections.fetch_add(1);
}

ConnectionSlot::~ConnectionSlot() {
    if (!state_) return;
    const std::lock_guard lock(state_->connections_mutex);
    state_->connections.fetch_sub(1);
    state_->connections_changed.notify_all();
}

Response refuse(const ServerState& state, const Request& request, const Error& error) {
    auto response = guarded(
        state, request.request_id, "the error response",
        [&] { return state.error_response ? state.error_response(request, error) : plain(error); },
        [&] { return plain(error); });
    if (const auto status = refusal_status(error.code)) response.status = *status;
    if (error.retry_after_seconds > 0 && !response.headers.find("Retry-After")) {
        response.headers.add("Retry-After", std::to_string(error.retry_after_seconds));
    }
    return response;
}

Response run_handler(const ServerState& state, Request& request, const Handler& inner) {
    return guarded(
        state, request.request_id, "a handler", [&] { return Chain{state.router.middleware(), inner}.run(request, 0); },
        [&] { return refuse(state, request, refusal(Refusal::internal)); });
}

Response answer_unrouted(const ServerState& state, Request& request, const std::vector<Method>& allowed) {
    std::string list;
    for (const auto method : allowed) list += (list.empty() ? "" : ", ") + std::string(method_name(method));
    const auto inner = [&](Request& seen) {
        if (allowed.empty()) return refuse(state, seen, refusal(Refusal::not_found));
        Response response;
        if (seen.method == Method::options) {
            response.status = 204;
        } else {
            response = refuse(state, seen, refusal(Refusal::method_not_allowed));
        }
        response.headers.set("Allow", list);
        return response;
    };
    return run_handler(state, request, inner);
}

Admission admit(const ServerState& state, Request& head, const Receiver& receiver) {
    Admission admission;
    const auto inner = [&](Request& seen) -> Response {
        auto word = receiver(seen);
        if (auto* response = std::get_if<Response>(&word)) return std::move(*response);
        admission.sink = std::move(std::get<std::unique_ptr<BodySink>>(word));
        Response placeholder;
        placeholder.status = admission.sink ? k_continue : 500;
        return placeholder;
    };
    admission.response = run_handler(state, head, inner);
    if (admission.sink && admission.response.status != k_continue) {
        // Middleware took back what the Receiver gave.
        abandon_body(state, head, *admission.sink);
        admission.sink.reset();
    }
    return admission;
}

std::optional<Response> take_bytes(const ServerState& state, const Request& head, BodySink& sink,
                                   std::span<const std::byte> bytes) {
    return guarded(
        state, head.request_id, "a body sink", [&] { return sink.take(bytes); },
        [&]() -> std::optional<Response> {
            abandon_body(state, head, sink);
            return refuse(state, head, refusal(Refusal::internal));
        });
}

Response finish_body(const ServerState& state, const Request& head, BodySink& sink) {
    return guarded(
        state, head.request_id, "a body sink", [&] { return sink.finish(); },
        [&] { return refuse(state, head, refusal(Refusal::internal)); });
}

void abandon_body(const ServerState& state, const Request& head, BodySink& sink) {
    guarded(state, head.request_id, "a body sink", [&] { sink.abandoned(); }, [] {});
}

}  // namespace exeat::http
