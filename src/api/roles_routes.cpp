// Roles and their flags, for administrators.
#include "api/operation.h"
#include "api/people_json.h"
#include "api/routes.h"
#include "usecases/people/roles.h"

namespace exeat::api {

namespace body {

struct RoleEntry {
    RoleId id;
    std::string name;
    std::vector<policy::Flag> flags;
    std::int64_t people = 0;
};
BOOST_DESCRIBE_STRUCT(RoleEntry, (), (id, name, flags, people))

struct RoleList {
    std::vector<RoleEntry> items;
    std::optional<std::string> next;
};
BOOST_DESCRIBE_STRUCT(RoleList, (), (items, next))

struct SiteRole {
    RoleId id;
    std::string name;
    std::vector<policy::Flag> flags;
    std::vector<PersonName> people;
};
BOOST_DESCRIBE_STRUCT(SiteRole, (), (id, name, flags, people))

struct NewRole {
    std::string name;
    std::vector<policy::Flag> flags;
};
BOOST_DESCRIBE_STRUCT(NewRole, (), (name, flags))

struct RoleChange {
    std::optional<std::string> name;
    std::optional<std::vector<policy::Flag>> flags;
};
BOOST_DESCRIBE_STRUCT(RoleChange, (), (name, flags))

struct RolePeople {
    std::vector<PersonId> people;
};
BOOST_DESCRIBE_STRUCT(RolePeople, (), (people))

}  // namespace body

namespace {

std::vector<std::string> words_of(const std::vector<policy::Flag>& flags) {
    std::vector<std::string> words;
    for (const auto flag : flags) words.emplace_back(policy::to_text(flag));
    return words;
}

Reply<body::SiteRole> reply_of(const usecases::RoleFull& role) {
    return with_version(body::SiteRole{role.row.id, role.row.name, json_of(role.row.flags), json_of(role.people)},
                        role.row.version);
}

Result<body::RoleList> list(Asked& asked) {
    EXEAT_TAKE(auto query, name_query(asked.request));
    EXEAT_TAKE(auto page, usecases::list_roles(asked.house, asked.caller, std::move(query)));
    body::RoleList json;
    for (const auto& row : page.roles) json.items.push_back({row.id, row.name, json_of(row.flags), row.people});
    json.next = std::move(page.next);
    return json;
}

Result<Reply<body::SiteRole>> create(Asked& asked, const body::NewRole& said) {
    EXEAT_TAKE(const auto role, usecases::create_role(asked.house, asked.caller, said.name, words_of(said.flags)));
    return reply_of(role);
}

Result<Reply<body::SiteRole>> read(Asked& asked) {
    EXEAT_TAKE(const auto id, asked.id<RoleId>());
    EXEAT_TAKE(const auto role, usecases::read_role(asked.house, asked.caller, id));
    return reply_of(role);
}

Result<Reply<body::SiteRole>> update(Asked& asked, const body::RoleChange& said) {
    EXEAT_TAKE(const auto id, asked.id<RoleId>());
    EXEAT_TAKE(const auto version, asked.if_match());
    usecases::RoleChange wanted{said.name, std::nullopt};
    if (said.flags) wanted.flags = words_of(*said.flags);
    EXEAT_TAKE(const auto role, usecases::update_role(asked.house, asked.caller, id, wanted, version));
    return reply_of(role);
}

Result<Nothing> remove(Asked& asked) {
    EXEAT_TAKE(const auto id, asked.id<RoleId>());
    EXEAT_TAKE(const auto version, asked.if_match());
    EXEAT_TRY(usecases::delete_role(asked.house, asked.caller, id, version));
    return Nothing{};
}

Result<Reply<body::SiteRole>> write_people(Asked& asked, const body::RolePeople& said) {
    EXEAT_TAKE(const auto id, asked.id<RoleId>());
    EXEAT_TAKE(const auto version, asked.if_match());
    EXEAT_TAKE(const auto role, usecases::write_people_of_role(asked.house, asked.caller, id, said.people, version));
    return reply_of(role);
}

}  // namespace

void add_roles_routes(Api& api) {
    const KeptByName roles{"roles"};
    api.add<body::RoleList>(roles.listing("list_roles", "All roles by name"), list);
    api.add<body::NewRole, body::SiteRole>(roles.creating("create_role", "Add a role"), create);
    api.add<body::SiteRole>(roles.reading("read_role", "One role with its people"), read);
    api.add<body::RoleChange, body::SiteRole>(
        roles.changing(http::Method::patch, "update_role", "Rename a role, change its flags"), update);
    api.add<Nothing>(roles.changing(http::Method::delete_, "delete_role", "Delete a role"), remove);
    api.add<body::RolePeople, body::SiteRole>(
        roles.changing(http::Method::put, "write_people_of_role", "Who has a role from now on", "/people"),
        write_people);
}

}  // namespace exeat::api
