// People invited by e-mail to a library, one of its folders or one of its assets: account, level, roles and membership
// in one step. Called by src/api/invitations_routes.cpp. Every call asks for `protect` at the place, as for members.
//
// An address that has an account makes its person a member; who may change members finds everybody who has one by
// their address anyway (find_candidates). Whether an address without an account may be invited, and what it gets, the
// site says: see people/invited_account.h.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/domain/invite_rules.h"
#include "usecases/members/members.h"
#include "usecases/people/invited_account.h"

namespace exeat::usecases {

struct InviteWish {
    std::vector<std::string> emails;
    store::MemberPlace place;
    policy::Role role = policy::Role::viewer;
    std::optional<Instant> ends_at;
    InviteWants account;
};
inline constexpr std::size_t k_most_invited_at_once = 50;

enum class InviteOutcome : std::uint8_t { invited, added };
struct InvitedShown {
    std::string email;
    InviteOutcome outcome = InviteOutcome::invited;
    MemberShown member;
    std::vector<domain::Warning> warnings;  // about an account that was there, for administrators
};
struct NotInvited {
    std::string email;
    std::string code;
    std::string text;
};
struct InvitesMade {
    std::vector<InvitedShown> items;
    std::vector<NotInvited> left;           // the others went out all the same
    std::vector<domain::Warning> warnings;  // about the accounts that were made
};
/// Errors: as for add_member; invalid "wrong-email" with every wrong address, "wrong-members" (an end that is over);
/// those of what_is_given; what keeps an address out where it keeps all out: conflict "member-already", "own-rights",
/// forbidden "not-invited", "not-with-a-token", "own-rights", busy "too-many-invitations".
[[nodiscard]] Result<InvitesMade> invite_people(House& house, const Caller& caller, const InviteWish& wanted,
                                                std::string_view base_url);

/// What an invitation would give, and what in it would defeat what else.
struct InviteQuestion {
    policy::Role role = policy::Role::viewer;
    bool ends = false;
    InviteWants account;
};
struct InviteTerms {
    bool may_invite = false;    // addresses without an account
    bool sets_account = false;  // level and roles, too
    int level = 0;
    std::vector<store::RoleName> roles;
    std::vector<domain::Warning> warnings;
};
[[nodiscard]] Result<InviteTerms> read_invite_terms(House& house, const Caller& caller, LibraryId library,
                                                    const InviteQuestion& question);

/// One that waits for its person to come in.
struct InvitationShown {
    std::string id;
    std::string email;
    std::optional<MemberShown> member;  // none: it was taken away, or its asset is in the bin
    std::optional<std::string> inviter;
    Instant created_at;
    Instant sent_at;
    std::optional<Instant> link_ends_at;  // over: send it again
};
[[nodiscard]] Result<std::vector<InvitationShown>> list_invitations(House& house, const Caller& caller,
                                                                    LibraryId library);
/// A new link and letter, for as long as there is something to come in to, by whoever could make it now. Errors:
/// not_found, conflict "invitation-ended", "site-held", forbidden "not-invited", "not-with-a-token", "own-rights", busy
/// "too-many-invitations".
[[nodiscard]] Result<InvitationShown> resend_invitation(House& house, const Caller& caller, std::string_view id,
                                                        std::string_view base_url);
/// Ends the membership that came with it, where that is still there, and the account with its links where it was made
/// for nothing else. Errors: not_found, conflict "invitation-ended" once its person has come in.
Done withdraw_invitation(House& house, const Caller& caller, std::string_view id);

struct InviteSettingsShown {
    domain::InviteSettings settings;
    std::int64_t version = 1;
};
/// For directors and administrators.
[[nodiscard]] Result<InviteSettingsShown> read_invite_settings(House& house, const Caller& caller);
/// For administrators, over `version`. Errors: invalid "wrong-settings" with every wrong place, conflict "stale".
[[nodiscard]] Result<InviteSettingsShown> write_invite_settings(House& house, const Caller& caller,
                                                                std::int64_t version,
                                                                const domain::InviteSettings& settings);

}  // namespace exeat::usecases
