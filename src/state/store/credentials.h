// What a person signs in with, as it is stored: the hash of the password, the sealed secret and the recovery codes of
// the second factor, links to set a password. Called by usecases/people and usecases/sessions. Refuses to hash, seal or
// compare anything.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "platform/sql/database.h"

namespace exeat::store {

struct Credentials {
    PersonId person;
    std::string email;
    std::string name;
    bool active = false;
    std::int64_t level = 0;
    std::optional<std::string> password_hash;
    std::optional<std::string> totp_secret;  // sealed
    bool totp_enabled = false;
    std::int64_t totp_last_step = 0;
};
[[nodiscard]] Result<std::optional<Credentials>> read_credentials(sql::Session& session, PersonId person);
[[nodiscard]] Result<std::optional<Credentials>> find_credentials(sql::Session& session, std::string_view email_key);

Done write_password(sql::Transaction& transaction, PersonId person, std::string_view hash);
/// Only while the old one is stored; else nothing happens.
Done replace_password(sql::Transaction& transaction, PersonId person, std::string_view old_hash,
                      std::string_view new_hash);

/// A secret that waits for its first code, or none; the last step starts anew.
Done write_totp(sql::Transaction& transaction, PersonId person, const std::optional<std::string>& sealed_secret);
Done enable_totp(sql::Transaction& transaction, PersonId person, std::int64_t step);
/// Whether the step was later than the last one used, which it is from now on.
[[nodiscard]] Result<bool> use_totp_step(sql::Transaction& transaction, PersonId person, std::int64_t step);

/// These instead of all that were there.
Done write_recovery_codes(sql::Transaction& transaction, PersonId person, const std::vector<Digest>& codes);
/// Whether the code was there and not used; it is used from now on.
[[nodiscard]] Result<bool> use_recovery_code(sql::Transaction& transaction, PersonId person, const Digest& code,
                                             Instant now);
[[nodiscard]] Result<std::int64_t> recovery_codes_left(sql::Session& session, PersonId person);

Done insert_reset(sql::Transaction& transaction, const Digest& token, PersonId person, Instant now, Instant expires_at);
/// Whose it is, while it may be used.
[[nodiscard]] Result<std::optional<PersonId>> find_reset(sql::Session& session, const Digest& token, Instant now);
/// None of the person's links works from now on.
Done end_resets(sql::Transaction& transaction, PersonId person);

}  // namespace exeat::store
