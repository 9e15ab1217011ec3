// Who asks. Made by src/api from a session or a token, by src/app for the operator of the machine. Refuses to know what
// they may do: the policy says that.
#pragma once

#include <optional>
#include <string>

#include "core/policy/words.h"
#include "core/vocabulary/error.h"
#include "core/vocabulary/id.h"
#include "usecases/once.h"

namespace exeat::usecases {

/// What an API token may be used for; a session has all of them. A token never allows more than its person has.
enum class TokenScope : std::uint8_t {
    read,      // look at libraries, assets and one's own account
    download,  // make deliveries, ask for files and access
    upload,    // add new files
    edit,      // change assets and folders; with `upload` also the files that assets have
    manage,    // say who may do what: decisions and passes, members, libraries, people, site settings
};

}  // namespace exeat::usecases

namespace exeat::policy {
template <>
inline constexpr std::array<std::string_view, 5> k_words<usecases::TokenScope>{"read", "download", "upload", "edit",
                                                                               "manage"};
}  // namespace exeat::policy

namespace exeat::usecases {

/// The person who asks, or nobody, or the operator: whoever may read the data folder of this machine. The operator is
/// no person: they see and change everything, and download nothing through the policy.
struct Caller {
    enum class Kind : std::uint8_t { nobody, person, operator_ };

    Kind kind = Kind::nobody;
    std::optional<PersonId> person;    // of Kind::person
    std::optional<SessionId> session;  // signed in with a cookie
    std::optional<TokenId> token;      // signed in with an API token
    bool owes_second_factor = false;   // the password was right; the code is still to come
    policy::WordSet<TokenScope> scopes;
    std::string address;  // where from, for the ledger and throttles
    std::string request_id;
    std::optional<Once> once;  // the Idempotency-Key that came with this call

    [[nodiscard]] bool is_operator() const { return kind == Kind::operator_; }
};

/// Errors: forbidden "scope-missing" for an API token that is not for this.
[[nodiscard]] inline Done must_have_scope(const Caller& caller, TokenScope scope) {
    if (caller.is_operator() || caller.scopes.has(scope)) return {};
    return fail(ErrorKind::forbidden, "scope-missing",
                "This API token does not have the scope \"" + std::string(policy::to_text(scope)) + "\".");
}

}  // namespace exeat::usecases
