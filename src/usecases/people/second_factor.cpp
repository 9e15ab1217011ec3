#include "usecases/people/second_factor.h"

#include <algorithm>

#include "service/identity/email_address.h"
#include "service/identity/recovery_codes.h"
#include "service/identity/totp.h"
#include "state/store/credentials.h"
#include "state/store/places.h"
#include "usecases/keys.h"
#include "usecases/people/account.h"
#include "usecases/people/attempts.h"
#include "usecases/people/passwords.h"
#include "usecases/permit.h"
#include "usecases/record.h"
#include "usecases/refused.h"

namespace exeat::usecases {
namespace {

std::string place_of(PersonId person) {
    return "totp " + person.text();
}

std::unexpected<Error> is_on() {
    return fail(ErrorKind::conflict, "second-factor-on",
                "The second factor is on. Switch it off first to set it up anew.");
}

/// Asks for the password again. A session that somebody left open is not enough to change how one signs in.
Result<store::Credentials> prove_password(House& house, const Caller& caller, const std::string& password) {
    EXEAT_TAKE(const auto person, person_with_session(caller));
    EXEAT_TAKE(auto row,
               house.database.read([&](sql::Session& session) { return store::read_credentials(session, person); }));
    if (!row) return fail(ErrorKind::unauthenticated, "not-signed-in", "Sign in first.");
    const Guess guess{Guessed::password, identity::email_key(row->email), caller.address};
    EXEAT_TRY(count_guess(house, guess));
    if (house.passwords.check(row->password_hash, password) == Passwords::Answer::wrong) {
        return wrong_password("/password");
    }
    EXEAT_TRY(house.database.write([&](sql::Transaction& transaction) { return forgive_guess(transaction, guess); }));
    return std::move(*row);
}

Done write_codes(sql::Transaction& transaction, PersonId person, const std::vector<std::string>& codes) {
    std::vector<Digest> stored;
    for (const auto& code : codes) {
        if (const auto digest = identity::stored_recovery_code(person, code)) stored.push_back(*digest);
    }
    return store::write_recovery_codes(transaction, person, stored);
}

Done switch_off(sql::Transaction& transaction, const Caller& caller, PersonId person, Instant now) {
    EXEAT_TRY(store::write_totp(transaction, person, std::nullopt));
    EXEAT_TRY(store::write_recovery_codes(transaction, person, {}));
    return record(transaction, caller, now, {.kind = "second_factor_disabled", .person = person});
}

Result<std::optional<std::int64_t>> step_of(House& house, const store::Credentials& person, std::string_view code,
                                            Instant now) {
    EXEAT_TAKE(const auto secret, house.keys.unseal(place_of(person.person), *person.totp_secret));
    return identity::accepted_step(secret, code, now, person.totp_last_step);
}

Done confirm(House& house, sql::Transaction& transaction, const Caller& caller, const Guess& guess,
             std::string_view code, const std::vector<std::string>& recovery_codes, Instant now) {
    EXEAT_TAKE(const auto row, store::read_credentials(transaction, *caller.person));
    if (row && row->totp_enabled) return is_on();
    if (!row || !row->totp_secret) {
        return fail(ErrorKind::conflict, "second-factor-not-begun",
                    "Begin to set up the second factor first: there is no secret to confirm yet.");
    }
    EXEAT_TAKE(const auto step, step_of(house, *row, code, now));
    if (!step) return wrong_code();
    EXEAT_TRY(forgive_guess(transaction, guess));
    EXEAT_TRY(store::enable_totp(transaction, row->person, *step));
    EXEAT_TRY(write_codes(transaction, row->person, recovery_codes));
    return record(transaction, caller, now, {.kind = "second_factor_enabled", .person = row->person});
}

}  // namespace

std::unexpected<Error> wrong_code() {
    return wrong_member("wrong-code", "/code",
                        "This code is not right, or was used already. Wait for the next one, or take a recovery code.");
}

Result<SecondFactorOffer> begin_second_factor(House& house, const Caller& caller, const std::string& password) {
    EXEAT_TAKE(const auto person, prove_password(house, caller, password));
    const auto secret = identity::new_totp_secret();
    const auto sealed = house.keys.seal(place_of(person.person), secret);
    EXEAT_TRY(house.database.write([&](sql::Transaction& transaction) -> Done {
        EXEAT_TAKE(const auto now_stored, store::read_credentials(transaction, person.person));
        if (!now_stored || now_stored->totp_enabled) return is_on();
        return store::write_totp(transaction, person.person, sealed);
    }));
    return SecondFactorOffer{identity::to_base32(secret), identity::totp_uri(secret, "Exeat", person.email)};
}

Result<std::vector<std::string>> confirm_second_factor(House& house, const Caller& caller, std::string_view code) {
    EXEAT_TAKE(const auto person, person_with_session(caller));
    const Guess guess{Guessed::code, person.text(), caller.address};
    EXEAT_TRY(count_guess(house, guess));
    EXEAT_TAKE(const auto now, house.database.now());
    auto codes = identity::new_recovery_codes();
    EXEAT_TRY(house.database.write(
        [&](sql::Transaction& transaction) { return confirm(house, transaction, caller, guess, code, codes, now); }));
    return codes;
}

Done disable_second_factor(House& house, const Caller& caller, const std::string& password) {
    EXEAT_TAKE(const auto person, prove_password(house, caller, password));
    EXEAT_TAKE(const auto now, house.database.now());
    return house.database.write(
        [&](sql::Transaction& transaction) { return switch_off(transaction, caller, person.person, now); });
}

Result<std::vector<std::string>> renew_recovery_codes(House& house, const Caller& caller, const std::string& password) {
    EXEAT_TAKE(const auto person, prove_password(house, caller, password));
    EXEAT_TAKE(const auto now, house.database.now());
    auto codes = identity::new_recovery_codes();
    EXEAT_TRY(house.database.write([&](sql::Transaction& transaction) -> Done {
        EXEAT_TAKE(const auto row, store::read_credentials(transaction, person.person));
        if (!row || !row->totp_enabled) {
            return fail(ErrorKind::conflict, "second-factor-off",
                        "The second factor is off. Recovery codes come with it when it is switched on.");
        }
        EXEAT_TRY(write_codes(transaction, person.person, codes));
        return record(transaction, caller, now, {.kind = "recovery_codes_renewed", .person = person.person});
    }));
    return codes;
}

Done drop_second_factor(House& house, const Caller& caller, PersonId person) {
    EXEAT_TAKE(const auto now, house.database.now());
    return house.database.write([&](sql::Transaction& transaction) -> Done {
        store::StoredPlaces places(transaction, now);
        EXEAT_TRY(must_be(places, caller, policy::Level::administrator));
        if (caller.person && *caller.person == person) {
            return fail(ErrorKind::conflict, "own-rights",
                        "You switch off your own second factor in your profile, with your password.");
        }
        if (caller.token) {
            return fail(ErrorKind::forbidden, "not-with-a-token",
                        "An API token cannot do this. Sign in with your password.");
        }
        EXEAT_TAKE(const auto row, store::read_credentials(transaction, person));
        if (!row) return nothing_here();
        return switch_off(transaction, caller, person, now);
    });
}

Result<std::optional<SecondFactorUsed>> use_code(House& house, sql::Transaction& transaction, PersonId person,
                                                 std::string_view code, Instant now) {
    EXEAT_TAKE(const auto row, store::read_credentials(transaction, person));
    if (!row || !row->totp_enabled || !row->totp_secret) return std::optional<SecondFactorUsed>{};
    if (const auto digest = identity::stored_recovery_code(person, code)) {
        EXEAT_TAKE(const bool used, store::use_recovery_code(transaction, person, *digest, now));
        return used ? std::optional(SecondFactorUsed::recovery_code) : std::nullopt;
    }
    std::string digits(code);
    std::erase(digits, ' ');  // authenticators show two groups of three
    EXEAT_TAKE(const auto step, step_of(house, *row, digits, now));
    if (!step) return std::optional<SecondFactorUsed>{};
    EXEAT_TAKE(const bool used, store::use_totp_step(transaction, person, *step));
    return used ? std::optional(SecondFactorUsed::code) : std::nullopt;
}

}  // namespace exeat::usecases
