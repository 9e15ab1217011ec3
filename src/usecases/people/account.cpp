#include "usecases/people/account.h"

#include "core/domain/names.h"
#include "usecases/refused.h"

namespace exeat::usecases {

Result<PersonId> person_of(const Caller& caller) {
    if (caller.kind == Caller::Kind::person && caller.person) return *caller.person;
    return fail(ErrorKind::unauthenticated, "not-signed-in", "Sign in first.");
}

Result<PersonId> person_with_session(const Caller& caller) {
    EXEAT_TAKE(const auto person, person_of(caller));
    if (caller.token) {
        return fail(ErrorKind::forbidden, "not-with-a-token",
                    "An API token cannot do this. Sign in with your password.");
    }
    return person;
}

std::unexpected<Error> wrong_sign_in() {
    return fail(ErrorKind::unauthenticated, "wrong-sign-in",
                "E-mail address or password is wrong. Try again, or ask for a link to set a new password.");
}

std::unexpected<Error> wrong_password(std::string_view pointer) {
    return wrong_member("wrong-password", std::string(pointer),
                        "This is not your password. Type the one that you sign in with.");
}

Result<std::string> accept_name(std::string_view text, std::string_view pointer) {
    while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
    while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
    EXEAT_TRY(domain::check_title(text, pointer));
    return std::string(text);
}

}  // namespace exeat::usecases
