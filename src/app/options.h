// What `exeat serve` is told: flags over the configuration file over the defaults.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "app/call.h"
#include "core/vocabulary/error.h"
#include "service/mail/message.h"
#include "service/mail/smtp.h"

namespace exeat::app {

struct ServeOptions {
    std::string data;                   // the data folder
    std::string address = "127.0.0.1";  // of listen
    std::uint16_t port = 8080;          // 0: a free one
    std::string database;               // postgresql://…; empty: SQLite in the data folder
    std::string public_url;             // https://…, without a slash at the end
    std::vector<std::string> trusted_proxies;
    std::string media;                      // the program that makes pictures; empty: found_media()
    std::int64_t picture_megapixels = 300;  // of a file that pictures are made of
    std::int64_t picture_seconds = 60;      // until the making of one is given up
    std::string smtp;                       // smtps://…, smtp://…, smtp-plain://…; empty: mails become files
    std::string smtp_user;
    std::string smtp_password_file;
    std::string smtp_authorities;  // a file of certificates that are trusted
    std::string mail_from;         // "Exeat <no-reply@example.org>"
    std::string web;               // a folder to serve pages from instead of those built in
};

/// Reads the options of a call and the file that --config names. Errors: invalid, naming the key or value and what is
/// possible ("unknown-key", "wrong-value"); not_found when the file is not there.
[[nodiscard]] Result<ServeOptions> serve_options(const Call& call);

/// Whose mails they are: `mail_from`, else no-reply at the host of the public URL.
[[nodiscard]] mail::Mailbox mail_sender(const ServeOptions& options);

/// What these options say of the mail server; nullopt where there is none. Errors: invalid "wrong-value"; not_found
/// "no-password-file", "open-password-file" where others may read it.
[[nodiscard]] Result<std::optional<mail::SmtpSettings>> smtp_settings(const ServeOptions& options);

/// The program that makes pictures: what EXEAT_MEDIA names, else exeat-media beside this program.
[[nodiscard]] std::string found_media();

/// "127.0.0.1:8080", "[::1]:0", ":8080". Errors: invalid "wrong-value".
struct ListenAddress {
    std::string address;
    std::uint16_t port = 0;
};
[[nodiscard]] Result<ListenAddress> parse_listen(std::string_view text);

/// "http://127.0.0.1:8080": what a server that listens there calls itself.
[[nodiscard]] std::string own_url(std::string_view address, std::uint16_t port);

/// Whether an address is of this machine only.
[[nodiscard]] bool is_loopback(std::string_view address);

}  // namespace exeat::app
