// The outbox as administrators see it, and how somebody wants to be written to. Called by src/api/mail_routes.cpp.
// Refuses to send: the postman does; and to show letters with links that open an account.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "state/store/mail_wishes.h"
#include "state/store/outbox_work.h"
#include "usecases/caller.h"
#include "usecases/house.h"
#include "usecases/mail/desk.h"

namespace exeat::usecases {

struct MailShown {
    std::string id;
    std::string kind;
    std::string recipient;
    store::MailState state = store::MailState::waiting;
    std::string reply;  // what the server said last
    std::int64_t attempts = 0;
    Instant created_at;
    Instant not_before;  // while it waits: when it is tried next
    std::optional<Instant> done_at;
    std::optional<std::string> subject;  // of one mail only, and of no letter with a link
    std::optional<std::string> text;
};
struct MailPage {
    std::vector<MailShown> mails;  // the newest first
    std::optional<std::string> next;
    std::string links_to;         // what links in mails begin with
    bool has_public_url = false;  // or they lead to where the server listens, which others may not reach
};
struct MailsWanted {
    std::optional<store::MailState> state;
    std::optional<std::string> cursor;
};
/// All of these for administrators.
[[nodiscard]] Result<MailPage> list_mails(House& house, const Caller& caller, const MailsWanted& wanted);
[[nodiscard]] Result<MailShown> read_mail(House& house, const MailDesk& desk, const Caller& caller,
                                          std::string_view id);
/// Errors: conflict "mail-ended".
Done retry_mail(House& house, const Caller& caller, std::string_view id);
/// Sends one to the administrator's own address, now; what the server said. Errors: conflict "no-mail-server",
/// "site-held".
[[nodiscard]] Result<mail::Reply> send_test_mail(House& house, const MailDesk& desk, const Caller& caller);

/// One's own wish.
[[nodiscard]] Result<store::MailWish> read_mail_wish(House& house, const Caller& caller);
/// Over version `wish.version`; as it is then. Errors: invalid "wrong-zone", conflict "stale".
[[nodiscard]] Result<store::MailWish> write_mail_wish(House& house, const Caller& caller, store::MailWish wish);

/// What the mail with that token was about. Errors: not_found for what is no token.
[[nodiscard]] Result<std::vector<domain::MailTopic>> read_way_out(House& house, std::string_view token);
/// No more mails for whoever the token was made for: about what that mail was about, or about anything. The same for
/// every token.
enum class WayOut : std::uint8_t { of_such_mails, of_all_mails };
Done unsubscribe(House& house, std::string_view token, WayOut way);

}  // namespace exeat::usecases
