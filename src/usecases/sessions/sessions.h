// Signing in and out, and one's sessions. Called by src/api/session_routes.cpp, me_routes.cpp and setup. Refuses to
// know cookies.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "state/store/session_rows.h"
#include "usecases/caller.h"
#include "usecases/house.h"

namespace exeat::usecases {

inline constexpr std::int64_t k_session_idle_ms = 14LL * 86'400'000;     // without a call it ends after this
inline constexpr std::int64_t k_session_longest_ms = 90LL * 86'400'000;  // and after this in any case
inline constexpr std::int64_t k_code_stage_ms = 10LL * 60'000;           // the code of the second factor comes within

/// When a session that was seen at a moment ends.
[[nodiscard]] Instant session_end(const store::SessionRow& session, Instant seen);

/// A session that was just made. The secret goes to the browser and nowhere else.
struct OpenedSession {
    std::string secret;
    Instant expires_at;
    bool code_needed = false;  // the second factor is still owed
    Caller caller;             // who it is from now on
};

/// E-mail address and password. A session that came with the call ends. Errors: unauthenticated "wrong-sign-in" (alike
/// for an absent account and a wrong password, in the same time), forbidden "account-suspended" (only told to who knows
/// the password), busy "too-many-attempts". `agent` is what the browser calls itself.
[[nodiscard]] Result<OpenedSession> sign_in(House& house, const Caller& caller, std::string_view email,
                                            const std::string& password, std::string_view agent);

/// The code of the second factor, or a recovery code, for a session that owes it; the session gets a new secret.
/// Errors: unauthenticated "not-signed-in", invalid "wrong-code", conflict "no-code-needed", "too-many-attempts".
[[nodiscard]] Result<OpenedSession> enter_code(House& house, const Caller& caller, std::string_view code,
                                               std::string_view agent);

/// Makes a whole session, in the transaction of whatever proved who it is.
[[nodiscard]] Result<OpenedSession> open_session(sql::Transaction& transaction, const Caller& caller, PersonId person,
                                                 store::SessionStage stage, std::string_view agent, Instant now);

/// Ends the session that came with the call; nothing to do without one.
Done sign_out(House& house, const Caller& caller);

/// One's own, the last seen first. Errors: "not-with-a-token".
[[nodiscard]] Result<std::vector<store::SessionRow>> my_sessions(House& house, const Caller& caller);
/// Errors: not_found for a session that is not the caller's.
Done end_session(House& house, const Caller& caller, SessionId id);
Done end_other_sessions(House& house, const Caller& caller);

}  // namespace exeat::usecases
