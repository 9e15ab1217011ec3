#include "usecases/people/me.h"

#include "state/store/credentials.h"
#include "state/store/people.h"
#include "usecases/particulars.h"
#include "usecases/people/account.h"
#include "usecases/record.h"

namespace exeat::usecases {
namespace {

Result<Me> me_of(sql::Session& session, const Caller& caller, PersonId id) {
    EXEAT_TAKE(auto person, store::read_person(session, id));
    EXEAT_TAKE(const auto standing, store::read_standing(session, id));
    if (!person || !standing) return fail(ErrorKind::unauthenticated, "not-signed-in", "Sign in first.");
    Me me;
    me.flags = standing->flags;
    EXEAT_TAKE(me.roles, store::roles_of(session, id));
    EXEAT_TAKE(me.groups, store::groups_of(session, id));
    EXEAT_TAKE(me.recovery_codes_left, store::recovery_codes_left(session, id));
    const auto level = person->level;
    me.abilities.manage_people = level >= policy::Level::administrator;
    me.abilities.change_site_settings = level >= policy::Level::administrator;
    me.abilities.define_attributes = level >= policy::Level::director;
    me.abilities.create_library = level >= policy::Level::manager;
    me.abilities.create_tokens = !caller.token;
    me.person = std::move(*person);
    return me;
}

}  // namespace

Result<Me> read_me(House& house, const Caller& caller) {
    EXEAT_TAKE(const auto person, person_of(caller));
    return house.database.read([&](sql::Session& session) { return me_of(session, caller, person); });
}

Result<Me> update_me(House& house, const Caller& caller, const std::string& name, std::int64_t version) {
    EXEAT_TAKE(const auto person, person_of(caller));
    EXEAT_TAKE(const auto accepted, accept_name(name, "/name"));
    EXEAT_TAKE(const auto now, house.database.now());
    return change(house, [&](sql::Transaction& transaction) -> Result<Me> {
        EXEAT_TAKE(auto row, store::read_person(transaction, person));
        if (!row) return fail(ErrorKind::unauthenticated, "not-signed-in", "Sign in first.");
        row->name = accepted;
        row->version = version;
        EXEAT_TRY(store::update_person(transaction, *row));
        EXEAT_TRY(
            record(transaction, caller, now,
                   {.kind = "person_updated", .person = person, .body = Particulars().text("name", accepted).body()}));
        return me_of(transaction, caller, person);
    });
}

}  // namespace exeat::usecases
