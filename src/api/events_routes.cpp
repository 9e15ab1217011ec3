// GET /api/events: what happens to the person who asks, while it happens.
#include "api/events_routes.h"

#include <charconv>

#include "usecases/events/watchers.h"

namespace exeat::api {
namespace {

std::optional<std::int64_t> last_heard(const http::Request& request) {
    const auto text = request.headers.find("Last-Event-ID");
    if (!text) return std::nullopt;
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), number);
    // What is no number of ours may have missed everything.
    return error == std::errc{} && end == text->data() + text->size() ? number : -1;
}

/// As much of a request as says who sends it.
http::Request asker_of(const http::Request& request) {
    http::Request asker;
    asker.method = request.method;
    asker.peer = request.peer;
    asker.scheme = request.scheme;
    asker.headers = request.headers;
    return asker;
}

http::Response head_of_stream() {
    http::Response response;
    response.headers.set("Content-Type", "text/event-stream");
    response.headers.set("Cache-Control", "no-store");
    response.headers.set("X-Accel-Buffering", "no");
    return response;
}

Result<http::Response> listen(const Api& api, const Operation& operation, usecases::Watchers& watchers, Asked& asked) {
    if (!asked.caller.person) return fail(ErrorKind::forbidden, "no-person", "Only a person hears events. Sign in.");
    auto response = head_of_stream();
    if (asked.request.method == http::Method::head) return response;
    auto stream = std::make_shared<http::Stream>();
    response.cut = std::make_shared<http::Cut>();
    auto watcher = std::make_shared<usecases::Watcher>();
    watcher->person = *asked.caller.person;
    watcher->signed_in_by = asked.caller.session ? asked.caller.session->text() : asked.caller.token->text();
    watcher->heard = last_heard(asked.request);
    watcher->still_signed_in = [&api, &operation, asker = asker_of(asked.request), person = watcher->person] {
        const auto caller = api.admit(operation, asker);
        return caller && caller->person == person;
    };
    watcher->push = [stream](std::string_view text) { return stream->push(text); };
    watcher->end = [stream] { stream->end(); };
    watcher->cut = [cut = response.cut] { cut->now(); };
    EXEAT_TRY(watchers.add(watcher));
    response.ended = [&watchers, watcher](const http::Sent&) { watchers.remove(watcher); };
    response.body = std::move(stream);
    return response;
}

constexpr std::string_view k_sends_events = R"({
  "description": "Server-sent events, one stream for each session. `ready` comes first, or `resync` where Last-Event-ID says that something was missed: then everything is to be asked for again. `inbox`: a notice came or was read. `requests`: something became of a request or a pass of theirs. `account`: something of one's own account changed. Events have no data: what is there now is asked for. The stream ends with the session.",
  "responses": {
    "200": {"description": "Events, until either side ends it.", "content": {"text/event-stream": {"schema": {"type": "string"}}}}}})";

}  // namespace

void add_events_routes(Api& api, usecases::Watchers& watchers) {
    const Operation operation{.method = http::Method::get,
                              .path = "/api/events",
                              .id = "listen_to_events",
                              .tag = "events",
                              .summary = "What happens to the person who asks, while it happens"};
    api.add_raw(operation, {std::string(k_sends_events)},
                [&api, operation, &watchers](Asked& asked) { return listen(api, operation, watchers, asked); });
}

}  // namespace exeat::api
