#include "service/identity/email_address.h"
#include "state/store/credentials.h"
#include "state/store/ended_sign_ins.h"
#include "state/store/places.h"
#include "state/store/session_rows.h"
#include "usecases/particulars.h"
#include "usecases/people/account.h"
#include "usecases/people/people.h"
#include "usecases/people/person_rules.h"
#include "usecases/permit.h"
#include "usecases/record.h"
#include "usecases/refused.h"

namespace exeat::usecases {
namespace {

/// Somebody who was invited and has no password yet administers nothing.
bool is_administrator(const store::PersonRow& row) {
    return row.active && row.level == policy::Level::administrator && row.has_password;
}

bool may_sign_in(const store::PersonRow& row) {
    return row.active && row.level != policy::Level::no_access;
}

Done apply(store::PersonRow& row, const PersonChange& wanted) {
    if (wanted.email) {
        EXEAT_TAKE(row.email, identity::accept_email(*wanted.email));
        row.email_key = identity::email_key(row.email);
    }
    if (wanted.name) {
        EXEAT_TAKE(row.name, accept_name(*wanted.name, "/name"));
    }
    if (wanted.level) {
        EXEAT_TAKE(row.level, accept_level(*wanted.level));
    }
    if (wanted.active) row.active = *wanted.active;
    if (!wanted.quota_limit.is_absent()) {
        wanted.quota_limit.apply_to(row.quota_limit);
        EXEAT_TRY(accept_quota(row.quota_limit));
    }
    return {};
}

/// A token never grows: whoever holds one must not come to an account that has more, or to somebody else's.
Done must_fit_a_token(const Caller& caller, const store::PersonRow& before, const store::PersonRow& after) {
    if (!caller.token) return {};
    const bool rises = after.level > before.level && after.level == policy::Level::administrator;
    if (!rises && before.email_key == after.email_key) return {};
    return fail(
        ErrorKind::forbidden, "not-with-a-token",
        "An API token makes no administrators and changes no e-mail addresses: passwords are reset by them. Sign "
        "in to do this.");
}

/// Sessions, tokens and links of somebody who may not sign in any more.
Done shut_out(sql::Transaction& transaction, PersonId person, Instant now) {
    EXEAT_TRY(store::note_sessions_ended(transaction, person, std::nullopt, now));
    EXEAT_TRY(store::note_tokens_ended(transaction, person, now));
    EXEAT_TRY(store::delete_sessions(transaction, person, std::nullopt));
    EXEAT_TRY(store::delete_tokens(transaction, person));
    return store::end_resets(transaction, person);
}

Done must_leave_an_administrator(sql::Session& session, const store::PersonRow& before, const store::PersonRow& after) {
    if (!is_administrator(before) || is_administrator(after)) return {};
    EXEAT_TAKE(const auto left, store::count_administrators(session));
    if (left > 0) return {};
    return fail(ErrorKind::conflict, "last-administrator",
                "This is the last administrator who can sign in. Make somebody else one first, and have them set their "
                "password.");
}

std::string what_changed(const store::PersonRow& before, const store::PersonRow& after, const PersonChange& wanted) {
    Particulars particulars;
    if (before.email != after.email) particulars.text("email", after.email);
    if (before.name != after.name) particulars.text("name", after.name);
    if (before.level != after.level) {
        particulars.number("level_before", static_cast<int>(before.level));
        particulars.number("level", static_cast<int>(after.level));
    }
    if (before.active != after.active) particulars.text("active", after.active ? "yes" : "no");
    if (after.quota_limit && before.quota_limit != after.quota_limit) {
        particulars.number("quota_limit", *after.quota_limit);
    }
    if (wanted.roles) particulars.list("roles", id_texts(*wanted.roles));
    if (wanted.groups) particulars.list("groups", id_texts(*wanted.groups));
    return particulars.body();
}

Done write(sql::Transaction& transaction, const Caller& caller, const PersonChange& wanted,
           const store::PersonRow& before, const store::PersonRow& after, Instant now) {
    EXEAT_TRY(store::update_person(transaction, after));
    if (wanted.roles) EXEAT_TRY(store::write_roles_of(transaction, after.id, *wanted.roles));
    if (wanted.groups) EXEAT_TRY(store::write_groups_of(transaction, after.id, *wanted.groups));
    EXEAT_TRY(must_leave_an_administrator(transaction, before, after));
    if (!may_sign_in(after)) EXEAT_TRY(shut_out(transaction, after.id, now));
    // A link that went to the old address opens nothing any more.
    if (before.email_key != after.email_key) EXEAT_TRY(store::end_resets(transaction, after.id));
    return record(transaction, caller, now,
                  {.kind = "person_updated", .person = after.id, .body = what_changed(before, after, wanted)});
}

}  // namespace

Result<PersonFull> update_person(House& house, const Caller& caller, PersonId id, const PersonChange& wanted,
                                 std::optional<std::int64_t> version) {
    EXEAT_TAKE(const auto now, house.database.now());
    return change(house, [&](sql::Transaction& transaction) -> Result<PersonFull> {
        store::StoredPlaces places(transaction, now);
        EXEAT_TRY(must_be(places, caller, policy::Level::administrator));
        EXEAT_TAKE(const auto standing, standing_of(places, caller));
        EXEAT_TAKE(const auto before, store::read_person(transaction, id));
        if (!before) {
            return nothing_here();
        }
        auto after = *before;
        EXEAT_TRY(apply(after, wanted));
        EXEAT_TRY(must_fit_a_token(caller, *before, after));
        if (version) after.version = *version;
        EXEAT_TRY(write(transaction, caller, wanted, *before, after, now));
        EXEAT_TRY(must_not_rise(transaction, caller, standing));
        return full_person(transaction, id);
    });
}

}  // namespace exeat::usecases
