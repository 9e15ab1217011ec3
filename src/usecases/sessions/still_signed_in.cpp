#include "usecases/sessions/still_signed_in.h"

#include "state/store/people.h"
#include "state/store/session_rows.h"

namespace exeat::usecases {

Done still_signed_in(sql::Session& session, const Caller& caller, Instant now) {
    const auto ended = [] { return fail(ErrorKind::unauthenticated, "not-signed-in", "Sign in first."); };
    if (caller.is_operator()) return {};
    if (!caller.person) return ended();
    EXEAT_TAKE(const auto person, store::read_standing(session, *caller.person));
    if (!person || !person->active || person->level == policy::Level::no_access) return ended();
    if (caller.session) {
        EXEAT_TAKE(const auto row, store::read_session(session, *caller.session));
        if (!row || row->person != person->id || row->expires_at <= now) return ended();
    }
    if (caller.token) {
        EXEAT_TAKE(const auto row, store::read_token(session, *caller.token));
        if (!row || row->person != person->id || (row->expires_at && *row->expires_at <= now)) return ended();
    }
    return {};
}

}  // namespace exeat::usecases
