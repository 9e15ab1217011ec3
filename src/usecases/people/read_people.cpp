#include "service/identity/email_address.h"
#include "usecases/people/people.h"
#include "usecases/people/person_rules.h"
#include "usecases/permit.h"

namespace exeat::usecases {

Result<PeoplePage> list_people(House& house, const Caller& caller, store::NameQuery query) {
    EXEAT_TRY(must_be(house.authority, caller, policy::Level::administrator));
    const auto limit = static_cast<std::size_t>(query.limit++);  // one more shows whether there is a next page
    EXEAT_TAKE(auto people,
               house.database.read([&](sql::Session& session) { return store::list_people(session, query); }));
    PeoplePage page;
    if (people.size() > limit) {
        people.resize(limit);
        page.next = people.back().id.text();
    }
    page.people = std::move(people);
    return page;
}

Result<PersonFull> read_person(House& house, const Caller& caller, PersonId id) {
    EXEAT_TRY(must_be(house.authority, caller, policy::Level::administrator));
    return house.database.read([&](sql::Session& session) { return full_person(session, id); });
}

Result<PersonFull> find_person(House& house, const Caller& caller, std::string_view email) {
    EXEAT_TRY(must_be(house.authority, caller, policy::Level::administrator));
    return house.database.read([&](sql::Session& session) -> Result<PersonFull> {
        EXEAT_TAKE(auto row, store::find_person(session, identity::email_key(email)));
        if (!row) {
            return fail(ErrorKind::not_found, "no-such-person",
                        "There is no person with the e-mail address \"" + std::string(email) + "\".");
        }
        return full_person(session, row->id);
    });
}

}  // namespace exeat::usecases
