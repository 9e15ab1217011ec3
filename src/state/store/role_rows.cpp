#include "state/store/changes.h"
#include "state/store/group_rows.h"
#include "state/store/joins.h"
#include "state/store/libraries.h"
#include "state/store/name_search.h"
#include "state/store/rows.h"

namespace exeat::store {
namespace {

constexpr std::string_view k_role =
    "select r.id, r.name, r.flags, r.version, (select count(*) from role_people p where p.role = r.id) from roles r";

RoleRow role_of(const sql::Row& row) {
    RoleRow role;
    role.id = row.get<RoleId>(0);
    role.name = row.get<std::string>(1);
    for (const auto& word : list_at(row, 2)) {
        if (const auto flag = policy::parse_word<policy::Flag>(word)) role.flags.add(*flag);
    }
    role.version = row.get<std::int64_t>(3);
    role.people = row.get<std::int64_t>(4);
    return role;
}

std::string flags_text(policy::Flags flags) {
    std::vector<std::string> words;
    for (std::size_t i = 0; i < policy::k_words<policy::Flag>.size(); ++i) {
        if (flags.has(static_cast<policy::Flag>(i))) words.emplace_back(policy::k_words<policy::Flag>[i]);
    }
    return list_text(words);
}

std::string role_taken(const RoleRow& role) {
    return "There is already a role named \"" + role.name + "\". Choose another name.";
}

}  // namespace

Result<std::optional<RoleRow>> read_role(sql::Session& session, RoleId id) {
    EXEAT_TAKE(const auto row, session.one(std::string(k_role) + " where r.id = $1", {id}));
    return row ? std::optional(role_of(*row)) : std::nullopt;
}

Result<std::optional<RoleRow>> find_role(sql::Session& session, std::string_view name) {
    EXEAT_TAKE(const auto row, session.one(std::string(k_role) + " where r.name_key = $1", {name_key(name)}));
    return row ? std::optional(role_of(*row)) : std::nullopt;
}

Result<std::vector<RoleRow>> list_roles(sql::Session& session, const NameQuery& query) {
    EXEAT_TAKE(const auto rows,
               session.query(std::string(k_role) +
                                 " where r.name_key like $1 escape '!'"
                                 " and ($2 = '' or r.name_key > (select o.name_key from roles o where o.id = $2))"
                                 " order by r.name_key limit $3",
                             {holds_text(query.text), query.after, query.limit}));
    std::vector<RoleRow> roles;
    for (const auto& row : rows) roles.push_back(role_of(row));
    return roles;
}

Result<std::vector<PersonName>> people_of_role(sql::Session& session, RoleId id) {
    EXEAT_TAKE(const auto rows, session.query("select p.id, p.email, p.name from role_people r join people p "
                                              "on p.id = r.person where r.role = $1 order by p.name_key, p.id",
                                              {id}));
    return person_names(rows);
}

Done insert_role(sql::Transaction& transaction, const RoleRow& role) {
    auto inserted =
        transaction.change("insert into roles (id, name, name_key, flags, version) values ($1, $2, $3, $4, $5)",
                           {role.id, role.name, name_key(role.name), flags_text(role.flags), role.version});
    EXEAT_TRY(named_once(std::move(inserted), role_taken(role)));
    return note_change(transaction, ChangeKind::role, role.id.text());
}

Done update_role(sql::Transaction& transaction, const RoleRow& role) {
    auto changed = transaction.change(
        "update roles set name = $1, name_key = $2, flags = $3, version = version + 1 where id = $4 and version = $5",
        {role.name, name_key(role.name), flags_text(role.flags), role.id, role.version});
    if (!changed) return named_once(std::move(changed), role_taken(role));
    EXEAT_TRY(one_changed(std::move(changed)));
    return note_change(transaction, ChangeKind::role, role.id.text());
}

Done delete_role(sql::Transaction& transaction, RoleId id, std::int64_t version) {
    EXEAT_TRY(write_people(transaction, k_role_join, id.text(), {}));
    EXEAT_TRY(one_changed(transaction.change("delete from roles where id = $1 and version = $2", {id, version})));
    return note_change(transaction, ChangeKind::role, id.text());
}

Done write_people_of_role(sql::Transaction& transaction, RoleId id, std::int64_t version,
                          const std::vector<PersonId>& people) {
    EXEAT_TRY(one_changed(
        transaction.change("update roles set version = version + 1 where id = $1 and version = $2", {id, version})));
    return write_people(transaction, k_role_join, id.text(), people);
}

}  // namespace exeat::store
