#include "service/identity/recovery_codes.h"
#include "service/identity/totp.h"
#include "state/store/credentials.h"
#include "usecases/keys.h"
#include "usecases/people/account.h"
#include "usecases/people/attempts.h"
#include "usecases/people/second_factor.h"
#include "usecases/record.h"
#include "usecases/sessions/sessions.h"

namespace exeat::usecases {
namespace {

Result<OpenedSession> open_with_code(House& house, sql::Transaction& transaction, const Caller& caller,
                                     const Guess& guess, std::string_view code, std::string_view agent, Instant now) {
    EXEAT_TAKE(const auto session, store::read_session(transaction, *caller.session));
    if (!session || session->expires_at <= now) {
        return fail(ErrorKind::unauthenticated, "not-signed-in", "Sign in again: the time for the code has ended.");
    }
    EXEAT_TAKE(const auto used, use_code(house, transaction, session->person, code, now));
    if (!used) return wrong_code();
    EXEAT_TRY(forgive_guess(transaction, guess));
    if (*used == SecondFactorUsed::recovery_code) {
        EXEAT_TRY(record(transaction, caller, now, {.kind = "recovery_code_used", .person = session->person}));
    }
    return open_session(transaction, caller, session->person, store::SessionStage::full, agent, now);
}

}  // namespace

Result<OpenedSession> enter_code(House& house, const Caller& caller, std::string_view code, std::string_view agent) {
    EXEAT_TAKE(const auto person, person_with_session(caller));
    if (!caller.owes_second_factor) {
        return fail(ErrorKind::conflict, "no-code-needed", "You are signed in already: no code is needed.");
    }
    const Guess guess{Guessed::code, person.text(), caller.address};
    EXEAT_TRY(count_guess(house, guess));
    EXEAT_TAKE(const auto now, house.database.now());
    return change(house, [&](sql::Transaction& transaction) {
        return open_with_code(house, transaction, caller, guess, code, agent, now);
    });
}

}  // namespace exeat::usecases
