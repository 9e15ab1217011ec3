// Mails that people wait for: a row of the outbox in the transaction that caused it, and a file DIR/outbox/ID.eml for
// whoever sends mail. Called by the use cases of passwords. Refuses to send.
#pragma once

#include <string>
#include <string_view>

#include "usecases/house.h"

namespace exeat::usecases {

struct Letter {
    std::string id;
    std::string kind;       // "set_password"
    std::string recipient;  // an address that identity::accept_email took
    std::string subject;    // ASCII, without secrets
    std::string text;       // lines end with "\n"
    Instant written_at;
};

/// A row of the outbox with the letter in it, sealed: it holds a link that opens an account.
Done keep_letter(House& house, sql::Transaction& transaction, const Letter& letter);
/// What is in such a row. Errors: internal "sealed-wrong".
[[nodiscard]] Result<std::string> open_letter(House& house, std::string_view id, std::string_view sealed);

/// The host that names this site's mails: of the public URL.
[[nodiscard]] std::string mail_host(const House& house);

/// DIR/outbox/ID.eml with any message, as below, and away again.
Done keep_mail_file(House& house, std::string_view id, const std::string& message);
void drop_mail_file(const House& house, std::string_view id);

/// DIR/outbox/ID.eml, mode 0600, whole or not there, durable. After the commit. Errors: unavailable "outbox-folder".
Done write_letter_file(House& house, const Letter& letter);
/// The same work, and nothing is left of it: for an account that is not there.
Done write_no_letter_file(House& house, const Letter& letter);

}  // namespace exeat::usecases
