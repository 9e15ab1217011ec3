#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <map>

#include "platform/http/ascii.h"
#include "platform/http/request_target.h"
#include "platform/http/server.h"

namespace exeat::http {
namespace {

/// The routes are ours: a wrong one ends the program before it serves anything.
[[noreturn]] void abort_with(std::string_view pattern, const char* why) {
    std::fprintf(stderr, "route \"%.*s\": %s\n", static_cast<int>(pattern.size()), pattern.data(), why);
    std::abort();
}

constexpr std::string_view k_rest = "...";

bool is_parameter(std::string_view segment) {
    return segment.starts_with('{') && segment.ends_with('}');
}
bool is_rest(std::string_view segment) {
    return is_parameter(segment) && segment.size() > k_rest.size() + 2 &&
           segment.substr(0, segment.size() - 1).ends_with(k_rest);
}

std::vector<std::string_view> segments_of(std::string_view path) {
    std::vector<std::string_view> segments;
    path.remove_prefix(1);
    for (bool more = true; more;) {
        more = path.find('/') != std::string_view::npos;
        segments.push_back(take_until(path, '/'));
    }
    return segments;
}

/// The values of a pattern's {names}, in their order, from the segments of a path that it matches.
std::vector<std::pair<std::string, std::string>> values_of(std::string_view pattern,
                                                           const std::vector<std::string>& segments) {
    std::vector<std::pair<std::string, std::string>> values;
    const auto parts = segments_of(pattern);
    for (std::size_t i = 0; i < parts.size(); ++i) {
        if (is_rest(parts[i])) {
            std::string rest;
            for (std::size_t at = i; at < segments.size(); ++at) rest += (at == i ? "" : "/") + segments[at];
            values.emplace_back(parts[i].substr(1, parts[i].size() - 2 - k_rest.size()), std::move(rest));
        } else if (is_parameter(parts[i])) {
            values.emplace_back(parts[i].substr(1, parts[i].size() - 2), segments[i]);
        }
    }
    return values;
}

}  // namespace

struct Router::Node {
    std::map<std::string, std::unique_ptr<Node>, std::less<>> fixed;
    std::unique_ptr<Node> parameter;
    std::vector<const Route*> ends;   // routes whose pattern ends here
    std::vector<const Route*> rests;  // routes whose pattern goes on with {name...}

    /// Calls `take` with the routes of each place that the segments from `at` on lead to, best first.
    template <class Take>
    void walk(const std::vector<std::string>& segments, std::size_t at, const Take& take) const {
        if (at == segments.size()) {
            if (!ends.empty()) take(ends);
            return;
        }
        if (const auto next = fixed.find(segments[at]); next != fixed.end()) next->second->walk(segments, at + 1, take);
        if (parameter && !segments[at].empty()) parameter->walk(segments, at + 1, take);
        if (!rests.empty()) take(rests);
    }
};

Router::Router() : root_(std::make_unique<Node>()) {}
Router::~Router() = default;
Router::Router(Router&&) noexcept = default;
Router& Router::operator=(Router&&) noexcept = default;

void Router::add(Route route) {
    const std::string pattern = route.pattern;
    if (!pattern.starts_with('/')) abort_with(pattern, "a pattern begins with \"/\"");
    if (route.method == Method::other) abort_with(pattern, "a route needs a method");
    auto owned = std::make_unique<Route>(std::move(route));
    Node* node = root_.get();
    auto* place = &node->ends;
    const auto segments = segments_of(pattern);
    for (std::size_t i = 0; i < segments.size(); ++i) {
        const auto segment = segments[i];
        if (is_rest(segment)) {
            if (i + 1 != segments.size()) abort_with(pattern, "{name...} is the last segment");
            place = &node->rests;
            break;
        }
        if (!is_parameter(segment) && segment.find_first_of("{}") != std::string_view::npos) {
            abort_with(pattern, "a {name} is a whole segment");
        }
        auto& next = is_parameter(segment) ? node->parameter : node->fixed[std::string(segment)];
        if (!next) next = std::make_unique<Node>();
        node = next.get();
        place = &node->ends;
    }
    for (const auto* other : *place) {
        if (other->method == owned->method) abort_with(pattern, "is there already with this method");
    }
    place->push_back(owned.get());
    routes_.push_back(std::move(owned));
}

void Router::use(std::vector<Middleware> middleware) {
    middleware_ = std::move(middleware);
}

Router::Match Router::match(Method method, std::string_view path) const {
    Match found;
    if (!path.starts_with('/')) return found;
    std::vector<std::string> segments;
    for (const auto segment : segments_of(path)) {
        auto data = decode_segment(segment);
        if (!data) return found;
        segments.push_back(std::move(*data));
    }
    const auto pick = [&](const std::vector<const Route*>& routes, Method wanted) -> const Route* {
        const auto at =
            std::find_if(routes.begin(), routes.end(), [&](const Route* each) { return each->method == wanted; });
        return at == routes.end() ? nullptr : *at;
    };
    root_->walk(segments, 0, [&](const std::vector<const Route*>& routes) {
        for (const auto* each : routes) found.allowed.push_back(each->method);
        if (!found.route) found.route = pick(routes, method);
        if (!found.route && method == Method::head) found.route = pick(routes, Method::get);
    });
    auto& allowed = found.allowed;
    if (std::find(allowed.begin(), allowed.end(), Method::get) != allowed.end()) allowed.push_back(Method::head);
    if (!allowed.empty()) allowed.push_back(Method::options);
    std::sort(allowed.begin(), allowed.end());
    allowed.erase(std::unique(allowed.begin(), allowed.end()), allowed.end());
    if (found.route) found.parameters = values_of(found.route->pattern, segments);
    return found;
}

std::string_view method_name(Method method) {
    constexpr std::array<std::string_view, 8> names{"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", ""};
    return names[static_cast<std::size_t>(method)];
}

}  // namespace exeat::http
