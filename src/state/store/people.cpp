#include "state/store/people.h"

#include "state/store/rows.h"

namespace exeat::store {

Result<std::optional<domain::Standing>> read_standing(sql::Session& session, PersonId id) {
    EXEAT_TAKE(const auto row,
               session.one("select email, name, active, level, quota_limit from people where id = $1", {id}));
    if (!row) return std::optional<domain::Standing>{};
    domain::Standing standing;
    standing.id = id;
    standing.email = row->get<std::string>(0);
    standing.name = row->get<std::string>(1);
    standing.active = row->get<bool>(2);
    standing.level = policy::level_of(row->get<std::int64_t>(3)).value_or(policy::Level::no_access);
    standing.quota_limit = row->get<std::optional<std::int64_t>>(4);

    EXEAT_TAKE(const auto roles, session.query("select r.flags from role_people p join roles r on r.id = p.role "
                                               "where p.person = $1",
                                               {id}));
    for (const auto& role : roles) {
        for (const auto& word : list_at(role, 0)) {
            if (const auto flag = policy::parse_word<policy::Flag>(word)) standing.flags.add(*flag);
        }
    }
    EXEAT_TAKE(const auto groups,
               session.query("select g.id, g.name from group_people p join groups g on g.id = p.group_id "
                             "where p.person = $1 order by g.name",
                             {id}));
    for (const auto& group : groups) standing.groups.push_back({group.get<GroupId>(0), group.get<std::string>(1)});
    return standing;
}

}  // namespace exeat::store
