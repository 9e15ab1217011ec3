#include <algorithm>

#include "service/identity/email_address.h"
#include "service/identity/secret_text.h"
#include "state/store/credentials.h"
#include "usecases/people/account.h"
#include "usecases/people/attempts.h"
#include "usecases/people/passwords.h"
#include "usecases/record.h"
#include "usecases/sessions/sessions.h"

namespace exeat::usecases {
namespace {

constexpr std::size_t k_longest_agent = 200;

/// A browser's name for itself, as far as it is text that can be shown.
std::string shown_agent(std::string_view agent) {
    std::string text;
    for (const char c : agent.substr(0, k_longest_agent)) {
        if (c >= ' ' && c <= '~') text += c;
    }
    return text;
}

std::unexpected<Error> suspended() {
    return fail(ErrorKind::forbidden, "account-suspended",
                "Your account is suspended. Ask an administrator of this site.");
}

bool may_sign_in(const store::Credentials& person) {
    return person.active && person.level > 0;
}

Caller signed_in(const Caller& caller, PersonId person, SessionId session, store::SessionStage stage) {
    Caller now = caller;
    now.kind = Caller::Kind::person;
    now.person = person;
    now.session = session;
    now.token.reset();
    now.owes_second_factor = stage == store::SessionStage::code;
    now.scopes = {TokenScope::read, TokenScope::download, TokenScope::upload, TokenScope::edit, TokenScope::manage};
    return now;
}

/// What the password was compared with, so that the hash that is stored when the session opens is still that one.
struct Proof {
    store::Credentials person;
    std::optional<std::string> better_hash;  // at the cost of today
};

Result<OpenedSession> open_proved(sql::Transaction& transaction, const Caller& caller, const Proof& proof,
                                  const Guess& guess, std::string_view agent, Instant now) {
    EXEAT_TAKE(const auto person, store::read_credentials(transaction, proof.person.person));
    if (!person || person->password_hash != proof.person.password_hash) return wrong_sign_in();
    if (!may_sign_in(*person)) return suspended();
    EXEAT_TRY(forgive_guess(transaction, guess));
    if (proof.better_hash) {
        EXEAT_TRY(store::replace_password(transaction, person->person, *person->password_hash, *proof.better_hash));
    }
    const auto stage = person->totp_enabled ? store::SessionStage::code : store::SessionStage::full;
    return open_session(transaction, caller, person->person, stage, agent, now);
}

Done forgive(House& house, const Guess& guess) {
    return house.database.write([&](sql::Transaction& transaction) { return forgive_guess(transaction, guess); });
}

}  // namespace

Instant session_end(const store::SessionRow& session, Instant seen) {
    if (session.stage == store::SessionStage::code) return session.expires_at;
    return Instant{std::min(session.created_at.ms + k_session_longest_ms, seen.ms + k_session_idle_ms)};
}

Result<OpenedSession> open_session(sql::Transaction& transaction, const Caller& caller, PersonId person,
                                   store::SessionStage stage, std::string_view agent, Instant now) {
    if (caller.person && caller.session) {
        EXEAT_TRY(store::delete_session(transaction, *caller.person, *caller.session));
    }
    OpenedSession opened;
    opened.secret = identity::new_token();
    store::SessionRow row;
    row.id = SessionId::make(now);
    row.token = identity::stored_form(opened.secret);
    row.person = person;
    row.stage = stage;
    row.created_at = now;
    row.last_seen_at = now;
    row.expires_at = Instant{now.ms + k_code_stage_ms};
    row.expires_at = session_end(row, now);
    row.address = caller.address;
    row.agent = shown_agent(agent);
    EXEAT_TRY(store::insert_session(transaction, row));
    opened.expires_at = row.expires_at;
    opened.code_needed = stage == store::SessionStage::code;
    opened.caller = signed_in(caller, person, row.id, stage);
    if (!opened.code_needed) {
        EXEAT_TRY(
            record(transaction, opened.caller, now, {.kind = "signed_in", .person = person, .about = row.id.text()}));
    }
    return opened;
}

Result<OpenedSession> sign_in(House& house, const Caller& caller, std::string_view email, const std::string& password,
                              std::string_view agent) {
    const auto key = identity::email_key(email);
    const Guess guess{Guessed::password, key, caller.address};
    EXEAT_TRY(count_guess(house, guess));
    EXEAT_TAKE(auto found,
               house.database.read([&](sql::Session& session) { return store::find_credentials(session, key); }));
    const auto answer = house.passwords.check(found ? found->password_hash : std::nullopt, password);
    if (answer == Passwords::Answer::wrong) return wrong_sign_in();
    if (!may_sign_in(*found)) {
        EXEAT_TRY(forgive(house, guess));
        return suspended();
    }
    Proof proof{std::move(*found), std::nullopt};
    if (answer == Passwords::Answer::right_but_outdated) {
        EXEAT_TAKE(proof.better_hash, house.passwords.hash(password));
    }
    EXEAT_TAKE(const auto now, house.database.now());
    return change(house, [&](sql::Transaction& transaction) {
        return open_proved(transaction, caller, proof, guess, agent, now);
    });
}

}  // namespace exeat::usecases
