// Groups, for administrators.
#include "api/operation.h"
#include "api/people_json.h"
#include "api/routes.h"
#include "usecases/people/groups.h"

namespace exeat::usecases {
BOOST_DESCRIBE_ENUM(Triggers, refuse, follow)
}  // namespace exeat::usecases

namespace exeat::api {

namespace body {

struct GroupEntry {
    GroupId id;
    std::string name;
    std::int64_t people = 0;
};
BOOST_DESCRIBE_STRUCT(GroupEntry, (), (id, name, people))

struct GroupList {
    std::vector<GroupEntry> items;
    std::optional<std::string> next;
};
BOOST_DESCRIBE_STRUCT(GroupList, (), (items, next))

struct Group {
    GroupId id;
    std::string name;
    std::vector<PersonName> people;
    std::vector<std::string> named_by;  // site settings that name it
};
BOOST_DESCRIBE_STRUCT(Group, (), (id, name, people, named_by))

struct NewGroup {
    std::string name;
};
BOOST_DESCRIBE_STRUCT(NewGroup, (), (name))

/// `triggers` says what becomes of site settings that name the group: they stop the change, or follow it.
struct GroupChange {
    std::string name;
    json::Default<usecases::Triggers> triggers{usecases::Triggers::refuse};
};
BOOST_DESCRIBE_STRUCT(GroupChange, (), (name, triggers))

struct GroupPeople {
    std::vector<PersonId> people;
};
BOOST_DESCRIBE_STRUCT(GroupPeople, (), (people))

}  // namespace body

namespace {

Reply<body::Group> reply_of(const usecases::GroupFull& group) {
    return with_version(body::Group{group.row.id, group.row.name, json_of(group.people), group.named_by},
                        group.row.version);
}

Result<body::GroupList> list(Asked& asked) {
    EXEAT_TAKE(auto query, name_query(asked.request));
    EXEAT_TAKE(auto page, usecases::list_groups(asked.house, asked.caller, std::move(query)));
    body::GroupList json;
    for (const auto& row : page.groups) json.items.push_back({row.id, row.name, row.people});
    json.next = std::move(page.next);
    return json;
}

Result<Reply<body::Group>> create(Asked& asked, const body::NewGroup& said) {
    EXEAT_TAKE(const auto group, usecases::create_group(asked.house, asked.caller, said.name));
    return reply_of(group);
}

Result<Reply<body::Group>> read(Asked& asked) {
    EXEAT_TAKE(const auto id, asked.id<GroupId>());
    EXEAT_TAKE(const auto group, usecases::read_group(asked.house, asked.caller, id));
    return reply_of(group);
}

Result<Reply<body::Group>> rename(Asked& asked, const body::GroupChange& said) {
    EXEAT_TAKE(const auto id, asked.id<GroupId>());
    EXEAT_TAKE(const auto version, asked.if_match());
    EXEAT_TAKE(const auto group,
               usecases::rename_group(asked.house, asked.caller, id, said.name, *said.triggers, version));
    return reply_of(group);
}

Result<Nothing> remove(Asked& asked) {
    EXEAT_TAKE(const auto id, asked.id<GroupId>());
    EXEAT_TAKE(const auto version, asked.if_match());
    EXEAT_TRY(usecases::delete_group(asked.house, asked.caller, id, version));
    return Nothing{};
}

Result<Reply<body::Group>> write_people(Asked& asked, const body::GroupPeople& said) {
    EXEAT_TAKE(const auto id, asked.id<GroupId>());
    EXEAT_TAKE(const auto version, asked.if_match());
    EXEAT_TAKE(const auto group, usecases::write_people_of_group(asked.house, asked.caller, id, said.people, version));
    return reply_of(group);
}

}  // namespace

void add_groups_routes(Api& api) {
    const KeptByName groups{"groups"};
    api.add<body::GroupList>(groups.listing("list_groups", "All groups by name"), list);
    api.add<body::NewGroup, body::Group>(groups.creating("create_group", "Add a group"), create);
    api.add<body::Group>(groups.reading("read_group", "One group with its people"), read);
    api.add<body::GroupChange, body::Group>(groups.changing(http::Method::patch, "rename_group", "Rename a group"),
                                            rename);
    api.add<Nothing>(groups.changing(http::Method::delete_, "delete_group", "Delete a group with its memberships"),
                     remove);
    api.add<body::GroupPeople, body::Group>(
        groups.changing(http::Method::put, "write_people_of_group", "Who is in a group from now on", "/people"),
        write_people);
}

}  // namespace exeat::api
