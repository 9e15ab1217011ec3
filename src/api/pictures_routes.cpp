// The thumbnail and the preview of an asset, and the queue that they are made by.
#include "api/pictures_routes.h"

#include "platform/http/ranges.h"
#include "platform/json/shape.h"
#include "state/renditions/renditions.h"
#include "usecases/pictures/gallery.h"
#include "usecases/pictures/pictures.h"

namespace exeat::domain {
BOOST_DESCRIBE_ENUM(JobKind, thumbnail, preview)
BOOST_DESCRIBE_ENUM(JobState, waiting, failed)
}  // namespace exeat::domain

namespace exeat::api {

namespace body {

struct JobAsset {
    AssetId id;
    std::string name;
};
BOOST_DESCRIBE_STRUCT(JobAsset, (), (id, name))

struct Job {
    JobId id;
    domain::JobKind kind = domain::JobKind::thumbnail;
    domain::JobState status = domain::JobState::waiting;
    std::string format;
    std::string reason;
    std::string text;
    std::string detail;
    std::int64_t attempts = 0;
    Instant created_at;
    Instant changed_at;
    std::optional<Instant> next_at;
    std::vector<JobAsset> assets;
};
BOOST_DESCRIBE_STRUCT(Job, (),
                      (id, kind, status, format, reason, text, detail, attempts, created_at, changed_at, next_at,
                       assets))

struct JobPage {
    std::vector<Job> items;
    std::optional<std::string> next;
};
BOOST_DESCRIBE_STRUCT(JobPage, (), (items, next))

}  // namespace body

namespace {

std::unexpected<Error> wrong_parameter(std::string_view name, std::string text) {
    return fail(Error{ErrorKind::invalid, "wrong-parameter", text, {}, {{std::string(name), text}}, 0, nullptr});
}

std::optional<usecases::Recipe> recipe_of(const http::Request& request) {
    return policy::parse_word<usecases::Recipe>(request.query_value("size").value_or("thumbnail"));
}

bool is_preview_at_hand(const usecases::Gallery& gallery, const http::Request& request,
                        const usecases::Caller& caller) {
    const auto id = AssetId::parse(request.parameter("id"));
    const auto recipe = recipe_of(request);
    return id && recipe && usecases::is_picture_at_hand(gallery, caller, *id, *recipe);
}

Result<http::Response> preview(usecases::Gallery& gallery, Asked& asked) {
    EXEAT_TAKE(const auto id, asked.id<AssetId>());
    const auto recipe = recipe_of(asked.request);
    if (!recipe) return wrong_parameter("size", "The size is thumbnail or preview.");
    EXEAT_TAKE(const auto seen, usecases::see_picture(asked.house, asked.caller, id, *recipe));
    const auto etag = "\"" + to_text(seen.name) + "\"";
    http::Response response;
    auto& headers = response.headers;
    headers.set("ETag", etag);
    headers.set("Cache-Control", "private, no-cache");
    headers.set("X-Content-Type-Options", "nosniff");
    headers.set("Content-Security-Policy", "sandbox; default-src 'none'");
    headers.set("Cross-Origin-Resource-Policy", "same-origin");
    // The name is that of the bytes: whoever has it needs no look at them, only the decision that was just made.
    if (std::holds_alternative<http::NotModified>(http::which_bytes(asked.request, 1, etag))) {
        response.status = 304;
        return response;
    }
    EXEAT_TAKE(auto rendition, usecases::read_seen_picture(gallery, seen));
    headers.set("Content-Type", rendition.media_type);
    response.body = std::move(rendition.bytes);
    return response;
}

body::Job json_of(usecases::JobShown&& job) {
    body::Job json{job.id,
                   job.kind,
                   job.status,
                   std::move(job.format),
                   std::move(job.reason),
                   std::move(job.text),
                   std::move(job.detail),
                   job.attempts,
                   job.created_at,
                   job.changed_at,
                   job.next_at,
                   {}};
    for (auto& asset : job.assets) json.assets.push_back({asset.id, std::move(asset.name)});
    return json;
}

Result<body::JobPage> list_jobs(Asked& asked) {
    const auto state = policy::parse_word<domain::JobState>(asked.request.query_value("status").value_or("failed"));
    if (!state) return wrong_parameter("status", "The status is waiting or failed.");
    EXEAT_TAKE(auto page, usecases::list_jobs(asked.house, asked.caller, *state, asked.request.query_value("cursor")));
    body::JobPage json;
    for (auto& job : page.jobs) json.items.push_back(json_of(std::move(job)));
    json.next = std::move(page.next);
    return json;
}

Result<Nothing> retry_job(usecases::Gallery& gallery, Asked& asked) {
    EXEAT_TAKE(const auto id, asked.id<JobId>());
    EXEAT_TRY(usecases::retry_job(gallery, asked.caller, id));
    return Nothing{};
}

constexpr std::string_view k_sends_picture = R"({
  "description": "A JPEG, or a WebP where something is transparent. The policy is asked about the proxy each time; who may not see it is told that nothing is here. picture-waiting comes with Retry-After, picture-failed and no-picture are final.",
  "responses": {
    "200": {"description": "The picture.", "content": {"image/*": {"schema": {"type": "string", "format": "binary"}}}},
    "304": {"description": "The client has it."},
    "404": {"$ref": "#/components/responses/Problem"},
    "422": {"$ref": "#/components/responses/Problem"}}})";

}  // namespace

void add_pictures_routes(Api& api, usecases::Gallery& gallery) {
    Operation looking{
        .method = http::Method::get,
        .path = "/api/assets/{id}/preview",
        .id = "read_preview",
        .tag = "assets",
        .summary = "The thumbnail or the preview of an asset",
        .at_hand = [&gallery](usecases::House&, const http::Request& request, const usecases::Caller& caller) {
            return is_preview_at_hand(gallery, request, caller);
        }};
    looking.query = {{"size", R"({"enum":["thumbnail","preview"]})",
                      "thumbnail (480 pixels, when absent) or preview (1,600 pixels) of the longest side."}};
    api.add_raw(std::move(looking), {std::string(k_sends_picture)},
                [&gallery](Asked& asked) { return preview(gallery, asked); });
    Operation listing{.method = http::Method::get,
                      .path = "/api/jobs",
                      .id = "list_jobs",
                      .tag = "jobs",
                      .summary = "Pictures that wait to be made, or could not be",
                      .scope = usecases::TokenScope::manage};
    listing.query = {{"status", R"({"enum":["waiting","failed"]})", "failed when absent."},
                     {"cursor", R"({"type":"string"})", "`next` of the page before."}};
    listing.problems = {422};
    api.add<body::JobPage>(std::move(listing), list_jobs);
    api.add<Nothing>({.method = http::Method::post,
                      .path = "/api/jobs/{id}/retry",
                      .id = "retry_job",
                      .tag = "jobs",
                      .summary = "Try a job again, at once",
                      .scope = usecases::TokenScope::manage},
                     [&gallery](Asked& asked) { return retry_job(gallery, asked); });
}

}  // namespace exeat::api
