// Range, If-Range and conditional requests (RFC 9110 sections 13 and 14), as pure functions. Called by src/api for
// files and archives. Refuses to know where bytes come from.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "platform/http/message.h"

namespace exeat::http {

struct ByteRange {
    std::uint64_t first = 0;
    std::uint64_t length = 0;
    friend bool operator==(const ByteRange&, const ByteRange&) = default;
};

struct WholeBody {};           // 200
struct NotSatisfiable {};      // 416 with Content-Range: bytes */size
struct NotModified {};         // 304
struct PreconditionFailed {};  // 412
using RangeAnswer = std::variant<WholeBody, ByteRange, NotSatisfiable, NotModified, PreconditionFailed>;

/// What a GET or HEAD of a representation of `size` bytes with this strong ETag (with quotes) asks for. One range only:
/// several, or a Range that cannot be read, or an If-Range that does not match, give the whole body.
[[nodiscard]] RangeAnswer which_bytes(const Request& request, std::uint64_t size, std::string_view etag);

/// "bytes 0-499/1234".
[[nodiscard]] std::string content_range(const ByteRange& range, std::uint64_t size);

/// A Content-Disposition of type attachment for any file name: a plain ASCII fallback and RFC 8187 filename*.
[[nodiscard]] std::string attachment_disposition(std::string_view file_name);

}  // namespace exeat::http
