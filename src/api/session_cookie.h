// The cookie of a session (SAFETY.md "Browser and HTTP"). Called by the routes that sign in and out, and by
// authenticate.cpp. Refuses to know sessions.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/vocabulary/error.h"
#include "platform/http/message.h"
#include "usecases/house.h"

namespace exeat::api {

/// The session's secret that came along: in `__Host-exeat`, or in `exeat` where that one is given out.
[[nodiscard]] std::optional<std::string_view> session_secret(const http::Request& request);

/// Done when a cookie can be given out here: over https, or on plain http within this machine. Errors: forbidden
/// "insecure-connection".
[[nodiscard]] Done can_have_cookie(const usecases::House& house, const http::Request& request);

/// Gives the cookie out. Only where can_have_cookie() says so.
void set_session_cookie(const usecases::House& house, const http::Request& request, http::Headers& headers,
                        std::string_view secret);
/// Takes both cookies back.
void clear_session_cookie(http::Headers& headers);

}  // namespace exeat::api
