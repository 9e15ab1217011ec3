#include "state/store/substitutes.h"

#include <algorithm>
#include <map>

#include "state/store/rows.h"

namespace exeat::store {
namespace {

SubstituteRow substitute_of(const sql::Row& row) {
    return {row.get<PersonId>(0), row.get<PersonId>(1), row.get<Instant>(2), row.get<Instant>(3)};
}

}  // namespace

Done write_substitute(sql::Transaction& transaction, const SubstituteRow& row) {
    EXEAT_TRY(
        transaction.change("insert into substitutes (person, substitute, from_at, until_at) values ($1, $2, $3, $4) "
                           "on conflict (person) do update set substitute = excluded.substitute, "
                           "from_at = excluded.from_at, until_at = excluded.until_at",
                           {row.person, row.substitute, row.from, row.until}));
    return {};
}

Result<std::int64_t> delete_substitute(sql::Transaction& transaction, PersonId person) {
    return transaction.change("delete from substitutes where person = $1", {person});
}

Result<std::optional<SubstituteRow>> read_substitute(sql::Session& session, PersonId person) {
    EXEAT_TAKE(
        const auto row,
        session.one("select person, substitute, from_at, until_at from substitutes where person = $1", {person}));
    if (!row) return std::optional<SubstituteRow>{};
    return std::optional(substitute_of(*row));
}

Result<std::vector<SubstituteRow>> stood_in_for(sql::Session& session, PersonId substitute, Instant now) {
    EXEAT_TAKE(const auto rows,
               session.query("select person, substitute, from_at, until_at from substitutes where substitute = $1 and "
                             "until_at > $2 order by from_at, person",
                             {substitute, now}));
    std::vector<SubstituteRow> all;
    all.reserve(rows.size());
    for (const auto& row : rows) all.push_back(substitute_of(row));
    return all;
}

Result<std::vector<StandIn>> stand_ins_of(sql::Session& session, std::span<const PersonId> people, Instant now) {
    std::map<PersonId, StandIn> found;
    for (std::size_t from = 0; from < people.size(); from += k_longest_list) {
        const auto some = people.subspan(from, std::min(k_longest_list, people.size() - from));
        std::vector<sql::Parameter> parameters{now};
        for (std::size_t i = 0; i < list_length(some.size()); ++i) {
            parameters.emplace_back(some[std::min(i, some.size() - 1)]);
        }
        EXEAT_TAKE(const auto rows,
                   session.query("select p.id, p.email, p.level from substitutes s join people p on p.id = "
                                 "s.substitute where s.from_at <= $1 and s.until_at > $1 and p.active = 1 and "
                                 "p.level > 0 and s.person in (" +
                                     parameter_list(2, parameters.size() - 1) + ")",
                                 parameters));
        for (const auto& row : rows) {
            const auto level = policy::level_of(row.get<std::int64_t>(2)).value_or(policy::Level::no_access);
            const auto id = row.get<PersonId>(0);
            found.try_emplace(id, StandIn{id, row.get<std::string>(1), level});
        }
    }
    std::vector<StandIn> all;
    all.reserve(found.size());
    for (auto& [id, one] : found) all.push_back(std::move(one));
    return all;
}

}  // namespace exeat::store
