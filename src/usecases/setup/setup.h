// The first set-up of a site: one person of level 9, made once. Called by src/api/setup_routes.cpp with the code that
// the server printed, and by `exeat init` without one. Refuses to make a second.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "usecases/caller.h"
#include "usecases/house.h"
#include "usecases/sessions/sessions.h"

namespace exeat::usecases {

/// While the site has no people: a new code for the console ("XXXX-XXXX-XXXX"), which ends those printed before.
/// nullopt when it has.
[[nodiscard]] Result<std::optional<std::string>> open_setup(House& house);

/// Whether the site has no people yet.
[[nodiscard]] Result<bool> setup_needed(House& house);

struct FirstPerson {
    std::string email;
    std::string name;  // empty: the local part of the address
    std::string password;
};

/// Makes the first person, an administrator, and signs them in. Errors: gone "set-up-done", forbidden
/// "wrong-set-up-code", "too-many-attempts", invalid "wrong-email", "wrong-name", those of identity::accept_password.
[[nodiscard]] Result<OpenedSession> set_up(House& house, const Caller& caller, std::string_view code,
                                           const FirstPerson& person, std::string_view agent);

/// The same for the operator, who needs no code and no session.
[[nodiscard]] Result<PersonId> set_up_by_operator(House& house, const Caller& caller, const FirstPerson& person);

}  // namespace exeat::usecases
