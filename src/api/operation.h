// How a route is declared: once, with its types, so that the handler, the checks before it and the OpenAPI document
// come from the same lines. Each resource has a file of routes that calls Api::add; app hands the finished router to
// the server. Refuses to know any resource.
#pragma once

#include <boost/json/value.hpp>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "core/vocabulary/error.h"
#include "platform/http/server.h"
#include "platform/json/read.h"
#include "platform/json/schema.h"
#include "platform/json/write.h"
#include "usecases/caller.h"
#include "usecases/house.h"

namespace exeat::api {

/// Who may call: the doors of sign-in are open to anybody; a session that still owes its second factor is half. With
/// `ticket` the path holds the leave, and nobody is asked who they are.
enum class Access : std::uint8_t { ticket, anybody, half_signed_in, signed_in };

/// Whether a POST takes Idempotency-Key.
enum class Repeat : std::uint8_t { plain, once_by_key };

/// A query parameter: `schema` is a JSON Schema as text.
struct QueryParameter {
    std::string name;
    std::string schema = R"({"type":"string"})";
    std::string description;
};

struct Asked;
class Authenticator;

/// Whether a request can be answered from memory, as http::Route has it. The caller is a guess: nobody where their
/// session or token is not in memory, and with a ticket.
using AtHand = std::function<bool(usecases::House&, const http::Request&, const usecases::Caller&)>;

/// One operation of the API. `id` is the use case's name (`create_library`), also in the web.
struct Operation {
    http::Method method = http::Method::get;
    std::string path;
    std::string id;
    std::string tag;
    std::string summary;
    Access access = Access::signed_in;
    usecases::TokenScope scope = usecases::TokenScope::read;
    int status = 200;
    http::RunOn run_on = http::RunOn::work;
    AtHand at_hand = {};  // may be empty
    Repeat repeat = Repeat::plain;
    std::uint64_t body_limit = 1 << 20;
    std::function<std::string(Asked&, const Error&)> told_besides =
        {};  // members of the problem, as JSON; may be empty
    std::vector<QueryParameter> query;
    std::vector<int> problems;  // statuses besides those that its access, body and path bring with them
};

/// What the operations of one resource have in common: its tag, the scope of a look at it, and that of a change.
struct Resource {
    std::string tag;
    usecases::TokenScope looking = usecases::TokenScope::read;
    usecases::TokenScope changing = usecases::TokenScope::manage;

    [[nodiscard]] Operation about(http::Method method, std::string path, std::string id, std::string summary) const;
};

/// What a handler is given besides the body.
struct Asked {
    usecases::House& house;
    usecases::Caller caller;
    http::Request& request;

    /// An id from the path; what cannot be one is not_found, like an id that names nothing.
    template <class SomeId>
    [[nodiscard]] Result<SomeId> id(std::string_view name = "id") const {
        if (const auto id = SomeId::parse(request.parameter(name))) return *id;
        return fail(ErrorKind::not_found, "not-found", "There is nothing here, or nothing that you can see.");
    }
    /// The version in If-Match. Errors: invalid "version-missing" (428) when absent, "version-stale" never here: stores
    /// say that.
    [[nodiscard]] Result<std::int64_t> if_match() const;
};

/// An answer with fields of the head.
template <class T>
struct Reply {
    T body;
    http::Headers headers{};
};
/// Nothing to say: 204.
struct Nothing {};

/// Only what says that it is JSON is read as JSON: a form of a foreign page cannot say so. Errors: unsupported
/// "json-expected".
[[nodiscard]] Done must_be_json(const http::Request& request);

/// `"7"`: the ETag of version 7.
[[nodiscard]] std::string version_tag(std::int64_t version);

/// A reply that carries its version as the ETag.
template <class T>
[[nodiscard]] Reply<T> with_version(T body, std::int64_t version) {
    Reply<T> reply{std::move(body)};
    reply.headers.set("ETag", version_tag(version));
    return reply;
}
/// The same of what says its version itself.
template <class T>
[[nodiscard]] Reply<T> with_version(T body) {
    const auto version = body.version;
    return with_version(std::move(body), version);
}

/// A raw operation's part of the OpenAPI document, as JSON text: {"requestBody": …, "responses": …, "parameters": …}.
struct Described {
    std::string fragment = "{}";
};

class Api {
public:
    /// Both must outlive it.
    Api(usecases::House& house, Authenticator& authenticator);

    /// A body comes in as JSON, T goes out as JSON. `work` is Result<T>(Asked&, Body) or Result<Reply<T>>(Asked&,
    /// Body).
    template <class Body, class T, class Work>
    void add(Operation operation, Work work) {
        Types types;
        types.body = schemas_.add<Body>(json::Side::sent_to_us);
        describe_answer<T>(types);
        handle(std::move(operation), std::move(types),
               [work = std::move(work)](Asked& asked) -> Result<http::Response> {
                   EXEAT_TRY(must_be_json(asked.request));
                   EXEAT_TAKE(auto body, json::from_text<Body>(asked.request.body));
                   auto answer = work(asked, std::move(body));
                   if (!answer) return fail(std::move(answer.error()));
                   return respond(std::move(*answer));
               });
    }
    /// No body comes in. `work` is Result<T>(Asked&) or Result<Reply<T>>(Asked&).
    template <class T, class Work>
    void add(Operation operation, Work work) {
        Types types;
        describe_answer<T>(types);
        handle(std::move(operation), std::move(types),
               [work = std::move(work)](Asked& asked) -> Result<http::Response> {
                   auto answer = work(asked);
                   if (!answer) return fail(std::move(answer.error()));
                   return respond(std::move(*answer));
               });
    }
    /// The handler makes the response itself (files, tus). Access, scope and origin are checked all the same.
    void add_raw(Operation operation, Described described, std::function<Result<http::Response>(Asked&)> work);
    /// A body that is taken while it arrives: `work` looks at the head.
    using TakeBody = std::function<Result<std::variant<http::Response, std::unique_ptr<http::BodySink>>>(Asked&)>;
    void add_upload(Operation operation, Described described, TakeBody work);

    /// Only documents an operation whose route comes from elsewhere (tus) and calls admit() itself.
    void describe(Operation operation, Described described);
    /// Who asks, and whether they may call this at all: access, scope, origin, Idempotency-Key.
    [[nodiscard]] Result<usecases::Caller> admit(const Operation& operation, const http::Request& request) const;
    /// To be called once what was admitted is done, and only then: what is refused changes nothing, not even when
    /// somebody was last seen.
    void note_passed(const http::Request& request) const;
    [[nodiscard]] usecases::House& house() const { return house_; }

    /// A schema that raw operations refer to by name.
    template <class T>
    void declare() {
        static_cast<void>(schemas_.add<T>(json::Side::answered));
    }

    /// The routes, for the server. The Api must outlive it.
    [[nodiscard]] http::Router& router() { return router_; }
    /// Whether everything added so far can be documented. Errors: internal "schema-name-twice" with both types.
    [[nodiscard]] Done can_be_documented() const { return schemas_.names_are_distinct(); }
    /// The OpenAPI 3.1 document of everything added so far. Errors: those of can_be_documented().
    [[nodiscard]] Result<std::string> document() const;

private:
    struct Types {
        std::optional<boost::json::value> body;    // schema
        std::optional<boost::json::value> answer;  // schema; none: 204
    };
    struct Documented {
        Operation operation;
        Types types;
        std::optional<std::string> fragment;
    };

    template <class T>
    void describe_answer(Types& types) {
        if constexpr (!std::is_same_v<T, Nothing>) types.answer = schemas_.add<T>(json::Side::answered);
    }
    template <class T>
    static http::Response respond(T&& answer) {
        using Plain = std::remove_cvref_t<T>;
        if constexpr (std::is_same_v<Plain, Nothing>) {
            return no_content();
        } else if constexpr (requires {
                                 answer.headers;
                                 answer.body;
                             }) {
            if constexpr (std::is_same_v<std::remove_cvref_t<decltype(answer.body)>, Nothing>) {
                auto response = no_content();
                response.headers = std::move(answer.headers);
                return response;
            } else {
                return json_response(json::to_text(answer.body), std::move(answer.headers));
            }
        } else {
            return json_response(json::to_text(answer), {});
        }
    }
    static http::Response no_content();
    static http::Response json_response(std::string text, http::Headers headers);

    void handle(Operation operation, Types types, std::function<Result<http::Response>(Asked&)> work);

    usecases::House& house_;
    Authenticator& authenticator_;
    http::Router router_;
    json::Schemas schemas_;
    std::vector<Documented> documented_;
};

/// The status of each kind of error, RFC 9457 body, Retry-After, and the refusal's needs and reasons.
[[nodiscard]] http::Response problem_response(const http::Request& request, const Error& error);
/// The same with the members of a JSON object besides; an empty text is none.
[[nodiscard]] http::Response problem_with(const http::Request& request, const Error& error, std::string_view besides);
[[nodiscard]] int status_of(const Error& error);

}  // namespace exeat::api
