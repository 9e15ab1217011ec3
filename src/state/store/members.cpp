#include "state/store/members.h"

#include "state/store/changes.h"
#include "state/store/rows.h"

namespace exeat::store {
namespace {

constexpr std::string_view k_member =
    "select m.id, m.library, m.folder, m.asset, m.person, m.group_id, m.role, m.ends_at from members m";

Member member_of(const sql::Row& row) {
    Member member;
    member.id = row.get<std::string>(0);
    member.membership.library = row.get<LibraryId>(1);
    member.membership.folder = id_or_none<FolderId>(row, 2);
    member.membership.asset = id_or_none<AssetId>(row, 3);
    member.membership.person = row.get<std::optional<PersonId>>(4);
    member.membership.group = row.get<std::optional<GroupId>>(5);
    member.membership.role = word_at<policy::Role>(row, 6);
    member.membership.ends_at = row.get<std::optional<Instant>>(7);
    return member;
}

std::vector<Member> members_of(const sql::Rows& rows) {
    std::vector<Member> members;
    members.reserve(rows.size());
    for (const auto& row : rows) members.push_back(member_of(row));
    return members;
}

}  // namespace

Result<std::optional<Member>> read_member(sql::Session& session, std::string_view id) {
    EXEAT_TAKE(const auto row, session.one(std::string(k_member) + " where m.id = $1", {id}));
    if (!row) return std::optional<Member>{};
    return std::optional(member_of(*row));
}

Result<std::vector<Member>> read_members(sql::Session& session) {
    EXEAT_TAKE(const auto rows, session.query(k_member));
    return members_of(rows);
}

Result<std::vector<Member>> read_members_for(sql::Session& session, LibraryId library, PersonId person) {
    EXEAT_TAKE(const auto rows,
               session.query(std::string(k_member) +
                                 " where m.library = $1 and (m.person = $2 or m.group_id in "
                                 "(select g.group_id from group_people g where g.person = $2)) order by m.id",
                             {library, person}));
    return members_of(rows);
}

Result<std::vector<Member>> read_members_at(sql::Session& session, const MemberPlace& place) {
    EXEAT_TAKE(
        const auto rows,
        session.query(std::string(k_member) + " where m.library = $1 and m.folder = $2 and m.asset = $3 order by m.id",
                      {place.library, text_or_empty(place.folder), text_or_empty(place.asset)}));
    return members_of(rows);
}

Result<std::vector<NamedMember>> read_named_members(sql::Session& session, LibraryId library) {
    EXEAT_TAKE(const auto rows,
               session.query("select m.id, m.library, m.folder, m.asset, m.person, m.group_id, m.role, m.ends_at, "
                             "coalesce(p.name, g.name), coalesce(p.email, ''), coalesce(f.name, ''), "
                             "coalesce(a.name, '') from members m left join people p on p.id = m.person "
                             "left join groups g on g.id = m.group_id left join folders f on f.id = m.folder "
                             "left join assets a on a.id = m.asset where m.library = $1 and a.deleted_at is null "
                             "order by m.folder, m.asset, 9, m.id",
                             {library}));
    std::vector<NamedMember> members;
    members.reserve(rows.size());
    for (const auto& row : rows) {
        members.push_back({member_of(row), row.get<std::string>(8), row.get<std::string>(9), row.get<std::string>(10),
                           row.get<std::string>(11)});
    }
    return members;
}

Result<std::vector<std::string>> read_owner_names(sql::Session& session, LibraryId library, Instant now) {
    EXEAT_TAKE(const auto rows,
               session.query("select p.name from people p where p.active = 1 and p.id in ("
                             "select m.person from members m where m.library = $1 and m.role = 'owner' "
                             "and (m.ends_at is null or m.ends_at > $2) and m.person is not null union "
                             "select g.person from members m join group_people g on g.group_id = m.group_id "
                             "where m.library = $1 and m.role = 'owner' and (m.ends_at is null or m.ends_at > $2)) "
                             "order by p.name, p.id limit 10",
                             {library, now}));
    std::vector<std::string> names;
    names.reserve(rows.size());
    for (const auto& row : rows) names.push_back(row.get<std::string>(0));
    return names;
}

Done insert_member(sql::Transaction& transaction, const Member& member, Instant now) {
    const auto& place = member.membership;
    EXEAT_TRY(transaction.change(
        "insert into members (id, library, folder, asset, person, group_id, role, ends_at, created_at) "
        "values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        {member.id, place.library, text_or_empty(place.folder), text_or_empty(place.asset), place.person, place.group,
         policy::to_text(place.role), place.ends_at, now}));
    return note_change(transaction, ChangeKind::member, member.id);
}

Done update_member(sql::Transaction& transaction, const Member& member) {
    EXEAT_TRY(one_changed(
        transaction.change("update members set role = $1, ends_at = $2 where id = $3",
                           {policy::to_text(member.membership.role), member.membership.ends_at, member.id})));
    return note_change(transaction, ChangeKind::member, member.id);
}

Done delete_member(sql::Transaction& transaction, std::string_view id) {
    EXEAT_TRY(transaction.change("delete from members where id = $1", {id}));
    return note_change(transaction, ChangeKind::member, id);
}

Done move_members(sql::Transaction& transaction, AssetId asset, LibraryId library) {
    EXEAT_TAKE(const auto rows,
               transaction.query("select id from members where asset = $1 and library <> $2", {asset, library}));
    for (const auto& row : rows) {
        const auto id = row.get<std::string>(0);
        EXEAT_TRY(transaction.change("update members set library = $1 where id = $2", {library, id}));
        EXEAT_TRY(note_change(transaction, ChangeKind::member, id));
    }
    return {};
}

Result<std::vector<std::string>> read_group_names(sql::Session& session) {
    EXEAT_TAKE(const auto rows, session.query("select name from groups order by name"));
    std::vector<std::string> names;
    names.reserve(rows.size());
    for (const auto& row : rows) names.push_back(row.get<std::string>(0));
    return names;
}

Result<bool> has_person(sql::Session& session, PersonId id) {
    EXEAT_TAKE(const auto row, session.one("select id from people where id = $1", {id}));
    return row.has_value();
}

Result<bool> has_group(sql::Session& session, GroupId id) {
    EXEAT_TAKE(const auto row, session.one("select id from groups where id = $1", {id}));
    return row.has_value();
}

}  // namespace exeat::store
