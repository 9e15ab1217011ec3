// How accounts, roles and groups look in JSON: shared by the routes of setup, session, me, people, groups and roles.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "api/operation.h"
#include "platform/json/shape.h"
#include "state/store/described.h"
#include "state/store/people_rows.h"
#include "usecases/people/me.h"
#include "usecases/sessions/sessions.h"

namespace exeat::api::body {

struct RoleName {
    RoleId id;
    std::string name;
};
BOOST_DESCRIBE_STRUCT(RoleName, (), (id, name))

struct GroupName {
    GroupId id;
    std::string name;
};
BOOST_DESCRIBE_STRUCT(GroupName, (), (id, name))

struct PersonName {
    PersonId id;
    std::string email;
    std::string name;
};
BOOST_DESCRIBE_STRUCT(PersonName, (), (id, email, name))

struct SiteAbilities {
    bool manage_people = false;
    bool change_site_settings = false;
    bool define_attributes = false;
    bool create_library = false;
    bool create_tokens = false;
};
BOOST_DESCRIBE_STRUCT(SiteAbilities, (),
                      (manage_people, change_site_settings, define_attributes, create_library, create_tokens))

/// The person who asks.
struct Me {
    PersonId id;
    std::string email;
    std::string name;
    int level = 0;
    std::vector<policy::Flag> flags;
    std::vector<RoleName> roles;
    std::vector<GroupName> groups;
    std::optional<std::int64_t> quota_limit;
    bool second_factor = false;
    std::int64_t recovery_codes_left = 0;
    SiteAbilities abilities;
};
BOOST_DESCRIBE_STRUCT(Me, (),
                      (id, email, name, level, flags, roles, groups, quota_limit, second_factor, recovery_codes_left,
                       abilities))

/// The answer to a sign-in: who one is now, or that the code of the second factor is still owed.
struct SignedIn {
    bool code_needed = false;
    std::optional<Me> me;
};
BOOST_DESCRIBE_STRUCT(SignedIn, (), (code_needed, me))

}  // namespace exeat::api::body

namespace exeat::api {

[[nodiscard]] std::vector<policy::Flag> json_of(policy::Flags flags);
[[nodiscard]] std::vector<body::RoleName> json_of(const std::vector<store::RoleName>& roles);
[[nodiscard]] std::vector<body::GroupName> json_of(const std::vector<domain::GroupName>& groups);
[[nodiscard]] std::vector<body::PersonName> json_of(const std::vector<store::PersonName>& people);
[[nodiscard]] body::Me json_of(const usecases::Me& me);

/// The answer that carries the cookie of a session that was just opened.
[[nodiscard]] Result<Reply<body::SignedIn>> signed_in(Asked& asked, const usecases::OpenedSession& opened);

/// What the browser calls itself.
[[nodiscard]] std::string_view agent_of(const http::Request& request);

/// `q`, `cursor` and `limit` of a list by name. Errors: invalid "wrong-limit", "wrong-cursor".
[[nodiscard]] Result<store::NameQuery> name_query(const http::Request& request);
/// The same, for the document.
[[nodiscard]] std::vector<QueryParameter> name_query_parameters();

/// The operations on what administrators keep by name at "/api/{tag}": groups, roles.
struct KeptByName {
    std::string tag;

    [[nodiscard]] Operation listing(std::string id, std::string summary) const;
    [[nodiscard]] Operation creating(std::string id, std::string summary) const;
    [[nodiscard]] Operation reading(std::string id, std::string summary) const;
    /// Over a version of one of them; `rest` follows its id.
    [[nodiscard]] Operation changing(http::Method method, std::string id, std::string summary,
                                     std::string_view rest = "") const;

private:
    [[nodiscard]] Operation about(http::Method method, const std::string& path, std::string id,
                                  std::string summary) const;
};

}  // namespace exeat::api
