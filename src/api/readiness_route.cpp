// /readyz: whether the process can serve, and what of it not.
#include "api/pictures_routes.h"
#include "state/blobs/blobs.h"
#include "usecases/pictures/gallery.h"

namespace exeat::api {

namespace body {

/// Whether this process can serve: `database`, `disk`.
struct Readiness {
    bool ready = false;
    std::string database;  // "ok", or what is wrong in words
    std::string disk;
    std::string pictures;  // "ok", or why none are made; everything else is served all the same
};
BOOST_DESCRIBE_STRUCT(Readiness, (), (ready, database, disk, pictures))

}  // namespace body

namespace {

body::Readiness readiness_of(usecases::Gallery& gallery) {
    body::Readiness readiness;
    const auto now = gallery.house.authority.now();
    const auto disk = gallery.house.blobs.ready();
    const auto pictures = gallery.desk.attended();
    readiness.database = now ? "ok" : now.error().text;
    readiness.disk = disk ? "ok" : disk.error().text;
    readiness.pictures = pictures ? "ok" : pictures.error().text;
    readiness.ready = now && disk;
    return readiness;
}

http::Response json_response(std::string text, int status) {
    http::Response response;
    response.status = status;
    response.headers.set("Content-Type", "application/json");
    response.headers.set("Cache-Control", "no-store");
    response.body = std::move(text);
    return response;
}

}  // namespace

void add_readiness_route(Api& api, usecases::Gallery& gallery) {
    api.add_raw({.method = http::Method::get,
                 .path = "/readyz",
                 .id = "readiness",
                 .tag = "system",
                 .summary = "Whether the process can serve: 200, or 503 with what is missing",
                 .access = Access::anybody,
                 .run_on = http::RunOn::io},
                {R"({"responses": {
                    "200": {"description": "Ready.", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Readiness"}}}},
                    "503": {"description": "Not ready.", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Readiness"}}}}}})"},
                [&gallery](Asked&) -> Result<http::Response> {
                    const auto readiness = readiness_of(gallery);
                    return json_response(json::to_text(readiness), readiness.ready ? 200 : 503);
                });
    api.declare<body::Readiness>();
}

}  // namespace exeat::api
