#include "api/operation.h"

#include <sodium.h>

#include <algorithm>
#include <charconv>
#include <memory>
#include <span>

#include "api/arriving.h"
#include "api/authenticate.h"

namespace exeat::api {
namespace {

bool changes_something(http::Method method) {
    switch (method) {
        case http::Method::get:
        case http::Method::head:
        case http::Method::options:
            return false;
        case http::Method::post:
        case http::Method::put:
        case http::Method::patch:
        case http::Method::delete_:
        case http::Method::other:
            return true;
    }
    return true;
}

constexpr int k_first_refusal = 400;

/// Takes a body for another sink, which is cut when its sender is signed out, and notes when it was not refused.
class PassingSink : public http::BodySink {
public:
    PassingSink(const Api& api, const http::Request& request, const usecases::Caller& caller,
                std::unique_ptr<http::BodySink> taking)
        : api_(api), request_(request), arriving_(api.house(), caller), taking_(std::move(taking)) {}

    std::optional<http::Response> take(std::span<const std::byte> bytes) override { return taking_->take(bytes); }
    http::Response finish() override {
        auto response = taking_->finish();
        if (response.status < k_first_refusal) api_.note_passed(request_);
        return response;
    }
    void abandoned() override { taking_->abandoned(); }
    [[nodiscard]] std::shared_ptr<http::Cut> cut() override { return arriving_.cut(); }

private:
    const Api& api_;
    const http::Request& request_;
    Arriving arriving_;
    std::unique_ptr<http::BodySink> taking_;
};

/// A browser that acts for a cookie says where the page came from; it must be this server (SAFETY.md "Browser").
Done same_origin(const usecases::House& house, const http::Request& request) {
    const auto origin = request.headers.find("Origin");
    const auto host = request.headers.find("Host");
    const std::string own = host ? request.scheme + "://" + std::string(*host) : std::string();
    const auto site = request.headers.find("Sec-Fetch-Site");
    const bool is_foreign = site && *site != "same-origin" && *site != "none";
    if (!is_foreign && origin &&
        (*origin == own || (!house.options.public_url.empty() && *origin == house.options.public_url))) {
        return {};
    }
    return fail(ErrorKind::forbidden, "wrong-origin",
                "This call changes something and does not come from a page of this server. Programs use an API token.");
}

Result<std::optional<usecases::Once>> once_of(const Operation& operation, const usecases::Caller& caller,
                                              const http::Request& request) {
    if (operation.repeat == Repeat::plain) return std::optional<usecases::Once>{};
    const auto key = request.headers.find("Idempotency-Key");
    if (!key) return std::optional<usecases::Once>{};
    const bool printable = std::ranges::all_of(*key, [](char c) { return c > 32 && c < 127; });
    if (key->empty() || key->size() > 200 || !printable) {
        return fail(ErrorKind::invalid, "wrong-idempotency-key",
                    "An Idempotency-Key is 1 to 200 printable characters without spaces.");
    }
    usecases::Once once;
    once.caller = caller.person ? caller.person->text() : std::string();
    once.key = std::string(*key);
    const std::string all = request.route + "\n" + request.path + "\n" + request.body;
    crypto_hash_sha256(once.request_digest.bytes.data(), reinterpret_cast<const unsigned char*>(all.data()),
                       all.size());
    return std::optional(std::move(once));
}

}  // namespace

Operation Resource::about(http::Method method, std::string path, std::string id, std::string summary) const {
    Operation operation;
    operation.method = method;
    operation.path = std::move(path);
    operation.id = std::move(id);
    operation.tag = tag;
    operation.summary = std::move(summary);
    operation.scope = method == http::Method::get ? looking : changing;
    return operation;
}

Result<std::int64_t> Asked::if_match() const {
    const auto field = request.headers.find("If-Match");
    if (!field) {
        return fail(ErrorKind::invalid, "version-missing",
                    "Say which version you are changing: send If-Match with the ETag that you were given.");
    }
    std::string_view text = *field;
    std::int64_t version = 0;
    if (text.size() > 2 && text.front() == '"' && text.back() == '"') {
        text = text.substr(1, text.size() - 2);
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), version);
        if (error == std::errc{} && end == text.data() + text.size()) return version;
    }
    return fail(ErrorKind::conflict, "stale", "Somebody else changed this meanwhile. Load it again and repeat.");
}

Done must_be_json(const http::Request& request) {
    // A body that is not there is told as what it is by whoever reads it.
    if (request.body.empty()) return {};
    const auto field = request.headers.find("Content-Type").value_or("");
    auto type = field.substr(0, field.find(';'));
    while (!type.empty() && type.back() == ' ') type.remove_suffix(1);
    constexpr std::string_view wanted = "application/json";
    const bool same = std::ranges::equal(type, wanted, [](char c, char lower) {
        return (c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c) == lower;
    });
    if (same) return {};
    return fail(
        ErrorKind::unsupported, "json-expected",
        "Send JSON, and say so: Content-Type: application/json. Without that a page of somebody else could send "
        "this for you.");
}

std::string version_tag(std::int64_t version) {
    return "\"" + std::to_string(version) + "\"";
}

Api::Api(usecases::House& house, Authenticator& authenticator) : house_(house), authenticator_(authenticator) {}

void Api::note_passed(const http::Request& request) const {
    authenticator_.passed(request);
}

http::Response Api::no_content() {
    http::Response response;
    response.status = 204;
    return response;
}

http::Response Api::json_response(std::string text, http::Headers headers) {
    http::Response response;
    response.headers = std::move(headers);
    response.headers.set("Content-Type", "application/json");
    response.headers.set("Cache-Control", "no-store");
    response.body = std::move(text);
    return response;
}

Result<usecases::Caller> Api::admit(const Operation& operation, const http::Request& request) const {
    if (operation.access == Access::ticket)
        return usecases::Caller{.address = request.peer, .request_id = request.request_id};
    EXEAT_TAKE(auto caller, authenticator_.who(request));
    const bool by_cookie = caller.session.has_value();
    if (changes_something(operation.method) && (by_cookie || operation.access == Access::anybody) &&
        !request.from_local_socket) {
        // Signing in is guarded, too: nobody is signed in as somebody else by a foreign page. A program without a
        // browser sends no Origin and no cookie, and may pass where anybody may.
        const bool by_browser = request.headers.find("Origin") || request.headers.find("Sec-Fetch-Site");
        if (by_cookie || by_browser) EXEAT_TRY(same_origin(house_, request));
    }
    if (operation.access == Access::anybody) return caller;
    if (caller.kind == usecases::Caller::Kind::nobody) {
        return fail(ErrorKind::unauthenticated, "not-signed-in", "Sign in first.");
    }
    if (operation.access == Access::signed_in && caller.owes_second_factor) {
        return fail(ErrorKind::unauthenticated, "code-needed", "Enter the code of your second factor first.");
    }
    EXEAT_TRY(usecases::must_have_scope(caller, operation.scope));
    EXEAT_TAKE(caller.once, once_of(operation, caller, request));
    return caller;
}

void Api::handle(Operation operation, Types types, std::function<Result<http::Response>(Asked&)> work) {
    auto shared = std::make_shared<const Operation>(operation);
    http::Route route;
    route.method = operation.method;
    route.pattern = operation.path;
    route.run_on = operation.run_on;
    if (operation.at_hand) {
        route.at_hand = [this, shared](const http::Request& request) {
            const bool by_ticket = shared->access == Access::ticket;
            const auto caller = by_ticket ? std::nullopt : authenticator_.at_hand(request);
            return shared->at_hand(house_, request, caller.value_or(usecases::Caller{}));
        };
    }
    route.body_limit = operation.body_limit;
    route.handler = http::Handler([this, shared, work = std::move(work)](http::Request& request) -> http::Response {
        auto caller = admit(*shared, request);
        if (!caller) return problem_response(request, caller.error());
        Asked asked{house_, std::move(*caller), request};
        auto response = work(asked);
        if (!response) {
            const auto& error = response.error();
            return problem_with(request, error, shared->told_besides ? shared->told_besides(asked, error) : "");
        }
        if (response->status == 200) response->status = shared->status;
        if (shared->access != Access::ticket && response->status < k_first_refusal) note_passed(request);
        return std::move(*response);
    });
    router_.add(std::move(route));
    documented_.push_back({std::move(operation), std::move(types), std::nullopt});
}

void Api::add_raw(Operation operation, Described described, std::function<Result<http::Response>(Asked&)> work) {
    handle(std::move(operation), Types{}, std::move(work));
    documented_.back().fragment = std::move(described.fragment);
}

void Api::describe(Operation operation, Described described) {
    documented_.push_back({std::move(operation), Types{}, std::move(described.fragment)});
}

void Api::add_upload(Operation operation, Described described, TakeBody work) {
    auto shared = std::make_shared<const Operation>(operation);
    http::Route route;
    route.method = operation.method;
    route.pattern = operation.path;
    route.run_on = operation.run_on;
    route.handler =
        http::Receiver([this, shared, work = std::move(work)](
                           http::Request& request) -> std::variant<http::Response, std::unique_ptr<http::BodySink>> {
            auto caller = admit(*shared, request);
            if (!caller) return problem_response(request, caller.error());
            Asked asked{house_, std::move(*caller), request};
            auto sink = work(asked);
            if (!sink) return problem_response(request, sink.error());
            if (auto* taking = std::get_if<std::unique_ptr<http::BodySink>>(&*sink)) {
                return std::make_unique<PassingSink>(*this, request, asked.caller, std::move(*taking));
            }
            return std::move(*sink);
        });
    router_.add(std::move(route));
    documented_.push_back({std::move(operation), Types{}, std::move(described.fragment)});
}

}  // namespace exeat::api
