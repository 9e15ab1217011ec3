#include "service/identity/email_address.h"
#include "service/identity/password_rules.h"
#include "service/identity/secret_text.h"
#include "state/store/credentials.h"
#include "state/store/people_rows.h"
#include "state/store/site.h"
#include "usecases/people/account.h"
#include "usecases/people/attempts.h"
#include "usecases/people/passwords.h"
#include "usecases/record.h"
#include "usecases/setup/setup.h"

namespace exeat::usecases {
namespace {

constexpr std::size_t k_code_groups = 3;

std::unexpected<Error> set_up_done() {
    return fail(ErrorKind::gone, "set-up-done", "This site is set up already. Sign in instead.");
}

/// Checked and hashed: what the transaction writes.
struct Ready {
    store::PersonRow row;
    std::string password_hash;
};

Result<Ready> prepare(House& house, const FirstPerson& person) {
    Ready ready;
    EXEAT_TAKE(ready.row.email, identity::accept_email(person.email));
    ready.row.email_key = identity::email_key(ready.row.email);
    const auto local_part = ready.row.email.substr(0, ready.row.email.find('@'));
    EXEAT_TAKE(ready.row.name, accept_name(person.name.empty() ? local_part : person.name, "/name"));
    EXEAT_TRY(identity::accept_password(person.password, {ready.row.email, ready.row.name}));
    EXEAT_TAKE(ready.password_hash, house.passwords.hash(person.password));
    ready.row.level = policy::Level::administrator;
    return ready;
}

Result<PersonId> make_first(sql::Transaction& transaction, const Caller& caller, Ready ready, Instant now) {
    EXEAT_TAKE(const bool peopled, store::anybody_there(transaction));
    if (peopled) return set_up_done();
    EXEAT_TRY(store::mark_set_up(transaction, now));
    ready.row.id = PersonId::make(now);
    ready.row.created_at = now;
    EXEAT_TRY(store::insert_person(transaction, ready.row));
    EXEAT_TRY(store::write_password(transaction, ready.row.id, ready.password_hash));
    EXEAT_TRY(record(transaction, caller, now, {.kind = "site_set_up", .person = ready.row.id}));
    return ready.row.id;
}

Done check_code(sql::Session& session, std::string_view typed) {
    EXEAT_TAKE(const auto stored, store::read_set_up_code(session));
    const auto code = identity::typed_code(typed, k_code_groups);
    if (code && stored && identity::same_secret(identity::stored_form(*code), *stored)) return {};
    return fail(ErrorKind::forbidden, "wrong-set-up-code",
                "This is not the set-up code. The server printed it when it started; a restart prints a new one.");
}

/// Before anything slow: whether the set-up is open, and with this code.
Done admit(House& house, std::string_view code, const Guess& guess) {
    EXEAT_TAKE(const bool needed, setup_needed(house));
    if (!needed) return set_up_done();
    EXEAT_TRY(count_guess(house, guess));
    return house.database.write([&](sql::Transaction& transaction) -> Done {
        // Somebody else may have been first meanwhile; their code is no wrong one.
        EXEAT_TAKE(const bool peopled, store::anybody_there(transaction));
        if (peopled) return set_up_done();
        EXEAT_TRY(check_code(transaction, code));
        return forgive_guess(transaction, guess);
    });
}

}  // namespace

Result<std::optional<std::string>> open_setup(House& house) {
    const auto code = identity::new_code(k_code_groups);
    EXEAT_TAKE(const bool open, house.database.write([&](sql::Transaction& transaction) -> Result<bool> {
        EXEAT_TAKE(const bool peopled, store::anybody_there(transaction));
        if (peopled) return false;
        EXEAT_TRY(store::write_set_up_code(transaction, identity::stored_form(code)));
        return true;
    }));
    return open ? std::optional(code) : std::nullopt;
}

Result<bool> setup_needed(House& house) {
    EXEAT_TAKE(const bool peopled,
               house.database.read([](sql::Session& session) { return store::anybody_there(session); }));
    return !peopled;
}

Result<OpenedSession> set_up(House& house, const Caller& caller, std::string_view code, const FirstPerson& person,
                             std::string_view agent) {
    const Guess guess{Guessed::set_up_code, {}, caller.address};
    EXEAT_TRY(admit(house, code, guess));
    EXEAT_TAKE(const auto ready, prepare(house, person));
    EXEAT_TAKE(const auto now, house.database.now());
    return change(house, [&](sql::Transaction& transaction) -> Result<OpenedSession> {
        EXEAT_TAKE(const auto id, make_first(transaction, caller, ready, now));
        EXEAT_TRY(check_code(transaction, code));
        EXEAT_TRY(store::write_set_up_code(transaction, std::nullopt));
        return open_session(transaction, caller, id, store::SessionStage::full, agent, now);
    });
}

Result<PersonId> set_up_by_operator(House& house, const Caller& caller, const FirstPerson& person) {
    if (!caller.is_operator()) {
        return fail(ErrorKind::forbidden, "wrong-set-up-code", "Only the operator sets a site up without the code.");
    }
    EXEAT_TAKE(const auto ready, prepare(house, person));
    EXEAT_TAKE(const auto now, house.database.now());
    return change(house, [&](sql::Transaction& transaction) -> Result<PersonId> {
        EXEAT_TAKE(auto id, make_first(transaction, caller, ready, now));
        EXEAT_TRY(store::write_set_up_code(transaction, std::nullopt));
        return id;
    });
}

}  // namespace exeat::usecases
