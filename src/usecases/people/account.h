// What the use cases about one's own account begin with: a person, signed in on a page and not with a token. Called by
// usecases/people and usecases/sessions.
#pragma once

#include <string>
#include <string_view>

#include "core/vocabulary/error.h"
#include "usecases/caller.h"

namespace exeat::usecases {

/// The caller as a person. Errors: unauthenticated "not-signed-in" for nobody and for the operator.
[[nodiscard]] Result<PersonId> person_of(const Caller& caller);

/// The caller as a person with a session: what an API token may not do, whatever its scopes (it would grow). Errors:
/// unauthenticated "not-signed-in", forbidden "not-with-a-token".
[[nodiscard]] Result<PersonId> person_with_session(const Caller& caller);

/// The error of a password that is not that of the account: unauthenticated "wrong-sign-in" at sign-in, where it also
/// stands for an account that is not there; invalid "wrong-password" where somebody who is signed in repeats it.
[[nodiscard]] std::unexpected<Error> wrong_sign_in();
[[nodiscard]] std::unexpected<Error> wrong_password(std::string_view pointer);

/// A name of a person, group, role or token without blanks around it. Errors: invalid "wrong-name" (as
/// domain::check_title).
[[nodiscard]] Result<std::string> accept_name(std::string_view text, std::string_view pointer);

}  // namespace exeat::usecases
