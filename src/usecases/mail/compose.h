// A row of the outbox as a mail: what a notice says, in words, with the names that its reader may see now. Only for the
// use cases of this folder. Refuses to send.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "service/mail/message.h"
#include "service/mail/sheet.h"
#include "state/store/notice_rows.h"
#include "state/store/outbox_work.h"
#include "usecases/house.h"
#include "usecases/inbox/inbox.h"

namespace exeat::usecases {

/// One notice, or those of a day. `shown` is what the reader's inbox says of them; at least one. One notice has the
/// subject that the site words for it.
[[nodiscard]] Result<mail::Mail> notice_mail(House& house, const mail::Mailbox& sender, const store::MailRow& row,
                                             const domain::Standing& reader, std::span<const NoticeShown> shown);
/// To see whether mails leave, and what the server says.
[[nodiscard]] mail::Mail test_mail(const House& house, const mail::Mailbox& sender, const mail::Mailbox& to,
                                   Instant now);

/// The way out of all mails for one person, without signing in: a POST to it is their wish.
[[nodiscard]] std::string unsubscribe_token(const House& house, PersonId person);
[[nodiscard]] std::optional<PersonId> unsubscriber(const House& house, std::string_view token);

}  // namespace exeat::usecases
