#include "api/authenticate.h"

#include <optional>
#include <string_view>

#include "api/session_cookie.h"

namespace exeat::api {
namespace {

/// What follows "Bearer "; nullopt for other schemes, which a proxy in front may use for itself.
std::optional<std::string_view> bearer(const http::Request& request) {
    constexpr std::string_view scheme = "bearer ";
    const auto field = request.headers.find("Authorization");
    if (!field || field->size() < scheme.size()) return std::nullopt;
    for (std::size_t i = 0; i < scheme.size(); ++i) {
        const char c = (*field)[i];
        if ((c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c) != scheme[i]) return std::nullopt;
    }
    auto secret = field->substr(scheme.size());
    while (!secret.empty() && secret.front() == ' ') secret.remove_prefix(1);
    return secret;
}

std::optional<std::string_view> secret_of(const http::Request& request) {
    const auto token = bearer(request);
    return token ? token : session_secret(request);
}

}  // namespace

Result<usecases::Caller> Authenticator::who(const http::Request& request) {
    usecases::Caller caller;
    if (const auto token = bearer(request)) {
        EXEAT_TAKE(caller, callers_.of_token(*token));
    } else if (const auto session = session_secret(request)) {
        EXEAT_TAKE(caller, callers_.of_session(*session));
    } else if (request.from_local_socket) {
        caller.kind = usecases::Caller::Kind::operator_;
    }
    caller.address = request.peer;
    caller.request_id = request.request_id;
    return caller;
}

std::optional<usecases::Caller> Authenticator::at_hand(const http::Request& request) const {
    const auto secret = secret_of(request);
    return secret ? callers_.at_hand(*secret) : std::nullopt;
}

void Authenticator::passed(const http::Request& request) {
    if (const auto secret = secret_of(request)) callers_.note_use(*secret);
}

}  // namespace exeat::api
