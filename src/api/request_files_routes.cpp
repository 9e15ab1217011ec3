// Files that answer a field of a form.
#include "api/file_response.h"
#include "api/operation.h"
#include "api/routes.h"
#include "platform/http/multipart.h"
#include "platform/json/shape.h"
#include "usecases/deliveries/transfers.h"
#include "usecases/requests/request_files.h"
#include "usecases/sessions/signed_in_watch.h"

namespace exeat::api {

namespace body {

/// `id` is what answers the field.
struct RequestFile {
    RequestFileId id;
    std::string name;
    std::string media_type;
    std::int64_t size = 0;
};
BOOST_DESCRIBE_STRUCT(RequestFile, (), (id, name, media_type, size))

}  // namespace body

namespace {

using usecases::Caller;
using usecases::House;

/// Takes a form with one file while it arrives.
class FileSink : public http::BodySink, private http::PartHandler {
public:
    FileSink(House& house, const Caller& caller, std::string request_id, std::string_view boundary)
        : house_(house), caller_(caller), watch_(house, caller), parser_(boundary, *this) {
        request_.request_id = std::move(request_id);
    }

    std::optional<http::Response> take(std::span<const std::byte> bytes) override {
        if (auto done = watch_.ask(); !done) return refuse(done.error());
        if (auto done = parser_.feed(bytes); !done) return refuse(done.error());
        return std::nullopt;
    }
    http::Response finish() override {
        if (auto done = parser_.finish(); !done) return refuse(done.error());
        if (!incoming_) {
            return refuse({ErrorKind::invalid,
                           "no-file",
                           "The form has no file. Send it as the field \"file\".",
                           {},
                           {{"/file", "A file."}}});
        }
        auto kept = usecases::keep_request_file(house_, caller_, name_, std::move(incoming_));
        if (!kept) return refuse(kept.error());
        http::Response response;
        response.status = 201;
        response.headers.set("Content-Type", "application/json");
        response.headers.set("Cache-Control", "no-store");
        response.body = json::to_text(body::RequestFile{kept->id, kept->name, kept->media_type, kept->size});
        return response;
    }
    void abandoned() override { incoming_.reset(); }

private:
    http::Response refuse(const Error& error) {
        incoming_.reset();
        return problem_response(request_, error);
    }

    Done part_begin(const http::PartHead& head) override {
        takes_ = head.file_name.has_value();
        if (!takes_) return {};
        if (incoming_) return fail(ErrorKind::invalid, "too-many-files", "One file at a time.");
        name_ = *head.file_name;
        EXEAT_TRY(usecases::may_send_file(house_, caller_, name_));
        EXEAT_TAKE(incoming_, house_.blobs.begin());
        return {};
    }
    Done part_data(std::span<const std::byte> bytes) override {
        if (!takes_) return {};
        if (incoming_->size() + static_cast<std::int64_t>(bytes.size()) > usecases::k_most_request_file_bytes) {
            return fail(ErrorKind::too_large, "file-too-large", "A file that answers a field has at most 25 MiB.");
        }
        return incoming_->append(bytes);
    }
    Done part_end() override { return {}; }

    House& house_;
    Caller caller_;
    usecases::SignedInWatch watch_;
    http::Request request_;
    http::MultipartParser parser_;
    std::string name_;
    bool takes_ = false;
    std::unique_ptr<blobs::Incoming> incoming_;
};

Result<std::variant<http::Response, std::unique_ptr<http::BodySink>>> take(Asked& asked) {
    EXEAT_TRY(asked.house.blobs.ready());
    const auto type = asked.request.headers.find("Content-Type");
    EXEAT_TAKE(const auto boundary, http::multipart_boundary(type ? *type : std::string_view()));
    return std::unique_ptr<http::BodySink>(
        std::make_unique<FileSink>(asked.house, asked.caller, asked.request.request_id, boundary));
}

/// A transfer that ends when whoever reads it may not any more.
std::shared_ptr<usecases::Transfer> transfer_to(House& house, const Caller& caller, RequestId request,
                                                RequestFileId file, Instant now) {
    auto transfer = std::make_shared<usecases::Transfer>();
    transfer->began = now;
    transfer->person = caller.person;
    transfer->still_free = [&house, caller, request, file] {
        return usecases::still_sees_file(house, caller, request, file).has_value();
    };
    return transfer;
}

/// Each is asked about when anything changes: nobody has so many that those of others wait for it.
constexpr std::size_t k_most_files_at_once = 64;
std::unexpected<Error> too_many_transfers() {
    Error error;
    error.kind = ErrorKind::busy;
    error.code = "too-many-transfers";
    error.text = "At most 64 files of requests are sent to you at a time. Take the others when these have arrived.";
    error.retry_after_seconds = 5;
    return fail(std::move(error));
}

Result<http::Response> send(Asked& asked) {
    EXEAT_TAKE(const auto request, asked.id<RequestId>());
    EXEAT_TAKE(const auto id, asked.id<RequestFileId>("file"));
    EXEAT_TAKE(auto file, usecases::open_request_file(asked.house, asked.caller, request, id));
    const auto size = static_cast<std::uint64_t>(file.row.size);
    auto plan = plan_file_response(asked.request, size, "\"" + to_text(file.row.digest) + "\"", file.row.name,
                                   file.row.media_type);
    if (!plan.sends_body) return std::move(plan.response);
    auto crc32c = std::make_shared<const std::vector<std::uint32_t>>(std::move(file.crc32c));
    EXEAT_TAKE(auto slice, file_slice(*file.blob, file.row.size, std::move(crc32c), plan.range));
    if (asked.request.method == http::Method::head) {
        plan.response.length = plan.range.length;
        return std::move(plan.response);
    }
    plan.response.body = std::move(slice);
    EXEAT_TAKE(const auto now, asked.house.authority.now());
    const auto transfer = transfer_to(asked.house, asked.caller, request, id, now);
    if (!begin_transfer_below(k_most_files_at_once, asked.house, transfer, plan.response)) return too_many_transfers();
    // Whoever took a right away before the transfer began saw nothing to cut.
    if (asked.house.authority.number() != file.authority_number && !transfer->still_free()) {
        asked.house.transfers.end(transfer, 0);
        return fail(ErrorKind::not_found, "not-found", "There is nothing here, or nothing that you can see.");
    }
    return std::move(plan.response);
}

constexpr std::string_view k_takes_file = R"({
  "description": "Before the form is sent; its id is the answer. A file that no form takes goes after a day. From whoever may ask for something: else there is nothing here. What a person's open requests hold, with all that came within a day, is at most 500 MiB.",
  "requestBody": {"required": true, "content": {"multipart/form-data": {"schema": {"type": "object",
    "properties": {"file": {"type": "string", "format": "binary"}}, "required": ["file"]}}}},
  "responses": {
    "201": {"description": "Kept.", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/RequestFile"}}}},
    "400": {"$ref": "#/components/responses/Problem"},
    "404": {"$ref": "#/components/responses/Problem"},
    "413": {"$ref": "#/components/responses/Problem"},
    "415": {"$ref": "#/components/responses/Problem"},
    "422": {"$ref": "#/components/responses/Problem"}}})";

constexpr std::string_view k_sends_file = R"({
  "description": "For its requester and for those who decide.",
  "responses": {
    "200": {"description": "All bytes.", "content": {"*/*": {"schema": {"type": "string", "format": "binary"}}}},
    "206": {"description": "A part.", "content": {"*/*": {"schema": {"type": "string", "format": "binary"}}}},
    "304": {"description": "The client has it."},
    "404": {"$ref": "#/components/responses/Problem"},
    "412": {"$ref": "#/components/responses/Problem"},
    "416": {"$ref": "#/components/responses/Problem"},
    "429": {"$ref": "#/components/responses/Problem"}}})";

}  // namespace

void add_request_files_routes(Api& api) {
    api.declare<body::RequestFile>();
    api.add_upload({.method = http::Method::post,
                    .path = "/api/requests/files",
                    .id = "keep_request_file",
                    .tag = "requests",
                    .summary = "Send a file that answers a field of a form",
                    .scope = usecases::TokenScope::download,
                    .status = 201},
                   {std::string(k_takes_file)}, take);
    api.add_raw({.method = http::Method::get,
                 .path = "/api/requests/{id}/files/{file}",
                 .id = "read_request_file",
                 .tag = "requests",
                 .summary = "A file that came with a request"},
                {std::string(k_sends_file)}, send);
}

}  // namespace exeat::api
