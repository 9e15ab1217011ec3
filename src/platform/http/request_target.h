// Reads the target of a request line: path and query, decoded once. Called by the connection and, for single segments,
// by the router. Refuses to know routes.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/vocabulary/error.h"

namespace exeat::http {

struct Target {
    std::string wire_path;  // normalised, still encoded: what Router::match takes
    std::string path;       // decoded, an encoded slash stays "%2F"
    std::vector<std::pair<std::string, std::string>> query;
};

/// Origin form ("/a?b"), absolute form ("http://host/a?b", the host is not looked at) or "*". Errors: invalid for wrong
/// escapes, NUL, a fragment, and ".." however it is written ("." segments are dropped).
[[nodiscard]] Result<Target> parse_target(std::string_view target);

/// Percent-decoding of one segment of a path; nullopt when an escape is wrong.
[[nodiscard]] std::optional<std::string> decode_segment(std::string_view segment);

}  // namespace exeat::http
