// Writes the head of a response, and says what length its body has. Called by the connection. Refuses to send.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "platform/http/head_parser.h"
#include "platform/http/message.h"

namespace exeat::http {

enum class After : std::uint8_t { keep_alive, close };

struct HeadLine {
    std::string_view date;        // as Date says it
    std::string_view request_id;  // empty: none
    HttpVersion version = HttpVersion::http_1_1;
    After after = After::keep_alive;
};

/// Whether answers with this status have a body (and say its length).
[[nodiscard]] bool has_body(int status);
/// Whether the body has no length: it ends with the connection.
[[nodiscard]] bool ends_with_connection(const Response& response);
/// The length of the body, 0 for one that ends with the connection; nullopt for a BodySource without one, which is a
/// mistake of the handler.
[[nodiscard]] std::optional<std::uint64_t> body_length(const Response& response);
/// Whether every field can stand in a head: a token as name, no line ends or other controls in the value.
[[nodiscard]] bool fields_are_clean(const Headers& headers);
/// Everything up to the empty line. Fields that the server itself writes (Content-Length, Connection, Date,
/// Transfer-Encoding, X-Request-Id) are left out of what the handler gave.
[[nodiscard]] std::string response_head(const Response& response, std::uint64_t length, const HeadLine& line);

/// RFC 9110 date: "Sun, 06 Nov 1994 08:49:37 GMT".
[[nodiscard]] std::string http_date(std::int64_t seconds_since_1970);

}  // namespace exeat::http
