#include "state/store/people_rows.h"

#include "state/store/changes.h"
#include "state/store/joins.h"
#include "state/store/libraries.h"
#include "state/store/name_search.h"
#include "state/store/rows.h"

namespace exeat::store {
namespace {

constexpr std::string_view k_person =
    "select id, email, email_key, name, level, active, quota_limit, created_at, version, "
    "case when password_hash is null then 0 else 1 end, totp_enabled from people";

PersonRow person_of(const sql::Row& row) {
    PersonRow person;
    person.id = row.get<PersonId>(0);
    person.email = row.get<std::string>(1);
    person.email_key = row.get<std::string>(2);
    person.name = row.get<std::string>(3);
    person.level = policy::level_of(row.get<std::int64_t>(4)).value_or(policy::Level::no_access);
    person.active = row.get<bool>(5);
    person.quota_limit = row.get<std::optional<std::int64_t>>(6);
    person.created_at = row.get<Instant>(7);
    person.version = row.get<std::int64_t>(8);
    person.has_password = row.get<bool>(9);
    person.has_second_factor = row.get<bool>(10);
    return person;
}

std::optional<PersonRow> person_or_none(const std::optional<sql::Row>& row) {
    if (!row) return std::nullopt;
    return person_of(*row);
}

std::unexpected<Error> email_taken(Error error) {
    if (error.code != "duplicate") return std::unexpected(std::move(error));
    return fail(ErrorKind::conflict, "email-taken",
                "There is already a person with this e-mail address. Choose another address, or change that person.",
                error.detail);
}

}  // namespace

Result<std::optional<PersonRow>> read_person(sql::Session& session, PersonId id) {
    EXEAT_TAKE(const auto row, session.one(std::string(k_person) + " where id = $1", {id}));
    return person_or_none(row);
}

Result<std::optional<PersonRow>> find_person(sql::Session& session, std::string_view email_key) {
    EXEAT_TAKE(const auto row, session.one(std::string(k_person) + " where email_key = $1", {email_key}));
    return person_or_none(row);
}

Result<std::vector<PersonRow>> list_people(sql::Session& session, const NameQuery& query) {
    EXEAT_TAKE(
        const auto rows,
        session.query(std::string(k_person) +
                          " where (name_key like $1 escape '!' or email_key like $1 escape '!')"
                          " and ($2 = '' or (name_key, id) > (select p.name_key, p.id from people p where p.id = $2))"
                          " order by name_key, id limit $3",
                      {holds_text(query.text), query.after, query.limit}));
    std::vector<PersonRow> people;
    people.reserve(rows.size());
    for (const auto& row : rows) people.push_back(person_of(row));
    return people;
}

Result<bool> anybody_there(sql::Session& session) {
    EXEAT_TAKE(const auto row, session.one("select count(*) from people"));
    return row->get<std::int64_t>(0) > 0;
}

Result<std::int64_t> count_administrators(sql::Session& session) {
    EXEAT_TAKE(const auto row, session.one("select count(*) from people where level = 9 and active = 1 and "
                                           "password_hash is not null"));
    return row->get<std::int64_t>(0);
}

Done insert_person(sql::Transaction& transaction, const PersonRow& person) {
    auto inserted = transaction.change(
        "insert into people (id, email, email_key, name, name_key, level, active, quota_limit, created_at, version) "
        "values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        {person.id, person.email, person.email_key, person.name, name_key(person.name), static_cast<int>(person.level),
         person.active, person.quota_limit, person.created_at, person.version});
    if (!inserted) return email_taken(std::move(inserted.error()));
    return note_change(transaction, ChangeKind::person, person.id.text());
}

Done update_person(sql::Transaction& transaction, const PersonRow& person) {
    auto changed = transaction.change(
        "update people set email = $1, email_key = $2, name = $3, name_key = $4, level = $5, active = $6, "
        "quota_limit = $7, version = version + 1 where id = $8 and version = $9",
        {person.email, person.email_key, person.name, name_key(person.name), static_cast<int>(person.level),
         person.active, person.quota_limit, person.id, person.version});
    if (!changed) return email_taken(std::move(changed.error()));
    EXEAT_TRY(one_changed(std::move(changed)));
    return note_change(transaction, ChangeKind::person, person.id.text());
}

Result<std::vector<RoleName>> roles_of(sql::Session& session, PersonId person) {
    EXEAT_TAKE(const auto rows, session.query("select r.id, r.name from role_people p join roles r on r.id = p.role "
                                              "where p.person = $1 order by r.name_key",
                                              {person}));
    std::vector<RoleName> roles;
    for (const auto& row : rows) roles.push_back({row.get<RoleId>(0), row.get<std::string>(1)});
    return roles;
}

Result<std::vector<domain::GroupName>> groups_of(sql::Session& session, PersonId person) {
    EXEAT_TAKE(const auto rows,
               session.query("select g.id, g.name from group_people p join groups g on g.id = p.group_id "
                             "where p.person = $1 order by g.name_key",
                             {person}));
    std::vector<domain::GroupName> groups;
    for (const auto& row : rows) groups.push_back({row.get<GroupId>(0), row.get<std::string>(1)});
    return groups;
}

Done write_roles_of(sql::Transaction& transaction, PersonId person, const std::vector<RoleId>& roles) {
    std::vector<std::string> ids;
    for (const auto& role : roles) ids.push_back(role.text());
    return write_sides(transaction, k_role_join, person, std::move(ids));
}

Done write_groups_of(sql::Transaction& transaction, PersonId person, const std::vector<GroupId>& groups) {
    std::vector<std::string> ids;
    for (const auto& group : groups) ids.push_back(group.text());
    return write_sides(transaction, k_group_join, person, std::move(ids));
}

}  // namespace exeat::store
