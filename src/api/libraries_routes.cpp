// Libraries and their usage settings.
#include "api/operation.h"
#include "api/places_json.h"
#include "api/routes.h"
#include "usecases/requests/receivers.h"

namespace exeat::usecases {
BOOST_DESCRIBE_STRUCT(RequestReceiver, (), (id, name))
BOOST_DESCRIBE_STRUCT(RequestReceivers, (), (people, warning))
}  // namespace exeat::usecases

namespace exeat::api {

namespace body {

struct LibraryList {
    std::vector<usecases::LibraryShown> items;
    std::optional<std::string> next;
};
BOOST_DESCRIBE_STRUCT(LibraryList, (), (items, next))

}  // namespace body

namespace {

using usecases::LibraryShown;

Result<body::LibraryList> list(Asked& asked) {
    body::LibraryList json;
    EXEAT_TAKE(json.items, usecases::list_libraries(asked.house, asked.caller));
    return json;
}

Result<Reply<LibraryShown>> create(Asked& asked, const usecases::NewLibrary& said) {
    EXEAT_TAKE(auto library, usecases::create_library(asked.house, asked.caller, said));
    return with_version(std::move(library));
}

Result<Reply<LibraryShown>> read(Asked& asked) {
    EXEAT_TAKE(const auto id, asked.id<LibraryId>());
    EXEAT_TAKE(auto library, usecases::read_library(asked.house, asked.caller, id));
    return with_version(std::move(library));
}

Result<Reply<LibraryShown>> change(Asked& asked, const usecases::LibraryChange& said) {
    EXEAT_TAKE(const auto id, asked.id<LibraryId>());
    EXEAT_TAKE(const auto version, asked.if_match());
    EXEAT_TAKE(auto library, usecases::change_library(asked.house, asked.caller, id, version, said));
    return with_version(std::move(library));
}

Result<Reply<domain::LibrarySettings>> read_settings(Asked& asked) {
    EXEAT_TAKE(const auto id, asked.id<LibraryId>());
    EXEAT_TAKE(auto usage, usecases::read_usage_settings(asked.house, asked.caller, id));
    return with_version(std::move(usage.settings), usage.version);
}

Result<usecases::RequestReceivers> read_receivers(Asked& asked) {
    EXEAT_TAKE(const auto id, asked.id<LibraryId>());
    return usecases::read_request_receivers(asked.house, asked.caller, id);
}

Result<Reply<domain::LibrarySettings>> write_settings(Asked& asked, const domain::LibrarySettings& said) {
    EXEAT_TAKE(const auto id, asked.id<LibraryId>());
    EXEAT_TAKE(const auto version, asked.if_match());
    EXEAT_TAKE(auto usage, usecases::write_usage_settings(asked.house, asked.caller, id, version, said));
    return with_version(std::move(usage.settings), usage.version);
}

Operation about(http::Method method, std::string path, std::string id, std::string summary) {
    const bool looks = method == http::Method::get;
    Operation operation = Resource{"libraries", usecases::TokenScope::read, usecases::TokenScope::manage}.about(
        method, std::move(path), std::move(id), std::move(summary));
    operation.problems = looks ? std::vector{403, 404} : std::vector{403, 404, 409, 412, 428};
    return operation;
}

}  // namespace

void add_libraries_routes(Api& api) {
    api.add<body::LibraryList>(
        about(http::Method::get, "/api/libraries", "list_libraries", "Libraries in which one can see anything"), list);
    auto creating = about(http::Method::post, "/api/libraries", "create_library", "Make a library and own it");
    creating.status = 201;
    creating.repeat = Repeat::once_by_key;
    creating.problems = {403, 409};
    api.add<usecases::NewLibrary, LibraryShown>(std::move(creating), create);
    api.add<LibraryShown>(about(http::Method::get, "/api/libraries/{id}", "read_library", "One library"), read);
    api.add<usecases::LibraryChange, LibraryShown>(
        about(http::Method::patch, "/api/libraries/{id}", "change_library", "Rename, archive or unarchive a library"),
        change);
    api.add<domain::LibrarySettings>(about(http::Method::get, "/api/libraries/{id}/settings", "read_usage_settings",
                                           "The usage settings of a library"),
                                     read_settings);
    api.add<usecases::RequestReceivers>(
        about(http::Method::get, "/api/libraries/{id}/receivers", "read_request_receivers",
              "Who receives the requests of a library now, and a warning where no owner does"),
        read_receivers);
    api.add<domain::LibrarySettings, domain::LibrarySettings>(
        about(http::Method::put, "/api/libraries/{id}/settings", "write_usage_settings",
              "The usage settings of a library from now on, whole"),
        write_settings);
}

}  // namespace exeat::api
