// A mail as RFC 5322 and MIME write it: heads that nobody's text can add to, a text part, and an HTML part beside it.
// Called by usecases/mail and usecases/people. Refuses to know what the mail is about, and to send it.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/vocabulary/instant.h"

namespace exeat::mail {

struct Mailbox {
    std::string name;  // may be empty
    std::string address;
};

/// One that the HTML part shows, as "cid:" and its id.
struct InlinePicture {
    std::string id;          // "picture-01J…@exeat.example.org"
    std::string media_type;  // "image/jpeg"
    std::string bytes;
};
/// More makes mails heavy for whoever gets many: it is left out.
inline constexpr std::size_t k_most_picture_bytes = 256 << 10;

struct Mail {
    std::string id;  // "01J…@exeat.example.org": Message-ID, the same each time that this mail is sent
    Mailbox from;
    Mailbox to;
    std::string subject;
    Instant date;
    std::string text;                                              // lines end with "\n"
    std::string html;                                              // empty: none
    std::optional<InlinePicture> picture;                          // of the HTML part
    std::vector<std::pair<std::string_view, std::string>> fields;  // further ones: List-Unsubscribe
};

/// The whole message; lines end with CRLF and have at most 998 bytes, all of it is ASCII. Line ends and other controls
/// in a head become spaces.
[[nodiscard]] std::string message_of(const Mail& mail);

/// "Sun, 22 Nov 2026 17:26:38 +0000", as a head has it.
[[nodiscard]] std::string date_text(Instant instant);

/// The value of a head that is text: as it is, or as encoded words where it holds more than printable ASCII.
[[nodiscard]] std::string encoded_text(std::string_view text);

/// "Exeat" <no-reply@example.org>, as a head has it.
[[nodiscard]] std::string mailbox_text(const Mailbox& box);

/// Whether an address can stand in a command and in a head: printable ASCII without spaces and brackets, one @.
[[nodiscard]] bool is_sendable(std::string_view address);

}  // namespace exeat::mail
