// Roles: which flags people have (POLICY.md "flags"). Called by src/api/roles_routes.cpp and the command line.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "state/store/group_rows.h"
#include "usecases/caller.h"
#include "usecases/house.h"

namespace exeat::usecases {

struct RolePage {
    std::vector<store::RoleRow> roles;
    std::optional<std::string> next;
};
struct RoleFull {
    store::RoleRow row;
    std::vector<store::PersonName> people;
};

/// All of these: errors "level-too-low" for everybody below level 9, not_found.
[[nodiscard]] Result<RolePage> list_roles(House& house, const Caller& caller, store::NameQuery query);
[[nodiscard]] Result<RoleFull> read_role(House& house, const Caller& caller, RoleId id);
/// By name, in any case. Errors: not_found "no-such-role".
[[nodiscard]] Result<RoleFull> find_role(House& house, const Caller& caller, std::string_view name);

/// Errors: invalid "wrong-name" and its kin, "no-such-flag", conflict "name-taken".
[[nodiscard]] Result<RoleFull> create_role(House& house, const Caller& caller, std::string_view name,
                                           const std::vector<std::string>& flags);

struct RoleChange {
    std::optional<std::string> name{};
    std::optional<std::vector<std::string>> flags{};
};
/// Over `version`; nullopt: over whatever is there. Errors: as above, conflict "stale", "own-rights" (a flag more for a
/// role that the caller has).
[[nodiscard]] Result<RoleFull> update_role(House& house, const Caller& caller, RoleId id, const RoleChange& wanted,
                                           std::optional<std::int64_t> version);
/// Errors: conflict "stale".
Done delete_role(House& house, const Caller& caller, RoleId id, std::optional<std::int64_t> version);
/// Exactly these people. Errors: conflict "stale", "own-rights", invalid "no-such-person", "too-many-people".
[[nodiscard]] Result<RoleFull> write_people_of_role(House& house, const Caller& caller, RoleId id,
                                                    const std::vector<PersonId>& people,
                                                    std::optional<std::int64_t> version);

}  // namespace exeat::usecases
