// Setting a password: knowing the old one, holding a link, or being the operator.
#include "service/identity/email_address.h"
#include "service/identity/password_rules.h"
#include "service/identity/secret_text.h"
#include "state/store/credentials.h"
#include "state/store/ended_sign_ins.h"
#include "state/store/session_rows.h"
#include "usecases/people/account.h"
#include "usecases/people/attempts.h"
#include "usecases/people/password.h"
#include "usecases/people/passwords.h"
#include "usecases/record.h"
#include "usecases/refused.h"

namespace exeat::usecases {
namespace {

std::unexpected<Error> link_ended() {
    return fail(ErrorKind::gone, "password-link-ended",
                "This link has ended or was used. Ask for a new one on the page of the sign-in.");
}

struct NewPassword {
    PersonId person;
    std::string hash;
    std::optional<SessionId> stays;  // the session that goes on
};

/// The new password, and the end of whatever the old one opened.
Done write_new(sql::Transaction& transaction, const Caller& caller, const NewPassword& wanted, Instant now) {
    EXEAT_TRY(store::write_password(transaction, wanted.person, wanted.hash));
    EXEAT_TRY(store::end_resets(transaction, wanted.person));
    EXEAT_TRY(record(transaction, caller, now, {.kind = "password_changed", .person = wanted.person}));
    EXEAT_TRY(store::note_sessions_ended(transaction, wanted.person, wanted.stays, now));
    EXEAT_TRY(store::delete_sessions(transaction, wanted.person, wanted.stays));
    if (wanted.stays) return {};
    // Whoever lost the old password gets everything back with a new one, from a guest with a token of their own, too.
    EXEAT_TRY(store::note_tokens_ended(transaction, wanted.person, now));
    EXEAT_TRY(store::delete_tokens(transaction, wanted.person));
    return {};
}

Result<store::Credentials> credentials_of(House& house, PersonId person) {
    EXEAT_TAKE(auto row,
               house.database.read([&](sql::Session& session) { return store::read_credentials(session, person); }));
    if (!row) return nothing_here();
    return std::move(*row);
}

Result<store::Credentials> credentials_behind(sql::Session& session, const Digest& token, Instant now) {
    EXEAT_TAKE(const auto person, store::find_reset(session, token, now));
    if (!person) return link_ended();
    EXEAT_TAKE(auto row, store::read_credentials(session, *person));
    if (!row || !row->active || row->level == 0) return link_ended();
    return std::move(*row);
}

}  // namespace

Done change_password(House& house, const Caller& caller, const std::string& old_password,
                     const std::string& new_password) {
    EXEAT_TAKE(const auto person, person_with_session(caller));
    EXEAT_TAKE(const auto known, credentials_of(house, person));
    const Guess guess{Guessed::password, identity::email_key(known.email), caller.address};
    EXEAT_TRY(count_guess(house, guess));
    if (house.passwords.check(known.password_hash, old_password) == Passwords::Answer::wrong) {
        return wrong_password("/old_password");
    }
    EXEAT_TAKE(const auto now, house.database.now());
    EXEAT_TRY(house.database.write([&](sql::Transaction& transaction) { return forgive_guess(transaction, guess); }));
    EXEAT_TRY(identity::accept_password(new_password, {known.email, known.name}, "/new_password"));
    EXEAT_TAKE(const auto hash, house.passwords.hash(new_password));
    return change(house, [&](sql::Transaction& transaction) -> Done {
        EXEAT_TAKE(const auto still, store::read_credentials(transaction, person));
        if (!still || still->password_hash != known.password_hash) return wrong_password("/old_password");
        return write_new(transaction, caller, {person, hash, caller.session}, now);
    });
}

Done reset_password(House& house, const Caller& caller, std::string_view token, const std::string& password) {
    const Guess guess{Guessed::password_link, {}, caller.address};
    EXEAT_TRY(count_guess(house, guess));
    EXEAT_TAKE(const auto now, house.database.now());
    const auto digest = identity::stored_form(token);
    EXEAT_TAKE(const auto known, house.database.write([&](sql::Transaction& transaction) -> Result<store::Credentials> {
        EXEAT_TAKE(auto person, credentials_behind(transaction, digest, now));
        EXEAT_TRY(forgive_guess(transaction, guess));
        return person;
    }));
    EXEAT_TRY(identity::accept_password(password, {known.email, known.name}));
    EXEAT_TAKE(const auto hash, house.passwords.hash(password));
    return change(house, [&](sql::Transaction& transaction) -> Done {
        EXEAT_TAKE(const auto person, credentials_behind(transaction, digest, now));
        return write_new(transaction, caller, {person.person, hash, std::nullopt}, now);
    });
}

Done set_password(House& house, const Caller& caller, PersonId person, const std::string& password) {
    if (!caller.is_operator()) {
        return fail(ErrorKind::forbidden, "level-too-low",
                    "Only the operator of the machine sets somebody else's password. Send a link instead.");
    }
    EXEAT_TAKE(const auto known, credentials_of(house, person));
    EXEAT_TRY(identity::accept_password(password, {known.email, known.name}));
    EXEAT_TAKE(const auto hash, house.passwords.hash(password));
    EXEAT_TAKE(const auto now, house.database.now());
    return change(house, [&](sql::Transaction& transaction) {
        return write_new(transaction, caller, {person, hash, std::nullopt}, now);
    });
}

}  // namespace exeat::usecases
