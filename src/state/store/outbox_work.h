// The outbox as whoever sends sees it: taking what is due, noting how it fared, and the list for administrators. Called
// by usecases/mail. Refuses to send, and to read a letter: it is sealed.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/policy/words.h"
#include "core/vocabulary/error.h"
#include "platform/sql/database.h"

namespace exeat::store {

/// `written`: as a file, where there is no server to give it to. `refused`: the server will not take it, ever.
/// `given_up`: no server took it in time. `not_wanted`: whom it was for wants no mail. `ended`: the site was restored
/// while it waited.
enum class MailState : std::uint8_t { waiting, sent, written, refused, given_up, not_wanted, ended };

struct MailRow {
    std::string id;
    std::string kind;
    std::string recipient;
    std::string letter;  // sealed; empty where there is a notice, and once it has been sent
    std::optional<std::string> notice;
    Instant created_at;
    Instant not_before;
    MailState state = MailState::waiting;
    std::int64_t attempts = 0;
    std::optional<Instant> first_tried_at;
    std::optional<Instant> done_at;
    bool of_digest = false;
    std::string reply;
};

/// Whoever takes a mail has so long to say how it fared.
inline constexpr std::int64_t k_mail_lease_ms = 5 * 60'000;

[[nodiscard]] Result<bool> has_due_mail(sql::Session& session, Instant now);
/// The mail that is due the longest, for the taker alone until its lease ends; nullopt when none is.
[[nodiscard]] Result<std::optional<MailRow>> take_mail(sql::Transaction& transaction, Instant now);
/// Those that are due with it for the one mail of a day to that person, at most `limit`, with the same lease.
[[nodiscard]] Result<std::vector<MailRow>> take_digest(sql::Transaction& transaction, PersonId person, Instant now,
                                                       int limit);
/// It goes to that address: the one that its person has now.
Done address_mail(sql::Transaction& transaction, std::string_view id, std::string_view recipient);
/// It waits until then for the day's mail; as if it had not been taken.
Done put_into_digest(sql::Transaction& transaction, std::string_view id, Instant until);
/// Not taken by the server: tried again at that time.
Done put_off(sql::Transaction& transaction, std::string_view id, Instant until, std::string_view reply);
/// Over; the letter goes with it. Nothing where it is over already.
Done end_mail(sql::Transaction& transaction, std::string_view id, MailState state, std::string_view reply, Instant now);
/// An administrator wants it tried again, from the beginning. Errors: conflict "mail-ended" unless it was refused or
/// given up.
Done try_again(sql::Transaction& transaction, std::string_view id, Instant now);

[[nodiscard]] Result<std::optional<MailRow>> read_mail(sql::Session& session, std::string_view id);
/// The newest first, behind that one; of one state, or of any.
[[nodiscard]] Result<std::vector<MailRow>> list_mails(sql::Session& session, const std::optional<MailState>& state,
                                                      const std::optional<std::string>& after, int limit);
/// Mails that ended before then, and are in nobody's way any more.
Done forget_mails(sql::Transaction& transaction, Instant before);

}  // namespace exeat::store

namespace exeat::policy {
template <>
inline constexpr std::array<std::string_view, 7> k_words<store::MailState>{
    "waiting", "sent", "written", "refused", "given_up", "not_wanted", "ended"};
}  // namespace exeat::policy
