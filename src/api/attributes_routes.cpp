// Attributes of assets.
#include "api/operation.h"
#include "api/routes.h"
#include "platform/json/shape.h"
#include "usecases/attributes/attributes.h"

namespace exeat::domain {
BOOST_DESCRIBE_ENUM(AttributeType, text, number, date, pulldown, multi_select, tag, boolean)
BOOST_DESCRIBE_STRUCT(Attribute, (), (id, name, type, vocabulary, version))
}  // namespace exeat::domain

namespace exeat::usecases {
BOOST_DESCRIBE_STRUCT(AttributeChange, (), (name, vocabulary))
}  // namespace exeat::usecases

namespace exeat::api {

namespace body {

struct AttributeList {
    std::vector<domain::Attribute> items;
    std::optional<std::string> next;
};
BOOST_DESCRIBE_STRUCT(AttributeList, (), (items, next))

struct NewAttribute {
    std::string name;
    domain::AttributeType type = domain::AttributeType::text;
    json::Default<std::vector<std::string>> vocabulary;
};
BOOST_DESCRIBE_STRUCT(NewAttribute, (), (name, type, vocabulary))

}  // namespace body

namespace {

using domain::Attribute;

Result<body::AttributeList> list(Asked& asked) {
    body::AttributeList json;
    EXEAT_TAKE(json.items, usecases::list_attributes(asked.house, asked.caller));
    return json;
}

Result<Reply<Attribute>> read(Asked& asked) {
    EXEAT_TAKE(const auto id, asked.id<AttributeId>());
    EXEAT_TAKE(auto attribute, usecases::read_attribute(asked.house, asked.caller, id));
    return with_version(std::move(attribute));
}

Result<Reply<Attribute>> create(Asked& asked, const body::NewAttribute& said) {
    EXEAT_TAKE(auto attribute,
               usecases::create_attribute(asked.house, asked.caller, {said.name, said.type, *said.vocabulary}));
    return with_version(std::move(attribute));
}

Result<Reply<Attribute>> change(Asked& asked, const usecases::AttributeChange& said) {
    EXEAT_TAKE(const auto id, asked.id<AttributeId>());
    EXEAT_TAKE(const auto version, asked.if_match());
    EXEAT_TAKE(auto attribute, usecases::change_attribute(asked.house, asked.caller, id, version, said));
    return with_version(std::move(attribute));
}

Result<Nothing> remove(Asked& asked) {
    EXEAT_TAKE(const auto id, asked.id<AttributeId>());
    EXEAT_TRY(usecases::delete_attribute(asked.house, asked.caller, id));
    return Nothing{};
}

Operation about(http::Method method, std::string path, std::string id, std::string summary) {
    return Resource{"attributes", usecases::TokenScope::read, usecases::TokenScope::manage}.about(
        method, std::move(path), std::move(id), std::move(summary));
}

}  // namespace

void add_attributes_routes(Api& api) {
    api.add<body::AttributeList>(about(http::Method::get, "/api/attributes", "list_attributes", "Attributes by name"),
                                 list);
    auto creating = about(http::Method::post, "/api/attributes", "create_attribute", "Add an attribute");
    creating.status = 201;
    creating.repeat = Repeat::once_by_key;
    creating.problems = {409};
    api.add<body::NewAttribute, Attribute>(std::move(creating), create);
    api.add<Attribute>(about(http::Method::get, "/api/attributes/{id}", "read_attribute", "One attribute"), read);
    auto changing = about(http::Method::patch, "/api/attributes/{id}", "change_attribute",
                          "Rename an attribute, change the words to choose from");
    changing.problems = {409, 412, 428};
    api.add<usecases::AttributeChange, Attribute>(std::move(changing), change);
    auto removing =
        about(http::Method::delete_, "/api/attributes/{id}", "delete_attribute", "Delete one that no asset carries");
    removing.problems = {409};
    api.add<Nothing>(std::move(removing), remove);
}

}  // namespace exeat::api
