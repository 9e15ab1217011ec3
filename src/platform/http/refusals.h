// What this module refuses by itself, before or beside any handler: each with its code, kind, status and text. Called
// by the sources of this module. Refuses to know how an Error becomes a body.
#pragma once

#include <cstdint>
#include <string>

#include "core/vocabulary/error.h"

namespace exeat::http {

enum class Refusal : std::uint8_t {
    bad_request,
    not_found,
    method_not_allowed,
    request_timeout,
    body_incomplete,
    body_too_large,
    uri_too_long,
    expectation_failed,
    headers_too_large,
    internal,
    transfer_encoding_unsupported,
    server_busy,
    http_version_unsupported,
    tus_version_unsupported,
    tus_type_unsupported,
    checksum_mismatch,
    upload_offset_mismatch,
};

/// The Error of a refusal; `detail` is for the log.
[[nodiscard]] Error refusal(Refusal which, std::string detail = {});

}  // namespace exeat::http
