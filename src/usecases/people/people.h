// People as administrators keep them. Called by src/api/people_routes.cpp and the command line. The rules that always
// hold: levels 5 and 6 do not exist, one active administrator is left, and nobody gives themselves more than they have.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "platform/json/change.h"
#include "state/store/people_rows.h"
#include "usecases/caller.h"
#include "usecases/house.h"
#include "usecases/people/password.h"

namespace exeat::usecases {

struct PersonFull {
    store::PersonRow row;
    std::vector<store::RoleName> roles;
    std::vector<domain::GroupName> groups;
};

/// A page of people by name, and where the next one begins. Errors: "level-too-low".
struct PeoplePage {
    std::vector<store::PersonRow> people;
    std::optional<std::string> next;
};
[[nodiscard]] Result<PeoplePage> list_people(House& house, const Caller& caller, store::NameQuery query);

/// Errors: "level-too-low", not_found.
[[nodiscard]] Result<PersonFull> read_person(House& house, const Caller& caller, PersonId id);
/// By e-mail address. Errors: "level-too-low", not_found "no-such-person".
[[nodiscard]] Result<PersonFull> find_person(House& house, const Caller& caller, std::string_view email);

struct NewPerson {
    std::string email;
    std::string name;
    std::int64_t level = 0;
    std::optional<std::string> password{};  // else a link to set one is made
    std::vector<RoleId> roles{};
    std::vector<GroupId> groups{};
    std::optional<std::int64_t> quota_limit{};
};
struct PersonMade {
    PersonFull person;
    std::optional<PasswordLink> link;  // of a person without a password; not for an API token, not for a repetition
};
/// `base_url` is what a link begins with. Errors: "level-too-low", "not-with-a-token" (a password), invalid
/// "wrong-email", "wrong-name", "no-such-level", "no-such-role", "no-such-group", "wrong-quota", those of
/// identity::accept_password, conflict "email-taken".
[[nodiscard]] Result<PersonMade> create_person(House& house, const Caller& caller, const NewPerson& wanted,
                                               std::string_view base_url);

/// What to change; nothing for what stays.
struct PersonChange {
    std::optional<std::string> email{};
    std::optional<std::string> name{};
    std::optional<std::int64_t> level{};
    std::optional<bool> active{};
    std::optional<std::vector<RoleId>> roles{};
    std::optional<std::vector<GroupId>> groups{};
    json::Change<std::int64_t> quota_limit{};  // null: the site's
};
/// Over `version`; nullopt (the command line): over whatever is there. Whoever is suspended, or of level 0, loses their
/// sessions, tokens and links at once. Errors: as for create_person, not_found, conflict "stale",
/// "last-administrator", "own-rights".
[[nodiscard]] Result<PersonFull> update_person(House& house, const Caller& caller, PersonId id,
                                               const PersonChange& wanted, std::optional<std::int64_t> version);

/// Done unless the caller has come to more than they had: `before` is their standing when the transaction began. For
/// everything that changes levels, roles or who has them. Errors: conflict "own-rights".
Done must_not_rise(sql::Transaction& transaction, const Caller& caller,
                   const std::shared_ptr<const domain::Standing>& before);

}  // namespace exeat::usecases
