// The site settings as properties under the names that administrators of NetX know.
#include "api/operation.h"
#include "api/routes.h"
#include "api/settings_json.h"
#include "usecases/settings/properties.h"

namespace exeat::usecases {
BOOST_DESCRIBE_STRUCT(Property, (), (name, value, in_effect, warnings))
}  // namespace exeat::usecases

namespace exeat::api {

namespace body {

struct PropertyList {
    std::vector<usecases::Property> items;
    std::optional<std::string> next;
};
BOOST_DESCRIBE_STRUCT(PropertyList, (), (items, next))

struct PropertyWanted {
    std::string value;
    json::Default<usecases::Confirmed> confirm{usecases::Confirmed::nothing};
};
BOOST_DESCRIBE_STRUCT(PropertyWanted, (), (value, confirm))

}  // namespace body

namespace {

Result<body::PropertyList> list(Asked& asked) {
    body::PropertyList json;
    EXEAT_TAKE(json.items, usecases::list_properties(asked.house, asked.caller));
    return json;
}

Result<Reply<usecases::Property>> read(Asked& asked) {
    EXEAT_TAKE(auto property, usecases::read_property(asked.house, asked.caller, asked.request.parameter("name")));
    return with_version(std::move(property));
}

Result<Reply<usecases::Property>> write(Asked& asked, const body::PropertyWanted& said) {
    EXEAT_TAKE(const auto version, asked.if_match());
    EXEAT_TAKE(auto property, usecases::write_property(asked.house, asked.caller, version,
                                                       asked.request.parameter("name"), said.value, *said.confirm));
    return with_version(std::move(property));
}

Operation about(http::Method method, std::string path, std::string id, std::string summary) {
    return Resource{"settings", usecases::TokenScope::manage, usecases::TokenScope::manage}.about(
        method, std::move(path), std::move(id), std::move(summary));
}

}  // namespace

void add_properties_routes(Api& api) {
    api.add<body::PropertyList>(
        about(http::Method::get, "/api/properties", "list_properties", "Site settings as properties"), list);
    api.add<usecases::Property>(about(http::Method::get, "/api/properties/{name}", "read_property", "One property"),
                                read);
    auto writing = about(http::Method::put, "/api/properties/{name}", "write_property", "Set a property");
    writing.problems = {409, 412, 428};
    api.add<body::PropertyWanted, usecases::Property>(std::move(writing), write);
}

}  // namespace exeat::api
