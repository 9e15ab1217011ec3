// Files in: POST /api/assets as a form, and tus 1.0 at /api/uploads.
#include <charconv>
#include <map>
#include <memory>

#include "api/arriving.h"
#include "api/file_target.h"
#include "api/operation.h"
#include "api/routes.h"
#include "platform/http/multipart.h"
#include "platform/http/tus.h"
#include "usecases/sessions/signed_in_watch.h"
#include "usecases/uploads/resumable.h"

namespace exeat::api {

namespace body {

/// What became of an uploaded file.
struct TakenFile {
    AssetId asset;
    std::optional<AttachmentId> attachment;
    bool existed = false;
    std::vector<AssetId> duplicates;
};
BOOST_DESCRIBE_STRUCT(TakenFile, (), (asset, attachment, existed, duplicates))

struct TakenFiles {
    std::vector<TakenFile> items;
};
BOOST_DESCRIBE_STRUCT(TakenFiles, (), (items))

}  // namespace body

namespace {

using usecases::Caller;
using usecases::House;

/// Takes a form while it arrives: fields first, then files, each of which becomes what the fields said before it.
/// Nothing is stored before the form has ended well.
class FormSink : public http::BodySink, private http::PartHandler {
public:
    FormSink(House& house, const Caller& caller, const http::Request& request, std::string_view boundary)
        : house_(house), caller_(caller), watch_(house, caller), request_(head_of(request)), parser_(boundary, *this) {}

    std::optional<http::Response> take(std::span<const std::byte> bytes) override {
        if (auto done = watch_.ask(); !done) return refuse(done.error());
        if (auto done = parser_.feed(bytes); !done) return refuse(done.error());
        return std::nullopt;
    }

    http::Response finish() override {
        if (auto done = parser_.finish(); !done) return refuse(done.error());
        if (files_.empty()) {
            return refuse({ErrorKind::invalid,
                           "no-file",
                           "The form has no file. Send it as the field \"file\".",
                           {},
                           {{"/file", "A file."}},
                           0,
                           nullptr});
        }
        auto all = usecases::take_arrived(house_, caller_, std::move(files_));
        if (!all) return refuse(all.error());
        body::TakenFiles answer;
        for (auto& taken : *all) {
            answer.items.push_back({taken.asset, taken.attachment, taken.existed, std::move(taken.duplicates)});
        }
        http::Response response;
        response.status = 201;
        response.headers.set("Content-Type", "application/json");
        response.headers.set("Cache-Control", "no-store");
        response.body = json::to_text(answer);
        return response;
    }

    void abandoned() override { drop(); }

private:
    static http::Request head_of(const http::Request& request) {
        http::Request head;
        head.request_id = request.request_id;
        return head;
    }

    http::Response refuse(const Error& error) {
        drop();
        return problem_response(request_, error);
    }
    void drop() { files_.clear(); }

    Done part_begin(const http::PartHead& head) override {
        is_file_ = head.file_name.has_value();
        name_ = head.name;
        if (!is_file_) {
            fields_[name_].clear();
            return {};
        }
        EXEAT_TAKE(const auto target, target_of(fields_));
        EXEAT_TRY(usecases::may_take_file(house_, caller_, target, *head.file_name, std::nullopt));
        EXEAT_TAKE(auto incoming, house_.blobs.begin());
        files_.push_back({target, *head.file_name, std::move(incoming)});
        return {};
    }

    Done part_data(std::span<const std::byte> bytes) override {
        if (!is_file_) {
            fields_[name_].append(reinterpret_cast<const char*>(bytes.data()), bytes.size());
            return {};
        }
        auto& incoming = *files_.back().incoming;
        if (incoming.size() + static_cast<std::int64_t>(bytes.size()) > house_.options.upload_limit) {
            return fail(ErrorKind::too_large, "file-too-large",
                        "At most " + size_text(house_.options.upload_limit) + " are possible for a file.");
        }
        return incoming.append(bytes);
    }

    Done part_end() override { return {}; }

    House& house_;
    Caller caller_;
    usecases::SignedInWatch watch_;
    http::Request request_;
    http::MultipartParser parser_;
    std::map<std::string, std::string> fields_;
    std::string name_;  // of the field that is being read
    bool is_file_ = false;
    std::vector<usecases::ArrivedFile> files_;
};

Result<std::variant<http::Response, std::unique_ptr<http::BodySink>>> take_form(Asked& asked) {
    EXEAT_TRY(asked.house.blobs.ready());
    const auto type = asked.request.headers.find("Content-Type");
    EXEAT_TAKE(const auto boundary, http::multipart_boundary(type ? *type : std::string_view()));
    if (asked.request.content_length) {
        const auto announced = static_cast<std::int64_t>(*asked.request.content_length);
        // The form around a file is small: what is far above the limit need not be read to be refused.
        if (announced > asked.house.options.upload_limit + k_mib) {
            return fail(ErrorKind::too_large, "file-too-large",
                        "This upload has " + size_text(announced) + "; at most " +
                            size_text(asked.house.options.upload_limit) + " are possible for a file.");
        }
    }
    return std::unique_ptr<http::BodySink>(
        std::make_unique<FormSink>(asked.house, asked.caller, asked.request, boundary));
}

/// tus uploads as the use cases keep them.
class Store : public http::TusStore {
public:
    explicit Store(Api& api) : api_(api) {}

    Result<http::TusUpload> create(const http::Request& request, const http::TusCreation& creation) override {
        EXEAT_TAKE(const auto caller, admit(request));
        std::map<std::string, std::string> fields(creation.metadata.begin(), creation.metadata.end());
        usecases::UploadWish wish;
        wish.name = fields["filename"];
        wish.length = static_cast<std::int64_t>(creation.length);
        wish.metadata = creation.metadata_field;
        EXEAT_TAKE(wish.target, target_of(fields));
        EXEAT_TAKE(const auto state, usecases::begin_upload(api_.house(), caller, wish));
        api_.note_passed(request);
        return upload_of(state);
    }
    Result<http::TusUpload> find(const http::Request& request, std::string_view id) override {
        EXEAT_TAKE(const auto caller, admit(request));
        EXEAT_TAKE(const auto upload, id_of(id));
        EXEAT_TAKE(const auto state, usecases::upload_state(api_.house(), caller, upload));
        if (request.method == http::Method::head) api_.note_passed(request);
        return upload_of(state);
    }
    Result<std::unique_ptr<http::TusAppend>> append(const http::Request& request, std::string_view id,
                                                    std::uint64_t offset) override {
        EXEAT_TAKE(const auto caller, admit(request));
        EXEAT_TAKE(const auto upload, id_of(id));
        EXEAT_TAKE(auto writer,
                   usecases::continue_upload(api_.house(), caller, upload, static_cast<std::int64_t>(offset)));
        return std::make_unique<Append>(api_, request, caller, std::move(writer));
    }
    Done terminate(const http::Request& request, std::string_view id) override {
        EXEAT_TAKE(const auto caller, admit(request));
        EXEAT_TAKE(const auto upload, id_of(id));
        EXEAT_TRY(usecases::end_upload(api_.house(), caller, upload));
        api_.note_passed(request);
        return {};
    }

private:
    class Append : public http::TusAppend {
    public:
        Append(Api& api, const http::Request& request, const Caller& caller,
               std::unique_ptr<usecases::UploadWriter> writer)
            : api_(api), request_(request), arriving_(api.house(), caller), writer_(std::move(writer)) {}
        Done write(std::span<const std::byte> bytes) override { return writer_->append(bytes); }
        Result<http::TusUpload> commit() override {
            EXEAT_TAKE(const auto state, writer_->acknowledge());
            api_.note_passed(request_);
            return upload_of(state);
        }
        void discard() override { static_cast<void>(writer_->rewind()); }
        [[nodiscard]] std::shared_ptr<http::Cut> cut() override { return arriving_.cut(); }

    private:
        const Api& api_;
        const http::Request& request_;
        Arriving arriving_;
        std::unique_ptr<usecases::UploadWriter> writer_;
    };

    static http::TusUpload upload_of(const usecases::UploadState& state) {
        http::TusUpload upload;
        upload.id = state.id.text();
        upload.offset = static_cast<std::uint64_t>(state.position);
        upload.length = static_cast<std::uint64_t>(state.length);
        upload.expires = state.expires_at;
        upload.metadata_field = state.metadata;
        if (state.finished) upload.fields.set("Exeat-Asset", state.finished->text());
        return upload;
    }
    static Result<UploadId> id_of(std::string_view text) {
        if (const auto id = UploadId::parse(text)) return *id;
        return fail(ErrorKind::not_found, "not-found", "There is nothing here, or nothing that you can see.");
    }
    Result<Caller> admit(const http::Request& request) const {
        Operation operation;
        operation.method = request.method;
        operation.scope = usecases::TokenScope::upload;
        return api_.admit(operation, request);
    }

    Api& api_;
};

constexpr std::string_view k_form = R"({
  "requestBody": {"required": true, "content": {"multipart/form-data": {"schema": {
    "type": "object", "required": ["file"], "properties": {
      "library": {"type": "string", "description": "Where a new asset goes; before the file"},
      "folder": {"type": "string"},
      "replaces": {"type": "string", "description": "The asset whose original this becomes"},
      "attach_to": {"type": "string", "description": "The asset that this is attached to"},
      "duplicates": {"type": "string", "enum": ["keep", "skip"]},
      "file": {"type": "string", "format": "binary"}}}}}},
  "responses": {
    "201": {"description": "Stored.", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/TakenFiles"}}}},
    "404": {"$ref": "#/components/responses/Problem"},
    "409": {"$ref": "#/components/responses/Problem"},
    "413": {"$ref": "#/components/responses/Problem"},
    "415": {"$ref": "#/components/responses/Problem"},
    "422": {"$ref": "#/components/responses/Problem"},
    "507": {"$ref": "#/components/responses/Problem"}}})";

void describe_tus(Api& api) {
    const auto operation = [](http::Method method, std::string path, std::string id, std::string summary) {
        Operation out;
        out.method = method;
        out.path = std::move(path);
        out.id = std::move(id);
        out.tag = "uploads";
        out.summary = std::move(summary);
        out.scope = usecases::TokenScope::upload;
        out.problems = {404, 409, 410, 412, 413, 415, 422, 507};
        return out;
    };
    api.describe(operation(http::Method::post, "/api/uploads", "begin_upload", "Begin a resumable upload (tus 1.0)"),
                 {R"({"responses": {"201": {"description": "Begun; Location says where it goes on."}}})"});
    api.describe(
        operation(http::Method::head, "/api/uploads/{upload}", "look_at_upload", "How far a resumable upload is"),
        {R"({"responses": {"200": {"description": "Upload-Offset and Upload-Length."}}})"});
    api.describe(
        operation(http::Method::patch, "/api/uploads/{upload}", "continue_upload", "Send bytes of a resumable upload"),
        {R"({"requestBody": {"content": {"application/offset+octet-stream": {"schema": {"type": "string", "format": "binary"}}}},
             "responses": {"204": {"description": "Kept; Exeat-Asset names what it became after the last byte."},
                           "460": {"$ref": "#/components/responses/Problem"}}})"});
    api.describe(operation(http::Method::delete_, "/api/uploads/{upload}", "end_upload", "Give a resumable upload up"),
                 {R"({"responses": {"204": {"description": "Gone."}}})"});
}

}  // namespace

void add_uploads_routes(Api& api) {
    api.declare<body::TakenFiles>();
    api.add_upload({.method = http::Method::post,
                    .path = "/api/assets",
                    .id = "upload_assets",
                    .tag = "uploads",
                    .summary = "Upload files as a form",
                    .scope = usecases::TokenScope::upload,
                    .status = 201},
                   {std::string(k_form)}, take_form);
    http::TusOptions options;
    options.max_size = [&api] { return static_cast<std::uint64_t>(api.house().options.upload_limit); };
    for (auto& route : http::tus_routes(std::move(options), std::make_shared<Store>(api), problem_response)) {
        api.router().add(std::move(route));
    }
    describe_tus(api);
}

}  // namespace exeat::api
