// Resumable uploads: the protocol side of tus 1.0.0 with creation, creation-with-upload, termination, checksum (sha1,
// sha256) and expiration. Called by src/api, which adds its routes. Refuses to store: TusStore does that, elsewhere.
//
// Refused clearly, being not offered: Upload-Defer-Length ("defer-length-unsupported"), Upload-Concat
// ("concatenation-unsupported"), both invalid.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/vocabulary/error.h"
#include "core/vocabulary/instant.h"
#include "platform/http/message.h"
#include "platform/http/server.h"
#include "platform/http/tus_fields.h"

namespace exeat::http {

/// What a client announces.
struct TusCreation {
    std::uint64_t length = 0;
    TusMetadata metadata;
    std::string metadata_field;  // as it was sent: TusUpload gives it back
};

/// An upload as it stands.
struct TusUpload {
    std::string id;  // one segment of a path, without anything to encode
    std::uint64_t offset = 0;
    std::uint64_t length = 0;
    std::string metadata_field;
    std::optional<Instant> expires;
    Headers fields;  // of the store's own, for the answer (what became of a complete upload)
};

/// The bytes of one request on their way into an upload. Calls come one at a time. After an error of write() nothing
/// more is called; what was durable before stays as it is. Destroyed without commit() or discard(): as if the process
/// had died.
class TusAppend {
public:
    virtual ~TusAppend() = default;
    /// The next bytes; never more than the upload's length lets in.
    virtual Done write(std::span<const std::byte> bytes) = 0;
    /// Keeps what was written, durably; when the upload is complete by it, it is finished here.
    virtual Result<TusUpload> commit() = 0;
    /// Drops what was written since it began: its checksum was wrong.
    virtual void discard() = 0;
    /// As BodySink::cut().
    [[nodiscard]] virtual std::shared_ptr<Cut> cut() { return nullptr; }
};

/// Where uploads are kept. `request` says who asks: the store (or what it calls) decides whether they may. Called on
/// work threads.
class TusStore {
public:
    virtual ~TusStore() = default;
    virtual Result<TusUpload> create(const Request& request, const TusCreation& creation) = 0;
    /// Errors: not_found, gone for one that expired.
    virtual Result<TusUpload> find(const Request& request, std::string_view id) = 0;
    /// Begins to append at `offset`. Errors: as find(); conflict when the upload is not there (any more) or somebody
    /// else appends to it now.
    virtual Result<std::unique_ptr<TusAppend>> append(const Request& request, std::string_view id,
                                                      std::uint64_t offset) = 0;
    virtual Done terminate(const Request& request, std::string_view id) = 0;
};

struct TusOptions {
    std::string base = "/api/uploads";
    std::function<std::uint64_t()> max_size;  // of one upload, as it is set now; empty: none
};

/// OPTIONS, POST at `base`; OPTIONS, HEAD, PATCH, DELETE and POST with X-HTTP-Method-Override (PATCH, DELETE) at
/// `base`/{upload}. Answers carry Tus-Resumable; errors go through `error_response`, statuses as refusal_status says.
[[nodiscard]] std::vector<Route> tus_routes(TusOptions options, std::shared_ptr<TusStore> store,
                                            ErrorResponse error_response);

}  // namespace exeat::http
