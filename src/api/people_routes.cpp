// People, for administrators.
#include "api/operation.h"
#include "api/people_json.h"
#include "api/routes.h"
#include "api/session_cookie.h"
#include "usecases/people/people.h"
#include "usecases/people/second_factor.h"

namespace exeat::api {

namespace body {

struct PersonEntry {
    PersonId id;
    std::string email;
    std::string name;
    int level = 0;
    bool active = true;
    Instant created_at;
};
BOOST_DESCRIBE_STRUCT(PersonEntry, (), (id, email, name, level, active, created_at))

struct PeopleList {
    std::vector<PersonEntry> items;
    std::optional<std::string> next;
};
BOOST_DESCRIBE_STRUCT(PeopleList, (), (items, next))

struct Person {
    PersonId id;
    std::string email;
    std::string name;
    int level = 0;
    bool active = true;
    std::vector<RoleName> roles;
    std::vector<GroupName> groups;
    std::optional<std::int64_t> quota_limit;
    bool has_password = false;
    bool second_factor = false;
    Instant created_at;
};
BOOST_DESCRIBE_STRUCT(Person, (),
                      (id, email, name, level, active, roles, groups, quota_limit, has_password, second_factor,
                       created_at))

struct NewPerson {
    std::string email;
    std::string name;
    std::int64_t level = 0;
    std::optional<std::string> password;
    json::Default<std::vector<RoleId>> roles;
    json::Default<std::vector<GroupId>> groups;
    std::optional<std::int64_t> quota_limit;
};
BOOST_DESCRIBE_STRUCT(NewPerson, (), (email, name, level, password, roles, groups, quota_limit))

/// A link by which somebody sets their password, once.
struct PasswordLink {
    std::string url;
    Instant expires_at;
};
BOOST_DESCRIBE_STRUCT(PasswordLink, (), (url, expires_at))

/// The person, and the link that was sent when there is no password; an API token is not shown it.
struct PersonMade : Person {
    std::optional<PasswordLink> password_link;
};
BOOST_DESCRIBE_STRUCT(PersonMade, (Person), (password_link))

struct PasswordLinkSent {
    std::optional<PasswordLink> password_link;
};
BOOST_DESCRIBE_STRUCT(PasswordLinkSent, (), (password_link))

struct PersonChange {
    std::optional<std::string> email;
    std::optional<std::string> name;
    std::optional<std::int64_t> level;
    std::optional<bool> active;
    std::optional<std::vector<RoleId>> roles;
    std::optional<std::vector<GroupId>> groups;
    json::Change<std::int64_t> quota_limit;
};
BOOST_DESCRIBE_STRUCT(PersonChange, (), (email, name, level, active, roles, groups, quota_limit))

}  // namespace body

namespace {

body::Person person_json(const usecases::PersonFull& person) {
    const auto& row = person.row;
    return {row.id,
            row.email,
            row.name,
            static_cast<int>(row.level),
            row.active,
            json_of(person.roles),
            json_of(person.groups),
            row.quota_limit,
            row.has_password,
            row.has_second_factor,
            row.created_at};
}

std::optional<body::PasswordLink> link_json(std::optional<usecases::PasswordLink> link) {
    if (!link) return std::nullopt;
    return body::PasswordLink{std::move(link->url), link->expires_at};
}

Reply<body::Person> reply_of(const usecases::PersonFull& person) {
    return with_version(person_json(person), person.row.version);
}

Result<body::PeopleList> list(Asked& asked) {
    EXEAT_TAKE(auto query, name_query(asked.request));
    EXEAT_TAKE(auto page, usecases::list_people(asked.house, asked.caller, std::move(query)));
    body::PeopleList json;
    for (const auto& row : page.people) {
        json.items.push_back({row.id, row.email, row.name, static_cast<int>(row.level), row.active, row.created_at});
    }
    json.next = std::move(page.next);
    return json;
}

Result<Reply<body::PersonMade>> create(Asked& asked, const body::NewPerson& said) {
    usecases::NewPerson wanted{said.email,  said.name,    said.level,      said.password,
                               *said.roles, *said.groups, said.quota_limit};
    EXEAT_TAKE(auto made, usecases::create_person(asked.house, asked.caller, wanted, asked.house.options.url()));
    return with_version(body::PersonMade{{person_json(made.person)}, link_json(std::move(made.link))},
                        made.person.row.version);
}

Result<Reply<body::Person>> read(Asked& asked) {
    EXEAT_TAKE(const auto id, asked.id<PersonId>());
    EXEAT_TAKE(const auto person, usecases::read_person(asked.house, asked.caller, id));
    return reply_of(person);
}

Result<Reply<body::Person>> update(Asked& asked, const body::PersonChange& said) {
    EXEAT_TAKE(const auto id, asked.id<PersonId>());
    EXEAT_TAKE(const auto version, asked.if_match());
    const usecases::PersonChange wanted{said.email, said.name,   said.level,      said.active,
                                        said.roles, said.groups, said.quota_limit};
    EXEAT_TAKE(const auto person, usecases::update_person(asked.house, asked.caller, id, wanted, version));
    return reply_of(person);
}

Result<body::PasswordLinkSent> send_link(Asked& asked) {
    EXEAT_TAKE(const auto id, asked.id<PersonId>());
    EXEAT_TAKE(auto link, usecases::send_password_link(asked.house, asked.caller, id, asked.house.options.url()));
    return body::PasswordLinkSent{link_json(std::move(link))};
}

Result<Nothing> drop_second_factor(Asked& asked) {
    EXEAT_TAKE(const auto id, asked.id<PersonId>());
    EXEAT_TRY(usecases::drop_second_factor(asked.house, asked.caller, id));
    return Nothing{};
}

Operation about_people(http::Method method, std::string path, std::string id, std::string summary) {
    Operation operation = Resource{"people", usecases::TokenScope::manage, usecases::TokenScope::manage}.about(
        method, std::move(path), std::move(id), std::move(summary));
    operation.problems = {403, 404};
    return operation;
}

}  // namespace

void add_people_routes(Api& api) {
    auto listing = about_people(http::Method::get, "/api/people", "list_people", "All people by name");
    listing.query = name_query_parameters();
    listing.problems = {403, 422};
    api.add<body::PeopleList>(std::move(listing), list);
    auto creating = about_people(http::Method::post, "/api/people", "create_person",
                                 "Add a person; without a password a link to set one is sent");
    creating.status = 201;
    creating.run_on = http::RunOn::heavy;
    creating.repeat = Repeat::once_by_key;
    creating.problems = {403, 409};
    api.add<body::NewPerson, body::PersonMade>(std::move(creating), create);
    api.add<body::Person>(about_people(http::Method::get, "/api/people/{id}", "read_person", "One person"), read);
    auto updating = about_people(http::Method::patch, "/api/people/{id}", "update_person",
                                 "Change a person; suspending ends sessions and tokens at once");
    updating.problems = {403, 404, 409, 412, 428};
    api.add<body::PersonChange, body::Person>(std::move(updating), update);
    api.add<body::PasswordLinkSent>(about_people(http::Method::post, "/api/people/{id}/password-link",
                                                 "send_password_link", "Send somebody a link to set their password"),
                                    send_link);
    auto dropping = about_people(http::Method::delete_, "/api/people/{id}/second-factor", "drop_second_factor",
                                 "Take the second factor from somebody who lost it");
    dropping.problems = {403, 404, 409};
    api.add<Nothing>(std::move(dropping), drop_second_factor);
}

}  // namespace exeat::api
