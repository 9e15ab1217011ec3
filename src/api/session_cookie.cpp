#include "api/session_cookie.h"

#include <algorithm>
#include <cstdint>

#include "usecases/sessions/sessions.h"

namespace exeat::api {
namespace {

constexpr std::string_view k_secure_name = "__Host-exeat";
constexpr std::string_view k_loopback_name = "exeat";

bool is_loopback_address(std::string_view address) {
    return address.starts_with("127.") || address == "::1" || address.starts_with("::ffff:127.");
}

bool names_loopback(const http::Request& request) {
    const auto field = request.headers.find("Host");
    if (!field) return true;
    const bool is_literal = field->starts_with("[::1]");
    const auto end = is_literal ? std::string_view("[::1]").size() : std::min(field->find(':'), field->size());
    const auto host = field->substr(0, end);
    const auto port = field->substr(end);
    // Nothing but a port may follow: "localhost:80@evil.example" is evil.example to a browser.
    if (!port.empty() && (port.front() != ':' || port.find_first_not_of("0123456789", 1) != port.npos)) return false;
    if (is_literal) return true;
    const bool is_number = host.find_first_not_of("0123456789.") == std::string_view::npos;
    return host == "localhost" || host.ends_with(".localhost") || (is_number && host.starts_with("127."));
}

/// On plain http a cookie goes to a browser on this machine only.
bool within_this_machine(const http::Request& request) {
    return request.scheme == "http" && is_loopback_address(request.peer);
}

enum class Cookie : std::uint8_t { secure, loopback, none };

Cookie cookie_for(const usecases::House& house, const http::Request& request) {
    if (request.scheme == "https") return Cookie::secure;
    if (within_this_machine(request) && names_loopback(request)) return Cookie::loopback;
    // A proxy on this machine that does not say so ends TLS for the public address.
    if (house.options.public_url.starts_with("https://")) return Cookie::secure;
    return within_this_machine(request) ? Cookie::loopback : Cookie::none;
}

std::string cookie_text(std::string_view name, std::string_view secret, std::string_view rest, std::int64_t seconds) {
    return std::string(name) + "=" + std::string(secret) + "; Path=/; " + std::string(rest) +
           "HttpOnly; SameSite=Lax; Max-Age=" + std::to_string(seconds);
}

}  // namespace

std::optional<std::string_view> session_secret(const http::Request& request) {
    if (const auto secure = request.cookie(k_secure_name)) return secure;
    // Over https somebody else's page could have set a cookie of the plain name.
    if (within_this_machine(request)) return request.cookie(k_loopback_name);
    return std::nullopt;
}

Done can_have_cookie(const usecases::House& house, const http::Request& request) {
    if (cookie_for(house, request) != Cookie::none) return {};
    return fail(ErrorKind::forbidden, "insecure-connection",
                "You cannot sign in over a connection that others can read. Open this site with https.");
}

void set_session_cookie(const usecases::House& house, const http::Request& request, http::Headers& headers,
                        std::string_view secret) {
    constexpr auto seconds = usecases::k_session_longest_ms / 1000;
    if (cookie_for(house, request) == Cookie::loopback) {
        headers.add("Set-Cookie", cookie_text(k_loopback_name, secret, "", seconds));
    } else {
        headers.add("Set-Cookie", cookie_text(k_secure_name, secret, "Secure; ", seconds));
    }
}

void clear_session_cookie(http::Headers& headers) {
    headers.add("Set-Cookie", cookie_text(k_secure_name, "", "Secure; ", 0));
    headers.add("Set-Cookie", cookie_text(k_loopback_name, "", "", 0));
}

}  // namespace exeat::api
