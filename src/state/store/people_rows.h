// Rows of people as administrators see and change them, with the roles and groups they have. What they sign in with is
// in credentials.h; how the policy sees them is in people.h. Called by usecases/people and usecases/setup.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/domain/records.h"
#include "core/policy/words.h"
#include "platform/sql/database.h"

namespace exeat::store {

struct PersonRow {
    PersonId id;
    std::string email;
    std::string email_key;  // by which addresses are compared; unique
    std::string name;
    policy::Level level = policy::Level::no_access;
    bool active = true;
    std::optional<std::int64_t> quota_limit;
    Instant created_at;
    std::int64_t version = 1;
    bool has_password = false;       // read here, written in credentials.h
    bool has_second_factor = false;  // likewise
};

struct PersonName {
    PersonId id;
    std::string email;
    std::string name;
};

struct RoleName {
    RoleId id;
    std::string name;
};

[[nodiscard]] Result<std::optional<PersonRow>> read_person(sql::Session& session, PersonId id);
[[nodiscard]] Result<std::optional<PersonRow>> find_person(sql::Session& session, std::string_view email_key);

/// Which part of a list by name: those whose name or e-mail address holds `text` (ASCII letters without case), after
/// the one with the id `after`.
struct NameQuery {
    std::string text{};
    std::string after{};  // an id; empty: from the start
    int limit = 50;
};
[[nodiscard]] Result<std::vector<PersonRow>> list_people(sql::Session& session, const NameQuery& query);

[[nodiscard]] Result<bool> anybody_there(sql::Session& session);
/// How many people of level 9 can sign in: those who are active and have a password, not those who are only invited.
[[nodiscard]] Result<std::int64_t> count_administrators(sql::Session& session);

/// Each writes one row and notes the change. Errors: conflict "email-taken".
Done insert_person(sql::Transaction& transaction, const PersonRow& person);
/// Over version `person.version`, which it raises. Errors: conflict "stale", "email-taken".
Done update_person(sql::Transaction& transaction, const PersonRow& person);

[[nodiscard]] Result<std::vector<RoleName>> roles_of(sql::Session& session, PersonId person);
[[nodiscard]] Result<std::vector<domain::GroupName>> groups_of(sql::Session& session, PersonId person);

/// Exactly these from now on. Raises the version of each role and group that gains or loses the person, not the
/// person's, and notes the change. Errors: invalid "no-such-role", "no-such-group".
Done write_roles_of(sql::Transaction& transaction, PersonId person, const std::vector<RoleId>& roles);
Done write_groups_of(sql::Transaction& transaction, PersonId person, const std::vector<GroupId>& groups);

}  // namespace exeat::store
