// Where mails go and whose they are. Made once by src/app; used by the postman and by the routes of mails. Refuses to
// know what is in a mail.
#pragma once

#include <functional>
#include <string_view>

#include "service/mail/message.h"
#include "service/mail/smtp.h"
#include "state/renditions/renditions.h"

namespace exeat::usecases {

struct MailDesk {
    mail::Mailbox sender;
    /// Gives a mail to a server; empty where there is none, and mails become files. Any thread.
    std::function<mail::Reply(const mail::Envelope&, std::string_view message)> give;
    /// The same over a connection of its own: a test does not wait for mails, nor they for it.
    std::function<mail::Reply(const mail::Envelope&, std::string_view message)> give_test;
    /// Where small pictures are found that mails show; null: mails show none.
    renditions::Renditions* pictures = nullptr;
};

}  // namespace exeat::usecases
