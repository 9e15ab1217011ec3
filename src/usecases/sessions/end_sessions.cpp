#include "state/store/ended_sign_ins.h"
#include "usecases/people/account.h"
#include "usecases/record.h"
#include "usecases/refused.h"
#include "usecases/sessions/sessions.h"

namespace exeat::usecases {

Done sign_out(House& house, const Caller& caller) {
    if (!caller.person || !caller.session) return {};
    EXEAT_TAKE(const auto now, house.database.now());
    return change(house, [&](sql::Transaction& transaction) -> Done {
        EXEAT_TRY(record(transaction, caller, now,
                         {.kind = "signed_out", .person = caller.person, .about = caller.session->text()}));
        EXEAT_TRY(store::delete_session(transaction, *caller.person, *caller.session));
        return {};
    });
}

Result<std::vector<store::SessionRow>> my_sessions(House& house, const Caller& caller) {
    EXEAT_TAKE(const auto person, person_with_session(caller));
    EXEAT_TAKE(const auto now, house.database.now());
    EXEAT_TAKE(auto sessions,
               house.database.read([&](sql::Session& session) { return store::sessions_of(session, person); }));
    std::erase_if(sessions, [&](const store::SessionRow& row) {
        return row.expires_at <= now || row.stage == store::SessionStage::code;
    });
    return sessions;
}

Done end_session(House& house, const Caller& caller, SessionId id) {
    EXEAT_TAKE(const auto person, person_with_session(caller));
    EXEAT_TAKE(const auto now, house.database.now());
    return change(house, [&](sql::Transaction& transaction) -> Done {
        EXEAT_TRY(record(transaction, caller, now, {.kind = "session_ended", .person = person, .about = id.text()}));
        EXEAT_TRY(store::note_session_ended(transaction, person, id, now));
        EXEAT_TAKE(const auto ended, store::delete_session(transaction, person, id));
        if (ended == 1) return {};
        return nothing_here();
    });
}

Done end_other_sessions(House& house, const Caller& caller) {
    EXEAT_TAKE(const auto person, person_with_session(caller));
    EXEAT_TAKE(const auto now, house.database.now());
    return change(house, [&](sql::Transaction& transaction) -> Done {
        EXEAT_TRY(record(transaction, caller, now, {.kind = "other_sessions_ended", .person = person}));
        EXEAT_TRY(store::note_sessions_ended(transaction, person, caller.session, now));
        EXEAT_TRY(store::delete_sessions(transaction, person, caller.session));
        return {};
    });
}

}  // namespace exeat::usecases
