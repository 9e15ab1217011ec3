// Gives mails to one SMTP server, one at a time, over a connection that is kept while the server keeps it. Called by
// usecases/mail, on its own thread. Refuses to know what is in a mail and when it is tried again.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "core/vocabulary/error.h"

namespace exeat::mail {

/// `tls`: from the first byte. `starttls`: before anything else is said, or the mail does not leave. `none`: for a
/// server on this machine or in a network that is trusted.
enum class Security : std::uint8_t { tls, starttls, none };

struct SmtpSettings {
    std::string host;
    std::uint16_t port = 0;
    Security security = Security::starttls;
    std::string user;  // empty: no authentication
    std::string password;
    std::string authorities;  // a file of certificates that are trusted; empty: those of this machine
    std::int64_t connect_ms = 15'000;
    std::int64_t answer_ms = 60'000;  // for one mail, all in all
};

/// "smtps://host[:465]", "smtp://host[:587]" (with STARTTLS), "smtp-plain://host[:25]". Errors: invalid "wrong-value".
[[nodiscard]] Result<SmtpSettings> parse_smtp(std::string_view url);

struct Envelope {
    std::string from;
    std::string to;
};

/// `taken`: the server has it now. `later`: it did not take it now, could not be reached or did not answer. `refused`:
/// it will not take this mail, ever.
enum class Outcome : std::uint8_t { taken, later, refused };

struct Reply {
    Outcome outcome = Outcome::later;
    int code = 0;      // of SMTP; 0: none came
    std::string text;  // what the server said, or what went wrong: one line of printable ASCII
};

class Smtp {
public:
    explicit Smtp(SmtpSettings settings);
    ~Smtp();
    Smtp(const Smtp&) = delete;
    Smtp& operator=(const Smtp&) = delete;

    /// Not from two threads at once. Addresses have to be is_sendable() (message.h).
    [[nodiscard]] Reply send(const Envelope& envelope, std::string_view message);

private:
    struct Session;

    SmtpSettings settings_;
    std::unique_ptr<Session> session_;
};

}  // namespace exeat::mail
