#include "platform/http/refusals.h"

#include <algorithm>
#include <array>

#include "platform/http/server.h"

namespace exeat::http {
namespace {

struct Row {
    Refusal which;
    const char* code;
    int status;
    ErrorKind kind;
    const char* text;
};

constexpr std::int64_t k_retry_after_seconds = 1;

constexpr std::array k_rows{
    Row{Refusal::bad_request, "bad-request", 400, ErrorKind::invalid, "The request cannot be read."},
    Row{Refusal::not_found, "not-found", 404, ErrorKind::not_found, "There is nothing at this address."},
    Row{Refusal::method_not_allowed, "method-not-allowed", 405, ErrorKind::unsupported,
        "This address does not take this method."},
    Row{Refusal::request_timeout, "request-timeout", 408, ErrorKind::invalid, "The request took too long to arrive."},
    Row{Refusal::body_incomplete, "body-incomplete", 400, ErrorKind::invalid,
        "The request ended before all that it announced had come."},
    Row{Refusal::body_too_large, "body-too-large", 413, ErrorKind::too_large,
        "What was sent is larger than this address takes."},
    Row{Refusal::uri_too_long, "uri-too-long", 414, ErrorKind::too_large, "The address is too long."},
    Row{Refusal::expectation_failed, "expectation-failed", 417, ErrorKind::unsupported,
        "The request expects something that is not offered."},
    Row{Refusal::headers_too_large, "headers-too-large", 431, ErrorKind::too_large,
        "The header fields of the request are too large."},
    Row{Refusal::internal, "internal", 500, ErrorKind::internal, "Something went wrong on our side."},
    Row{Refusal::transfer_encoding_unsupported, "transfer-encoding-unsupported", 501, ErrorKind::unsupported,
        "The body is encoded in a way that is not offered."},
    Row{Refusal::server_busy, "server-busy", 503, ErrorKind::busy,
        "The server has too much to do just now. Try again in a moment."},
    Row{Refusal::http_version_unsupported, "http-version-unsupported", 505, ErrorKind::unsupported,
        "Only HTTP/1.0 and HTTP/1.1 are spoken here."},
    Row{Refusal::tus_version_unsupported, "tus-version-unsupported", 412, ErrorKind::unsupported,
        "Resumable uploads speak tus 1.0.0 here; the request has to say so in Tus-Resumable."},
    Row{Refusal::tus_type_unsupported, "tus-type-unsupported", 415, ErrorKind::unsupported,
        "Bytes of an upload are sent as application/offset+octet-stream."},
    Row{Refusal::checksum_mismatch, "checksum-mismatch", 460, ErrorKind::invalid,
        "What arrived is not what was sent: its checksum differs. Nothing of it was kept."},
    Row{Refusal::upload_offset_mismatch, "upload-offset-mismatch", 409, ErrorKind::conflict,
        "The upload goes on from another place than the request says."},
};

}  // namespace

Error refusal(Refusal which, std::string detail) {
    const auto* row = std::find_if(k_rows.begin(), k_rows.end(), [&](const Row& each) { return each.which == which; });
    return Error{row->kind,         row->code, row->text,
                 std::move(detail), {},        which == Refusal::server_busy ? k_retry_after_seconds : 0};
}

std::optional<int> refusal_status(std::string_view code) {
    const auto* row = std::find_if(k_rows.begin(), k_rows.end(), [&](const Row& each) { return each.code == code; });
    if (row == k_rows.end()) return std::nullopt;
    return row->status;
}

}  // namespace exeat::http
