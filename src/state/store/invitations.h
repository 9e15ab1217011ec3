// Rows of invitations, and what the site lets owners of libraries do about addresses without an account. Called by
// usecases/members. Refuses to know who may invite; the account, the membership and the link of an invitation have rows
// of their own.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/domain/invite_rules.h"
#include "platform/sql/database.h"

namespace exeat::store {

struct Invitation {
    std::string id;
    PersonId person;
    LibraryId library;   // where it was made; its membership may have moved on
    std::string member;  // the membership that came with it; empty: none did
    std::optional<PersonId> invited_by;
    Instant created_at;
    Instant sent_at;
    std::optional<Instant> withdrawn_at;
    std::optional<std::int64_t> made_version;   // of the account that was made for it
    std::optional<std::int64_t> ended_version;  // of the account that the withdrawal ended
};

/// One that waits: the person has no password yet, may sign in, and is still what it made them.
struct WaitingInvitation {
    Invitation invitation;
    std::string email;
    std::string inviter;                  // a name; empty: the operator
    std::optional<Instant> link_ends_at;  // of the latest link that was sent to them
};

[[nodiscard]] Result<std::optional<Invitation>> read_invitation(sql::Session& session, std::string_view id);
/// Those that wait in a library, the oldest first: where their membership is now, or where they were made if it is
/// gone.
[[nodiscard]] Result<std::vector<WaitingInvitation>> waiting_invitations(sql::Session& session, LibraryId library);
/// What the invitations of somebody did to their account, the last time each: an account whose version is another by
/// now was changed by somebody else since.
struct AccountMarks {
    std::optional<std::int64_t> made_version;
    std::optional<std::int64_t> ended_version;
};
[[nodiscard]] Result<AccountMarks> account_marks(sql::Session& session, PersonId person);
/// Whether that inviter ever invited them.
[[nodiscard]] Result<bool> was_invited_by(sql::Session& session, PersonId person, PersonId inviter);
/// Whether the person is a member anywhere, is in a group, has a request or a pass, or waits by another invitation.
[[nodiscard]] Result<bool> holds_anything(sql::Session& session, PersonId person);

Done insert_invitation(sql::Transaction& transaction, const Invitation& invitation);
/// `sent_at` and how it was withdrawn.
Done update_invitation(sql::Transaction& transaction, const Invitation& invitation);

struct InviteSettingsRow {
    domain::InviteSettings settings;
    std::int64_t version = 1;
};
[[nodiscard]] Result<InviteSettingsRow> read_invite_settings(sql::Session& session);
/// Over version `row.version`, which it raises. Errors: conflict "stale".
Done update_invite_settings(sql::Transaction& transaction, const InviteSettingsRow& row);

}  // namespace exeat::store
