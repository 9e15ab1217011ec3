// The account behind an invitation: what an inviter may give, whom an address belongs to, the account made for one that
// has none, and the letter that lets its person in. Called by usecases/members and usecases/requests inside their
// transactions. Refuses to know what somebody is invited to.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "state/store/group_rows.h"
#include "state/store/invitations.h"
#include "state/store/people_rows.h"
#include "usecases/caller.h"
#include "usecases/house.h"
#include "usecases/people/letters.h"

namespace exeat::usecases {

/// What is wanted for people without an account; nothing for what the site's settings say.
struct InviteWants {
    std::optional<std::int64_t> level;
    std::optional<std::vector<RoleId>> roles;
};

/// What keeps whoever asks from inviting addresses without an account.
enum class Hindrance : std::uint8_t {
    none,
    site,    // only administrators do
    token,   // an API token below an administrator's makes no accounts: it would come to a sign-in
    groups,  // triggers may name a group of theirs, which whom they invite would not be in
};

/// What whoever invites may give them.
struct InviteGives {
    Hindrance hindrance = Hindrance::site;
    policy::Level level = policy::Level::no_access;
    std::vector<store::RoleRow> roles;
    std::optional<std::int64_t> quota_limit;  // the inviter's own, of an administrator none

    [[nodiscard]] bool may_invite() const { return hindrance == Hindrance::none; }

    [[nodiscard]] policy::Flags flags() const;
};

/// An administrator sets level and roles; somebody else gives what the site's settings say, never more than they have.
/// Errors: forbidden "level-too-low" where somebody else wants to set them, "not-with-a-token" for an API token that
/// would make an administrator; invalid "no-such-level", "no-such-role".
[[nodiscard]] Result<InviteGives> what_is_given(sql::Session& session, const Caller& caller,
                                                const domain::Standing& inviter, const InviteWants& wants);
/// Done for whoever may invite addresses without an account. Errors: forbidden "not-invited", "not-with-a-token".
Done must_invite(const InviteGives& gives);

/// Whom an address belongs to.
enum class AddressOf : std::uint8_t {
    nobody,
    somebody,   // who can sign in
    invited,    // and has set no password yet
    withdrawn,  // whose account ended with their invitation: they can be invited again
    suspended,  // by an administrator
};
struct AddressFound {
    AddressOf of = AddressOf::nobody;
    std::optional<store::PersonRow> person{};
};
[[nodiscard]] Result<AddressFound> find_address(sql::Session& session, std::string_view email);

/// The account of an address of nobody, or of one whose invitation was withdrawn, with what is given: who it is of, and
/// its version from now on.
struct AccountMade {
    PersonId person;
    std::int64_t version = 1;
};
[[nodiscard]] Result<AccountMade> make_invited_account(sql::Transaction& transaction, const Caller& caller,
                                                       const std::string& email, const AddressFound& found,
                                                       const InviteGives& gives, Instant now);

/// Counts a letter to that address by that inviter; administrators are counted by address alone. Errors: busy
/// "too-many-invitations" with the seconds to wait, and then nothing is counted.
Done count_invitation(sql::Transaction& transaction, const domain::Standing& inviter, std::string_view email,
                      Instant now);
inline constexpr std::int64_t k_most_letters_an_hour = 5;       // to one address
inline constexpr std::int64_t k_most_invitations_an_hour = 60;  // by one inviter

/// Whose invitation to what, as its letter says: "Mira invites you to the library "Press"".
struct InviteWords {
    std::string_view inviter;  // empty: the operator
    std::string_view what;     // "the library "Press""; names in it stand on one line
};
/// The link of an invitation and its letter, whose file is written after the commit. Errors: conflict "site-held" while
/// no mail leaves.
[[nodiscard]] Result<Letter> write_invitation(House& house, sql::Transaction& transaction, PersonId person,
                                              const InviteWords& words, std::string_view base_url, Instant now);

}  // namespace exeat::usecases
