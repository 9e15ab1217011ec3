// The second factor of an account: one-time codes and recovery codes. Called by src/api/me_routes.cpp and
// usecases/sessions. Refuses to know sessions.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "usecases/caller.h"
#include "usecases/house.h"

namespace exeat::usecases {

/// What an authenticator is given, once: in base 32 for typing, as a URI for a QR code.
struct SecondFactorOffer {
    std::string secret;
    std::string uri;
};

/// Makes a new secret; it counts from its first code on. Errors: "not-with-a-token", invalid "wrong-password", conflict
/// "second-factor-on", "too-many-attempts".
[[nodiscard]] Result<SecondFactorOffer> begin_second_factor(House& house, const Caller& caller,
                                                            const std::string& password);
/// The first code; answers ten recovery codes, which are shown this once. Errors: invalid "wrong-code", conflict
/// "second-factor-on", "second-factor-not-begun", "too-many-attempts".
[[nodiscard]] Result<std::vector<std::string>> confirm_second_factor(House& house, const Caller& caller,
                                                                     std::string_view code);
/// Off, and what was left of it gone. Errors: "not-with-a-token", invalid "wrong-password", "too-many-attempts".
Done disable_second_factor(House& house, const Caller& caller, const std::string& password);
/// Ten new recovery codes instead of the old ones. Errors: as above, conflict "second-factor-off".
[[nodiscard]] Result<std::vector<std::string>> renew_recovery_codes(House& house, const Caller& caller,
                                                                    const std::string& password);
/// An administrator or the operator takes it from somebody who lost it, never from themselves. Errors:
/// "level-too-low", conflict "own-rights", not_found.
Done drop_second_factor(House& house, const Caller& caller, PersonId person);

enum class SecondFactorUsed : std::uint8_t { code, recovery_code };
/// Uses a code up. nullopt when it is wrong, old or used.
[[nodiscard]] Result<std::optional<SecondFactorUsed>> use_code(House& house, sql::Transaction& transaction,
                                                               PersonId person, std::string_view code, Instant now);
[[nodiscard]] std::unexpected<Error> wrong_code();

}  // namespace exeat::usecases
