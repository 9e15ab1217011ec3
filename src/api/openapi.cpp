// The OpenAPI 3.1 document, made from what was added.
#include <boost/json.hpp>
#include <map>

#include "api/operation.h"

namespace exeat::api {
namespace {

using boost::json::array;
using boost::json::object;
using boost::json::value;

std::string_view name_of(http::Method method) {
    switch (method) {
        case http::Method::get:
            return "get";
        case http::Method::head:
            return "head";
        case http::Method::post:
            return "post";
        case http::Method::put:
            return "put";
        case http::Method::patch:
            return "patch";
        case http::Method::delete_:
            return "delete";
        case http::Method::options:
            return "options";
        case http::Method::other:
            break;
    }
    return "trace";
}

/// What the scopes of a token are, as docs/tokens.md says it.
constexpr std::string_view k_scopes =
    "A token of a person, for programs. Each operation names the scope that it asks for: `read` looks; `download` "
    "takes "
    "files and asks for them; `upload` adds files; `edit` changes assets and folders; `manage` says who may do what "
    "(decisions, passes, members, libraries and their settings, people, the site). None includes another.";

object problem_schema() {
    const auto text = object{{"type", "string"}};
    const auto texts = object{{"type", "array"}, {"items", text}};
    const auto field = object{{"type", "object"},
                              {"required", array{"pointer", "detail"}},
                              {"properties", object{{"pointer", text}, {"detail", text}}},
                              {"additionalProperties", false}};
    return object{{"type", "object"},
                  {"required", array{"type", "title", "status", "detail", "request_id"}},
                  {"additionalProperties", false},
                  {"properties", object{{"type", text},
                                        {"title", text},
                                        {"status", object{{"type", "integer"}}},
                                        {"detail", text},
                                        {"request_id", text},
                                        {"errors", object{{"type", "array"}, {"items", field}}},
                                        {"outcome", text},
                                        {"needs", texts},
                                        {"denied_by", text},
                                        {"request_state", text},
                                        {"can_request", object{{"type", "boolean"}}},
                                        {"why", texts},
                                        {"form", object{{"$ref", "#/components/schemas/RequestForm"}}}}}};
}

array parameters_of(const Operation& operation) {
    array parameters;
    std::string_view path = operation.path;
    for (auto open = path.find('{'); open != std::string_view::npos; open = path.find('{', open + 1)) {
        auto name = path.substr(open + 1, path.find('}', open) - open - 1);
        if (name.ends_with("...")) name.remove_suffix(3);
        parameters.push_back(
            object{{"name", name}, {"in", "path"}, {"required", true}, {"schema", object{{"type", "string"}}}});
    }
    for (const auto& parameter : operation.query) {
        parameters.push_back(object{{"name", parameter.name},
                                    {"in", "query"},
                                    {"description", parameter.description},
                                    {"schema", boost::json::parse(parameter.schema)}});
    }
    if (operation.repeat == Repeat::once_by_key) {
        parameters.push_back(object{{"name", "Idempotency-Key"},
                                    {"in", "header"},
                                    {"description", "The same key with the same request is done once."},
                                    {"schema", object{{"type", "string"}, {"maxLength", 200}}}});
    }
    return parameters;
}

/// Whether it needs no sign-in.
bool is_open(const Operation& operation) {
    return operation.access == Access::anybody || operation.access == Access::ticket;
}

object responses_of(const Operation& operation, bool has_body, const std::optional<value>& answer) {
    object responses;
    const auto status = answer || operation.status != 200 ? operation.status : 204;
    object good{{"description", "Done."}};
    if (answer) good["content"] = object{{"application/json", object{{"schema", *answer}}}};
    responses[std::to_string(status)] = std::move(good);

    auto problems = operation.problems;
    problems.insert(problems.end(), {400, 500, 503});
    if (!is_open(operation)) problems.insert(problems.end(), {401, 403});
    if (operation.access == Access::anybody && operation.method != http::Method::get) problems.push_back(403);
    if (has_body) problems.insert(problems.end(), {413, 415, 422});
    if (operation.repeat == Repeat::once_by_key) problems.push_back(422);
    if (operation.path.find('{') != std::string::npos) problems.push_back(404);
    for (const int problem : problems) {
        responses[std::to_string(problem)] = object{{"$ref", "#/components/responses/Problem"}};
    }
    return responses;
}

/// A session may ask for everything; a token needs the scope that stands here.
array security_of(const Operation& operation) {
    if (is_open(operation)) return {};
    const auto scope = policy::to_text(operation.scope);
    return {object{{"session", array{}}}, object{{"token", array{boost::json::string_view(scope)}}}};
}

void lay_over(object& below, const object& above) {
    for (const auto& [key, member] : above) {
        auto* found = below.if_contains(key);
        const bool refers = found != nullptr && found->is_object() && found->get_object().contains("$ref");
        if (found != nullptr && !refers && found->is_object() && member.is_object()) {
            lay_over(found->get_object(), member.get_object());
        } else if (found != nullptr && found->is_array() && member.is_array()) {
            for (const auto& item : member.get_array()) found->get_array().push_back(item);
        } else {
            below[key] = member;
        }
    }
}

}  // namespace

Result<std::string> Api::document() const {
    EXEAT_TAKE(auto schemas, schemas_.components());
    object paths;
    for (const auto& [operation, types, fragment] : documented_) {
        object entry{{"operationId", operation.id},
                     {"summary", operation.summary},
                     {"tags", array{operation.tag}},
                     {"parameters", parameters_of(operation)}};
        if (types.body) {
            entry["requestBody"] =
                object{{"required", true}, {"content", object{{"application/json", object{{"schema", *types.body}}}}}};
        }
        entry["security"] = security_of(operation);
        entry["responses"] = responses_of(operation, types.body.has_value(), types.answer);
        if (fragment) {
            const auto more = boost::json::parse(*fragment).as_object();
            if (more.contains("responses"))
                entry["responses"].as_object().erase(std::to_string(operation.status == 200 ? 204 : operation.status));
            lay_over(entry, more);
        }
        std::string path = operation.path;
        if (const auto dots = path.find("...}"); dots != std::string::npos) path.erase(dots, 3);
        auto& place = paths[path];
        if (!place.is_object()) place = object{};
        place.get_object()[name_of(operation.method)] = std::move(entry);
    }
    object components;
    schemas["Problem"] = problem_schema();
    components["schemas"] = std::move(schemas);
    components["responses"] =
        object{{"Problem",
                object{{"description", "A problem, in words (RFC 9457)."},
                       {"content", object{{"application/problem+json",
                                           object{{"schema", object{{"$ref", "#/components/schemas/Problem"}}}}}}}}}};
    components["securitySchemes"] =
        object{{"session", object{{"type", "apiKey"}, {"in", "cookie"}, {"name", "__Host-exeat"}}},
               {"token", object{{"type", "http"}, {"scheme", "bearer"}, {"description", k_scopes}}}};
    return boost::json::serialize(
        object{{"openapi", "3.1.0"},
               {"info", object{{"title", "Exeat"},
                               {"version", "1"},
                               {"description", "Who may take what, why, and for how long."},
                               {"license", object{{"name", "Apache-2.0"}, {"identifier", "Apache-2.0"}}}}},
               {"servers", array{object{{"url", "/"}}}},
               {"security", array{object{{"session", array{}}}, object{{"token", array{}}}}},
               {"paths", std::move(paths)},
               {"components", std::move(components)}});
}

}  // namespace exeat::api
