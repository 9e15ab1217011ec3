// A row of the outbox as a mail: what a notice says, in words, with the names that its reader may see now. Only for the
// use cases of this folder. Refuses to send.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/domain/mail_topic.h"
#include "service/mail/message.h"
#include "service/mail/sheet.h"
#include "state/store/notice_rows.h"
#include "state/store/outbox_work.h"
#include "usecases/house.h"
#include "usecases/inbox/inbox.h"
#include "usecases/mail/desk.h"

namespace exeat::usecases {

/// Administrators look at a mail without what is its reader's alone: the way out, and the picture.
enum class MailFor : std::uint8_t { its_reader, administrators };

/// One notice, or those of a day. `shown` is what the reader's inbox says of them; at least one. One notice has the
/// subject that the site words for it, and shows its asset where the reader may see that now.
[[nodiscard]] Result<mail::Mail> notice_mail(House& house, const MailDesk& desk, const store::MailRow& row,
                                             const domain::Standing& reader, std::span<const NoticeShown> shown,
                                             MailFor whom);
/// To see whether mails leave, and what the server says.
[[nodiscard]] mail::Mail test_mail(const House& house, const mail::Mailbox& sender, const mail::Mailbox& to,
                                   Instant now);

/// The way out of mails about these topics for one person, without signing in: a POST to it is their wish.
struct Unsubscriber {
    PersonId person;
    std::vector<domain::MailTopic> topics;
};
[[nodiscard]] std::string unsubscribe_token(const House& house, const Unsubscriber& who);
/// One that names no topic is of all: mails had such ones once.
[[nodiscard]] std::optional<Unsubscriber> unsubscriber(const House& house, std::string_view token);
[[nodiscard]] std::vector<domain::MailTopic> all_topics();

}  // namespace exeat::usecases
