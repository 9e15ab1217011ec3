// Errors as problem details (RFC 9457).
#include <algorithm>
#include <array>
#include <boost/json.hpp>

#include "api/operation.h"
#include "core/policy/words.h"
#include "usecases/refusal.h"

namespace exeat::api {
namespace {

std::string_view title_of(int status) {
    switch (status) {
        case 400:
            return "Bad request";
        case 401:
            return "Not signed in";
        case 403:
            return "Not allowed";
        case 404:
            return "Not found";
        case 405:
            return "Method not allowed";
        case 409:
            return "Conflict";
        case 410:
            return "Gone";
        case 412:
            return "Changed meanwhile";
        case 413:
            return "Too large";
        case 415:
            return "Not supported";
        case 416:
            return "No such range";
        case 422:
            return "Not valid";
        case 428:
            return "Version missing";
        case 429:
            return "Too many attempts";
        case 503:
            return "Not now";
        case 507:
            return "No room";
        default:
            return "Something went wrong here";
    }
}

bool asks_too_often(std::string_view code) {
    constexpr std::array<std::string_view, 4> all{"too-many-attempts", "too-many-asks", "too-many-transfers",
                                                  "too-many-invitations"};
    return std::ranges::find(all, code) != all.end();
}

boost::json::object refusal_members(const Refusal& refusal) {
    const auto& decision = refusal.decision;
    boost::json::object members;
    members["outcome"] = policy::to_text(decision.outcome);
    boost::json::array needs;
    for (const auto need : {policy::Need::access_grant, policy::Need::download_grant, policy::Need::site_approval,
                            policy::Need::justification, policy::Need::terms}) {
        if (decision.needs.has(need)) needs.emplace_back(policy::to_text(need));
    }
    members["needs"] = std::move(needs);
    if (decision.denied_by) members["denied_by"] = policy::to_text(*decision.denied_by);
    members["request_state"] = policy::to_text(decision.request_state);
    members["can_request"] = decision.can_request;
    boost::json::array why;
    for (const auto& sentence : refusal.why) why.emplace_back(sentence);
    members["why"] = std::move(why);
    return members;
}

}  // namespace

int status_of(const Error& error) {
    if (const auto status = http::refusal_status(error.code)) return *status;
    if (error.code == "stale" || error.code == "other-file") return 412;
    if (error.code == "no-such-range") return 416;
    if (error.code == "version-missing") return 428;
    if (error.code == "disk-full") return 507;
    switch (error.kind) {
        case ErrorKind::invalid:
            return error.code == "invalid-json" || error.code == "json-too-deep" || error.code == "bad-request" ? 400
                                                                                                                : 422;
        case ErrorKind::unauthenticated:
            return 401;
        case ErrorKind::forbidden:
            return 403;
        case ErrorKind::not_found:
            return 404;
        case ErrorKind::conflict:
            return 409;
        case ErrorKind::gone:
            return 410;
        case ErrorKind::too_large:
            return 413;
        case ErrorKind::unsupported:
            return 415;
        case ErrorKind::busy:
            return asks_too_often(error.code) ? 429 : 503;
        case ErrorKind::unavailable:
            return 503;
        case ErrorKind::internal:
            return 500;
    }
    return 500;
}

http::Response problem_response(const http::Request& request, const Error& error) {
    return problem_with(request, error, "");
}

http::Response problem_with(const http::Request& request, const Error& error, std::string_view besides) {
    const int status = status_of(error);
    boost::json::object problem;
    problem["type"] = "/problems/" + error.code;
    problem["title"] = title_of(status);
    problem["status"] = status;
    problem["detail"] =
        status == 500 ? std::string("This is a mistake of the server, not yours. It was logged.") : error.text;
    problem["request_id"] = request.request_id;
    if (!error.fields.empty()) {
        boost::json::array errors;
        for (const auto& field : error.fields) {
            errors.push_back(boost::json::object{{"pointer", field.pointer}, {"detail", field.text}});
        }
        problem["errors"] = std::move(errors);
    }
    if (error.refusal) {
        for (auto& member : refusal_members(*error.refusal)) problem.insert(std::move(member));
    }
    if (!besides.empty()) {
        const auto members = boost::json::parse(besides);
        for (const auto& member : members.as_object()) problem.insert(member);
    }
    http::Response response;
    response.status = status;
    response.headers.set("Content-Type", "application/problem+json");
    response.headers.set("Cache-Control", "no-store");
    if (error.retry_after_seconds > 0) {
        response.headers.set("Retry-After", std::to_string(error.retry_after_seconds));
    }
    if (status == 401) response.headers.set("WWW-Authenticate", "Bearer");
    response.body = boost::json::serialize(problem);
    return response;
}

}  // namespace exeat::api
