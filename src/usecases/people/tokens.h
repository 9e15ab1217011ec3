// API tokens: for programs that act as a person, with no more than the scopes that were asked for. Called by
// src/api/tokens_routes.cpp and the command line.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "state/store/session_rows.h"
#include "usecases/caller.h"
#include "usecases/house.h"

namespace exeat::usecases {

inline constexpr std::string_view k_token_start = "exeat_";

struct NewToken {
    std::string name;
    std::vector<std::string> scopes;  // words of TokenScope
    std::optional<Instant> expires_at{};
};

struct TokenMade {
    store::TokenRow row;
    std::optional<std::string> secret;  // shown this once; none when the call is a repetition (Idempotency-Key)
};

/// For oneself, or by the operator for anybody. Errors: "not-with-a-token", invalid "wrong-name", "no-such-scope",
/// "no-scopes", "ends-in-the-past", conflict "too-many-tokens", not_found.
[[nodiscard]] Result<TokenMade> create_token(House& house, const Caller& caller, PersonId owner,
                                             const NewToken& wanted);
/// One's own, the newest first.
[[nodiscard]] Result<std::vector<store::TokenRow>> my_tokens(House& house, const Caller& caller);
/// Errors: not_found for a token that is not the caller's.
Done end_token(House& house, const Caller& caller, TokenId id);

}  // namespace exeat::usecases
