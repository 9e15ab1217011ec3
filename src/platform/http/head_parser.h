// Reads a request's head, strictly: whatever two readers could understand in two ways is refused, so that no request
// can be smuggled past a proxy. Called by the connection; Beast's parser is inside. Refuses to read sockets.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/vocabulary/error.h"
#include "platform/http/message.h"

namespace exeat::http {

enum class Expectation : std::uint8_t { none, continues, unknown };
enum class HttpVersion : std::uint8_t { http_1_0, http_1_1 };

struct RequestHead {
    Method method = Method::other;
    std::string target;
    Headers headers;
    std::optional<std::uint64_t> content_length;
    HttpVersion version = HttpVersion::http_1_1;
    Expectation expectation = Expectation::none;
    bool chunked = false;
    bool keep_alive = true;
};

/// `raw` ends with the empty line. Errors are refusals of the server: bad-request, uri-too-long, headers-too-large
/// (more than 100 fields), transfer-encoding-unsupported, http-version-unsupported.
[[nodiscard]] Result<RequestHead> parse_head(std::string_view raw, std::size_t target_bytes);

}  // namespace exeat::http
