#include "usecases/people/person_rules.h"

#include "state/store/people.h"
#include "usecases/refused.h"

namespace exeat::usecases {

Result<policy::Level> accept_level(std::int64_t number) {
    if (const auto level = policy::level_of(number)) return *level;
    const std::string reason = number == 5 || number == 6 ? "Levels 5 and 6 do not exist. " : "";
    return wrong_member("no-such-level", "/level",
                        reason +
                            "A level is 0 (no access), 1 (browser), 2 (consumer), 3 (importer), 4 (producer), "
                            "7 (manager), 8 (director) or 9 (administrator).");
}

Done accept_quota(const std::optional<std::int64_t>& limit) {
    if (!limit || *limit >= 0) return {};
    return wrong_member("wrong-quota", "/quota_limit",
                        "A quota is a number of downloads: 0 or more, or null for the site's.");
}

Result<PersonFull> full_person(sql::Session& session, PersonId id) {
    EXEAT_TAKE(auto row, store::read_person(session, id));
    if (!row) return nothing_here();
    PersonFull person;
    person.row = std::move(*row);
    EXEAT_TAKE(person.roles, store::roles_of(session, id));
    EXEAT_TAKE(person.groups, store::groups_of(session, id));
    return person;
}

Done must_not_rise(sql::Transaction& transaction, const Caller& caller,
                   const std::shared_ptr<const domain::Standing>& before) {
    if (!caller.person) return {};
    EXEAT_TAKE(const auto after, store::read_standing(transaction, *caller.person));
    if (after && after->level <= before->level && before->flags.has_all(after->flags)) return {};
    return fail(ErrorKind::conflict, "own-rights",
                "Nobody gives themselves a higher level or another role. Ask another administrator.");
}

}  // namespace exeat::usecases
