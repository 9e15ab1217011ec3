// Passwords of accounts: changed, forgotten, set by a link. Called by src/api/me_routes.cpp, people_routes.cpp and the
// command line. Refuses to know how a password is hashed.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "usecases/caller.h"
#include "usecases/house.h"
#include "usecases/people/letters.h"

namespace exeat::usecases {

/// One's own, knowing the old one. Ends all other sessions and all links. Errors: "not-with-a-token", invalid
/// "wrong-password" (pointer /old_password), those of identity::accept_password (pointer /new_password),
/// "too-many-attempts".
Done change_password(House& house, const Caller& caller, const std::string& old_password,
                     const std::string& new_password);

/// Sends a link to the person with that address; does the same work when there is none, and says the same. `base_url`
/// is what the link begins with. While the site is held nobody gets one. Errors: "too-many-attempts" for an address
/// that asks too often.
Done forgot_password(House& house, const Caller& caller, std::string_view email, std::string_view base_url);

/// Sets a password by such a link, which then has ended as all others and all sessions of the person have. Signs nobody
/// in. Errors: gone "password-link-ended", those of identity::accept_password, "too-many-attempts".
Done reset_password(House& house, const Caller& caller, std::string_view token, const std::string& password);

/// A link by which somebody sets their password, once.
struct PasswordLink {
    std::string url;
    Instant expires_at;
};

/// Makes a link for the person and the letter with it, in the transaction of whatever made it necessary; the letter's
/// file is written after the commit. No mail leaves a site that is held after a restore: the link has no letter then.
struct LinkMade {
    PasswordLink link;
    std::optional<Letter> letter;
};
/// What such a letter says around its link; names in it stand on one line each.
struct LinkWords {
    std::string subject = "Set your password for Exeat";     // ASCII
    std::string request = "set your password on this page";  // "within three days" follows
    std::string closing = "If you did not ask for it, do nothing: your account stays as it is.";
};
[[nodiscard]] Result<LinkMade> make_password_link(House& house, sql::Transaction& transaction, PersonId person,
                                                  std::string_view base_url, std::int64_t lives_ms, Instant now,
                                                  const LinkWords& words = {});
/// How long a link lives that an administrator sends, or that comes with an invitation.
inline constexpr std::int64_t k_sent_link_lives_ms = std::int64_t{3} * 86'400'000;

/// An administrator sends somebody a link, valid three days. The link is in the answer unless an API token asked.
/// Errors: "level-too-low", not_found, conflict "site-held" where it could neither be sent nor shown.
[[nodiscard]] Result<std::optional<PasswordLink>> send_password_link(House& house, const Caller& caller,
                                                                     PersonId person, std::string_view base_url);

/// The operator sets anybody's, and ends all their sessions. Errors: "level-too-low" for everybody else, not_found,
/// those of identity::accept_password.
Done set_password(House& house, const Caller& caller, PersonId person, const std::string& password);

}  // namespace exeat::usecases
