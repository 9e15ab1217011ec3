#include "state/store/invitations.h"

#include <algorithm>

#include "state/store/rows.h"

namespace exeat::store {
namespace {

constexpr std::string_view k_invitation =
    "select i.id, i.person, i.library, i.member, i.invited_by, i.created_at, i.sent_at, i.withdrawn_at, "
    "i.made_version, i.ended_version from invitations i";

Invitation invitation_of(const sql::Row& row) {
    Invitation invitation;
    invitation.id = row.get<std::string>(0);
    invitation.person = row.get<PersonId>(1);
    invitation.library = row.get<LibraryId>(2);
    invitation.member = row.get<std::string>(3);
    invitation.invited_by = row.get<std::optional<PersonId>>(4);
    invitation.created_at = row.get<Instant>(5);
    invitation.sent_at = row.get<Instant>(6);
    invitation.withdrawn_at = row.get<std::optional<Instant>>(7);
    invitation.made_version = row.get<std::optional<std::int64_t>>(8);
    invitation.ended_version = row.get<std::optional<std::int64_t>>(9);
    return invitation;
}

std::optional<Invitation> invitation_or_none(const std::optional<sql::Row>& row) {
    return row ? std::optional(invitation_of(*row)) : std::nullopt;
}

}  // namespace

Result<std::optional<Invitation>> read_invitation(sql::Session& session, std::string_view id) {
    EXEAT_TAKE(const auto row, session.one(std::string(k_invitation) + " where i.id = $1", {id}));
    return invitation_or_none(row);
}

Result<std::vector<WaitingInvitation>> waiting_invitations(sql::Session& session, LibraryId library) {
    // Two halves, each by an index of its own: no index answers an "or" over both tables.
    constexpr std::string_view columns =
        "select i.id, i.person, i.library, i.member, i.invited_by, i.created_at, i.sent_at, i.withdrawn_at, "
        "i.made_version, i.ended_version, p.email, coalesce(b.name, ''), "
        "(select max(r.expires_at) from resets r where r.person = i.person and r.used_at is null) from ";
    constexpr std::string_view rest =
        "join people p on p.id = i.person left join people b on b.id = i.invited_by where i.withdrawn_at is null "
        "and p.password_hash is null and p.active = 1 and p.level > 0 and ";
    const std::string statement = std::string(columns) + "members m join invitations i on i.member = m.id " +
                                  std::string(rest) + "m.library = $1 union all " + std::string(columns) +
                                  "invitations i " + std::string(rest) +
                                  "i.library = $1 and not exists (select 1 from members m where m.id = i.member)";
    EXEAT_TAKE(const auto rows, session.query(statement, {library}));
    std::vector<WaitingInvitation> waiting;
    waiting.reserve(rows.size());
    for (const auto& row : rows) {
        waiting.push_back({invitation_of(row), row.get<std::string>(10), row.get<std::string>(11),
                           row.get<std::optional<Instant>>(12)});
    }
    std::ranges::sort(waiting, {}, [](const WaitingInvitation& one) { return std::string_view(one.invitation.id); });
    return waiting;
}

Result<AccountMarks> account_marks(sql::Session& session, PersonId person) {
    EXEAT_TAKE(
        const auto row,
        session.one("select max(made_version), max(ended_version) from invitations where person = $1", {person}));
    return AccountMarks{row->get<std::optional<std::int64_t>>(0), row->get<std::optional<std::int64_t>>(1)};
}

Result<bool> was_invited_by(sql::Session& session, PersonId person, PersonId inviter) {
    EXEAT_TAKE(const auto row, session.one("select 1 from invitations where person = $1 and invited_by = $2 limit 1",
                                           {person, inviter}));
    return row.has_value();
}

Result<bool> holds_anything(sql::Session& session, PersonId person) {
    EXEAT_TAKE(const auto rows,
               session.query("select 1 from members m where m.person = $1 union all "
                             "select 1 from group_people g where g.person = $1 union all "
                             "select 1 from requests r where r.person = $1 union all "
                             "select 1 from invitations i where i.person = $1 and i.withdrawn_at is null limit 1",
                             {person}));
    return !rows.empty();
}

Done insert_invitation(sql::Transaction& transaction, const Invitation& invitation) {
    auto inserted = transaction.change(
        "insert into invitations (id, person, library, member, invited_by, created_at, sent_at, made_version) "
        "values ($1, $2, $3, $4, $5, $6, $7, $8)",
        {invitation.id, invitation.person, invitation.library, invitation.member, invitation.invited_by,
         invitation.created_at, invitation.sent_at, invitation.made_version});
    if (!inserted) return std::unexpected(std::move(inserted.error()));
    return {};
}

Done update_invitation(sql::Transaction& transaction, const Invitation& invitation) {
    return one_changed(
        transaction.change("update invitations set sent_at = $1, withdrawn_at = $2, ended_version = $3 where id = $4",
                           {invitation.sent_at, invitation.withdrawn_at, invitation.ended_version, invitation.id}));
}

Result<InviteSettingsRow> read_invite_settings(sql::Session& session) {
    InviteSettingsRow kept;
    EXEAT_TAKE(const auto row, session.one("select owners_invite, level, roles, version from invite_settings"));
    if (!row) return kept;
    kept.settings.owners_invite = row->get<bool>(0);
    kept.settings.level = static_cast<int>(row->get<std::int64_t>(1));
    for (const auto& text : list_at(*row, 2)) {
        if (const auto id = RoleId::parse(text)) kept.settings.roles.push_back(*id);
    }
    kept.version = row->get<std::int64_t>(3);
    return kept;
}

Done update_invite_settings(sql::Transaction& transaction, const InviteSettingsRow& row) {
    std::vector<std::string> roles;
    for (const auto& id : row.settings.roles) roles.push_back(id.text());
    return one_changed(
        transaction.change("update invite_settings set owners_invite = $1, level = $2, roles = $3, "
                           "version = version + 1 where version = $4",
                           {row.settings.owners_invite, row.settings.level, list_text(roles), row.version}));
}

}  // namespace exeat::store
