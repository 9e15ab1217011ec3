// Carries the outbox: takes what is due, puts it into words and gives it to the mail server, or writes it to DIR/outbox
// where there is none. Started and stopped by src/app. Refuses to know who is told of what: whoever writes the rows
// does.
//
// A mail that the server took is noted as sent afterwards: who dies in between sends it once more, with the same
// Message-ID (SAFETY.md 13). Several nodes take different mails. Whom a notice goes to and where is asked when it
// leaves: who may not know of it any more is not written to, and the address is the one that they have then.
#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "core/vocabulary/error.h"
#include "service/mail/smtp.h"
#include "state/store/mail_wishes.h"
#include "state/store/outbox_work.h"
#include "usecases/house.h"
#include "usecases/inbox/inbox.h"
#include "usecases/mail/desk.h"

namespace exeat::usecases {

class Postman {
public:
    /// Both must outlive it.
    Postman(House& house, const MailDesk& desk);
    ~Postman();
    Postman(const Postman&) = delete;
    Postman& operator=(const Postman&) = delete;

    /// Begins to look by itself, several times a second.
    void start();
    /// Carries one mail that is due at `now`. False when there was none. Nothing leaves while the site is held.
    [[nodiscard]] Result<bool> carry_one(Instant now);

private:
    struct Ready;  // a mail that may leave

    [[nodiscard]] Result<std::optional<store::MailRow>> take(Instant now);
    [[nodiscard]] Result<std::optional<Ready>> prepare(const store::MailRow& row, Instant now);
    [[nodiscard]] Result<std::optional<Ready>> prepare_notices(const store::MailRow& row, Instant now);
    [[nodiscard]] Result<std::vector<store::MailRow>> with_the_days(const store::MailRow& row, PersonId person,
                                                                    const store::MailWish& wish, Instant now);
    /// Of the rows, those that their reader may still be told of stay; the others end unsent.
    [[nodiscard]] Result<std::vector<NoticeShown>> keep_what_may_be_told(std::vector<store::MailRow>& rows,
                                                                         const domain::Standing& reader, Instant now);
    Done address(std::vector<store::MailRow>& rows, const std::string& recipient);
    Done end_unsent(const store::MailRow& row, store::MailState state, std::string_view why, Instant now);
    Done leave(const Ready& ready, Instant now);
    Done note(const Ready& ready, const mail::Reply& reply, Instant now);
    void run();

    House& house_;
    const MailDesk& desk_;
    std::mutex mutex_;
    std::condition_variable wake_;
    bool stopping_ = false;
    std::thread thread_;
};

}  // namespace exeat::usecases
