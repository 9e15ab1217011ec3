#include "state/store/group_rows.h"

#include "state/store/changes.h"
#include "state/store/joins.h"
#include "state/store/libraries.h"
#include "state/store/members.h"
#include "state/store/name_search.h"
#include "state/store/rows.h"

namespace exeat::store {
namespace {

constexpr std::string_view k_group =
    "select g.id, g.name, g.version, (select count(*) from group_people p where p.group_id = g.id) from groups g";

GroupRow group_of(const sql::Row& row) {
    return {row.get<GroupId>(0), row.get<std::string>(1), row.get<std::int64_t>(2), row.get<std::int64_t>(3)};
}

std::string group_taken(const GroupRow& group) {
    return "There is already a group named \"" + group.name + "\". Choose another name.";
}

}  // namespace

Result<std::optional<GroupRow>> read_group(sql::Session& session, GroupId id) {
    EXEAT_TAKE(const auto row, session.one(std::string(k_group) + " where g.id = $1", {id}));
    return row ? std::optional(group_of(*row)) : std::nullopt;
}

Result<std::optional<GroupRow>> find_group(sql::Session& session, std::string_view name) {
    EXEAT_TAKE(const auto row, session.one(std::string(k_group) + " where g.name_key = $1", {name_key(name)}));
    return row ? std::optional(group_of(*row)) : std::nullopt;
}

Result<std::vector<GroupRow>> list_groups(sql::Session& session, const NameQuery& query) {
    EXEAT_TAKE(const auto rows,
               session.query(std::string(k_group) +
                                 " where g.name_key like $1 escape '!'"
                                 " and ($2 = '' or g.name_key > (select o.name_key from groups o where o.id = $2))"
                                 " order by g.name_key limit $3",
                             {holds_text(query.text), query.after, query.limit}));
    std::vector<GroupRow> groups;
    for (const auto& row : rows) groups.push_back(group_of(row));
    return groups;
}

Result<std::vector<PersonName>> people_of_group(sql::Session& session, GroupId id) {
    EXEAT_TAKE(const auto rows, session.query("select p.id, p.email, p.name from group_people g join people p "
                                              "on p.id = g.person where g.group_id = $1 order by p.name_key, p.id",
                                              {id}));
    return person_names(rows);
}

Done insert_group(sql::Transaction& transaction, const GroupRow& group) {
    auto inserted = transaction.change("insert into groups (id, name, name_key, version) values ($1, $2, $3, $4)",
                                       {group.id, group.name, name_key(group.name), group.version});
    EXEAT_TRY(named_once(std::move(inserted), group_taken(group)));
    return note_change(transaction, ChangeKind::group, group.id.text());
}

Done update_group(sql::Transaction& transaction, const GroupRow& group) {
    auto changed = transaction.change(
        "update groups set name = $1, name_key = $2, version = version + 1 where id = $3 and version = $4",
        {group.name, name_key(group.name), group.id, group.version});
    if (!changed) return named_once(std::move(changed), group_taken(group));
    EXEAT_TRY(one_changed(std::move(changed)));
    return note_change(transaction, ChangeKind::group, group.id.text());
}

Done delete_group(sql::Transaction& transaction, GroupId id, std::int64_t version) {
    EXEAT_TRY(write_people(transaction, k_group_join, id.text(), {}));
    EXEAT_TAKE(const auto members, transaction.query("select id from members where group_id = $1", {id}));
    for (const auto& member : members) EXEAT_TRY(delete_member(transaction, member.get<std::string>(0)));
    EXEAT_TAKE(const auto pass, transaction.one("select id from requests where group_id = $1 limit 1", {id}));
    EXEAT_TRY(one_changed(transaction.change("delete from groups where id = $1 and version = $2", {id, version})));
    // Its passes go with it.
    if (pass) EXEAT_TRY(note_change(transaction, ChangeKind::request, id.text()));
    return note_change(transaction, ChangeKind::group, id.text());
}

Done write_people_of_group(sql::Transaction& transaction, GroupId id, std::int64_t version,
                           const std::vector<PersonId>& people) {
    EXEAT_TRY(one_changed(
        transaction.change("update groups set version = version + 1 where id = $1 and version = $2", {id, version})));
    return write_people(transaction, k_group_join, id.text(), people);
}

}  // namespace exeat::store
