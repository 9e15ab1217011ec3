#include "platform/http/tus.h"

#include <algorithm>

#include "core/vocabulary/bytes.h"
#include "platform/http/ascii.h"
#include "platform/http/refusals.h"
#include "platform/http/response_head.h"

namespace exeat::http {
namespace {

constexpr std::string_view k_version = "1.0.0";
constexpr std::string_view k_type = "application/offset+octet-stream";
constexpr std::int64_t k_ms_per_second = 1000;

/// What all routes share.
struct Protocol {
    TusOptions options;
    std::shared_ptr<TusStore> store;
    ErrorResponse error_response;

    [[nodiscard]] Response refused(const Request& request, const Error& error) const {
        Response response = error_response(request, error);
        if (const auto status = refusal_status(error.code)) response.status = *status;
        response.headers.set("Tus-Resumable", std::string(k_version));
        if (error.code == "tus-version-unsupported") response.headers.set("Tus-Version", std::string(k_version));
        if (request.method == Method::head) response.headers.set("Cache-Control", "no-store");
        return response;
    }

    [[nodiscard]] Response answered(const TusUpload& upload, int status) const {
        Response response;
        response.status = status;
        response.headers = upload.fields;
        response.headers.set("Tus-Resumable", std::string(k_version));
        response.headers.set("Upload-Offset", std::to_string(upload.offset));
        // A complete upload is an upload no more: nothing of it expires.
        if (upload.expires && upload.offset < upload.length) {
            response.headers.set("Upload-Expires", http_date(upload.expires->ms / k_ms_per_second));
        }
        return response;
    }

    [[nodiscard]] Response created(const TusUpload& upload) const {
        auto response = answered(upload, 201);
        response.headers.set("Location", options.base + "/" + upload.id);
        return response;
    }
};

using Shared = std::shared_ptr<const Protocol>;

Done check_version(const Request& request) {
    const auto version = request.headers.find("Tus-Resumable");
    if (!version || *version != k_version) return fail(refusal(Refusal::tus_version_unsupported));
    return {};
}

Done check_type(const Request& request) {
    const auto type = request.headers.find("Content-Type");
    if (!type || !equal_ignoring_case(*type, k_type)) return fail(refusal(Refusal::tus_type_unsupported));
    return {};
}

Result<std::optional<TusChecksum>> checksum_of(const Request& request) {
    const auto field = request.headers.find("Upload-Checksum");
    if (!field) return std::nullopt;
    EXEAT_TAKE(auto checksum, parse_tus_checksum(*field));
    return std::optional(std::move(checksum));
}

Result<std::uint64_t> number_of(const Request& request, std::string_view field) {
    const auto text = request.headers.find(field);
    const auto number = text ? parse_tus_number(*text) : std::nullopt;
    if (!number) {
        return fail(ErrorKind::invalid, "bad-" + ascii_lowered(field),
                    std::string(field) + " has to be a number of bytes.");
    }
    return *number;
}

Error too_large(std::uint64_t length, const TusOptions& options) {
    auto error = refusal(Refusal::body_too_large);
    error.text = "This file has " + size_text(static_cast<std::int64_t>(length)) + "; at most " +
                 size_text(static_cast<std::int64_t>(options.max_size())) + " are possible.";
    return error;
}

Result<TusCreation> creation_of(const Request& request, const TusOptions& options) {
    if (request.headers.find("Upload-Concat")) {
        return fail(ErrorKind::invalid, "concatenation-unsupported", "Uploads cannot be put together from parts here.");
    }
    if (request.headers.find("Upload-Defer-Length")) {
        return fail(ErrorKind::invalid, "defer-length-unsupported",
                    "An upload has to say its length when it begins (Upload-Length).");
    }
    TusCreation creation;
    EXEAT_TAKE(creation.length, number_of(request, "Upload-Length"));
    if (options.max_size && creation.length > options.max_size()) return fail(too_large(creation.length, options));
    creation.metadata_field = std::string(request.headers.find("Upload-Metadata").value_or(""));
    EXEAT_TAKE(creation.metadata, parse_tus_metadata(creation.metadata_field));
    return creation;
}

/// Whether the request brings bytes, as far as its head tells.
bool brings_bytes(const Request& request) {
    return request.content_length.value_or(0) > 0 || request.headers.find("Transfer-Encoding").has_value();
}

/// The body of a PATCH, or of a POST that creates and uploads at once.
class AppendSink final : public BodySink {
public:
    enum class Answer : std::uint8_t { appended, created };

    AppendSink(Shared protocol, const Request& request, std::unique_ptr<TusAppend> append, std::uint64_t room,
               std::optional<TusChecksum> checksum, Answer answer)
        : protocol_(std::move(protocol)),
          request_(request),
          append_(std::move(append)),
          room_(room),
          checksum_(std::move(checksum)),
          answer_(answer) {
        if (checksum_) running_.emplace(checksum_->kind);
    }

    std::optional<Response> take(std::span<const std::byte> bytes) override {
        if (bytes.size() > room_) {
            append_->discard();
            return protocol_->refused(request_, refusal(Refusal::body_too_large, "more than Upload-Length"));
        }
        room_ -= bytes.size();
        if (running_) running_->add({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
        const auto done = append_->write(bytes);
        if (!done) return protocol_->refused(request_, done.error());
        return std::nullopt;
    }

    Response finish() override {
        if (running_ && running_->digest() != checksum_->digest) {
            append_->discard();
            return protocol_->refused(request_, refusal(Refusal::checksum_mismatch));
        }
        const auto upload = append_->commit();
        if (!upload) return protocol_->refused(request_, upload.error());
        return answer_ == Answer::created ? protocol_->created(*upload) : protocol_->answered(*upload, 204);
    }

    [[nodiscard]] std::shared_ptr<Cut> cut() override { return append_->cut(); }

    void abandoned() override {
        // Without a checksum every byte counts; with one, a part of the bytes proves nothing.
        if (running_) {
            append_->discard();
        } else {
            (void)append_->commit();
        }
    }

private:
    Shared protocol_;
    const Request& request_;
    std::unique_ptr<TusAppend> append_;
    std::uint64_t room_;
    std::optional<TusChecksum> checksum_;
    std::optional<RunningChecksum> running_;
    Answer answer_;
};

using Admitted = std::variant<Response, std::unique_ptr<BodySink>>;

Result<Admitted> create(const Shared& protocol, const Request& request) {
    EXEAT_TRY(check_version(request));
    EXEAT_TAKE(const auto creation, creation_of(request, protocol->options));
    const bool with_upload = brings_bytes(request);
    if (with_upload) EXEAT_TRY(check_type(request));
    EXEAT_TAKE(auto checksum, checksum_of(request));
    if (request.content_length.value_or(0) > creation.length) return fail(refusal(Refusal::body_too_large));
    EXEAT_TAKE(const auto upload, protocol->store->create(request, creation));
    // An empty upload is complete at once; finishing is what an append does.
    if (!with_upload && creation.length > 0) return Admitted(protocol->created(upload));
    EXEAT_TAKE(auto append, protocol->store->append(request, upload.id, 0));
    return Admitted(std::make_unique<AppendSink>(protocol, request, std::move(append), creation.length,
                                                 std::move(checksum), AppendSink::Answer::created));
}

Result<Admitted> append(const Shared& protocol, const Request& request) {
    EXEAT_TRY(check_version(request));
    EXEAT_TRY(check_type(request));
    EXEAT_TAKE(const auto offset, number_of(request, "Upload-Offset"));
    EXEAT_TAKE(auto checksum, checksum_of(request));
    EXEAT_TAKE(const auto upload, protocol->store->find(request, request.parameter("upload")));
    if (upload.offset != offset) return fail(refusal(Refusal::upload_offset_mismatch));
    const auto room = upload.length - upload.offset;
    if (request.content_length.value_or(0) > room) return fail(refusal(Refusal::body_too_large));
    EXEAT_TAKE(auto begun, protocol->store->append(request, upload.id, offset));
    return Admitted(std::make_unique<AppendSink>(protocol, request, std::move(begun), room, std::move(checksum),
                                                 AppendSink::Answer::appended));
}

Result<Response> terminate(const Shared& protocol, const Request& request) {
    EXEAT_TRY(check_version(request));
    EXEAT_TRY(protocol->store->terminate(request, request.parameter("upload")));
    Response response;
    response.status = 204;
    response.headers.set("Tus-Resumable", std::string(k_version));
    return response;
}

Result<Response> look(const Shared& protocol, const Request& request) {
    EXEAT_TRY(check_version(request));
    EXEAT_TAKE(const auto upload, protocol->store->find(request, request.parameter("upload")));
    auto response = protocol->answered(upload, 200);
    response.headers.set("Upload-Length", std::to_string(upload.length));
    if (!upload.metadata_field.empty()) response.headers.set("Upload-Metadata", upload.metadata_field);
    response.headers.set("Cache-Control", "no-store");
    return response;
}

Response describe(const Protocol& protocol) {
    Response response;
    response.status = 204;
    response.headers.set("Tus-Resumable", std::string(k_version));
    response.headers.set("Tus-Version", std::string(k_version));
    response.headers.set("Tus-Extension", "creation,creation-with-upload,termination,checksum,expiration");
    response.headers.set("Tus-Checksum-Algorithm", "sha1,sha256");
    if (protocol.options.max_size) response.headers.set("Tus-Max-Size", std::to_string(protocol.options.max_size()));
    return response;
}

Handler handler_of(const Shared& protocol, Result<Response> (*work)(const Shared&, const Request&)) {
    return [protocol, work](Request& request) {
        auto response = work(protocol, request);
        return response ? std::move(*response) : protocol->refused(request, response.error());
    };
}

Receiver receiver_of(const Shared& protocol, Result<Admitted> (*work)(const Shared&, const Request&)) {
    return [protocol, work](Request& request) -> Admitted {
        auto admitted = work(protocol, request);
        if (!admitted) return protocol->refused(request, admitted.error());
        return std::move(*admitted);
    };
}

/// For clients behind something that lets only GET and POST through.
Result<Admitted> overridden(const Shared& protocol, const Request& request) {
    const auto method = request.headers.find("X-HTTP-Method-Override");
    if (method && *method == "PATCH") return append(protocol, request);
    if (!method || *method != "DELETE") return fail(refusal(Refusal::method_not_allowed));
    EXEAT_TAKE(auto response, terminate(protocol, request));
    return Admitted(std::move(response));
}

}  // namespace

std::vector<Route> tus_routes(TusOptions options, std::shared_ptr<TusStore> store, ErrorResponse error_response) {
    const auto protocol =
        std::make_shared<const Protocol>(std::move(options), std::move(store), std::move(error_response));
    const auto& base = protocol->options.base;
    const auto one = base + "/{upload}";
    const Handler description = [protocol](Request&) { return describe(*protocol); };
    std::vector<Route> routes;
    routes.push_back({Method::options, base, description, RunOn::work});
    routes.push_back({Method::options, one, description, RunOn::work});
    routes.push_back({Method::post, base, receiver_of(protocol, create), RunOn::work});
    routes.push_back({Method::post, one, receiver_of(protocol, overridden), RunOn::work});
    routes.push_back({Method::patch, one, receiver_of(protocol, append), RunOn::work});
    routes.push_back({Method::delete_, one, handler_of(protocol, terminate), RunOn::work});
    routes.push_back({Method::head, one, handler_of(protocol, look), RunOn::work});
    return routes;
}

}  // namespace exeat::http
