// Who sends a request: the session behind its cookie, the API token it carries, the operator on the local socket, or
// nobody. Called by Api before every handler. Refuses to know what they may do.
#pragma once

#include <optional>

#include "core/vocabulary/error.h"
#include "platform/http/message.h"
#include "usecases/caller.h"
#include "usecases/house.h"
#include "usecases/sessions/callers.h"

namespace exeat::api {

class Authenticator {
public:
    /// `house` must outlive it.
    explicit Authenticator(usecases::House& house) : callers_(house) {}

    /// A cookie that means nothing (any more) is nobody's; a token that means nothing is an error, so that a program
    /// learns of it. A request with both is the token's. Errors: unauthenticated "wrong-token", unavailable.
    [[nodiscard]] Result<usecases::Caller> who(const http::Request& request);

    /// The same where memory knows, else nullopt: a guess for whoever chooses where to answer, not a leave.
    [[nodiscard]] std::optional<usecases::Caller> at_hand(const http::Request& request) const;

    /// What they asked was not refused: their session or token was used.
    void passed(const http::Request& request);

private:
    usecases::Callers callers_;
};

}  // namespace exeat::api
