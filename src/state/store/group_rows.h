// Rows of groups and roles with the people in them. Called by usecases/people. Refuses to know what a group or a flag
// leads to.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/policy/words.h"
#include "platform/sql/database.h"
#include "state/store/people_rows.h"

namespace exeat::store {

struct GroupRow {
    GroupId id;
    std::string name;
    std::int64_t version = 1;
    std::int64_t people = 0;  // how many; read only
};

struct RoleRow {
    RoleId id;
    std::string name;
    policy::Flags flags;
    std::int64_t version = 1;
    std::int64_t people = 0;  // how many; read only
};

[[nodiscard]] Result<std::optional<GroupRow>> read_group(sql::Session& session, GroupId id);
[[nodiscard]] Result<std::optional<GroupRow>> find_group(sql::Session& session, std::string_view name);
[[nodiscard]] Result<std::vector<GroupRow>> list_groups(sql::Session& session, const NameQuery& query);
/// By name.
[[nodiscard]] Result<std::vector<PersonName>> people_of_group(sql::Session& session, GroupId id);

/// Each notes the change. Errors: conflict "name-taken".
Done insert_group(sql::Transaction& transaction, const GroupRow& group);
/// The name, over version `group.version`, which it raises. Errors: conflict "stale", "name-taken".
Done update_group(sql::Transaction& transaction, const GroupRow& group);
/// With its memberships of libraries, folders and assets. Errors: conflict "stale".
Done delete_group(sql::Transaction& transaction, GroupId id, std::int64_t version);
/// Exactly these people from now on, over version `version`, which it raises as it does those of the people who come
/// and go. Errors: conflict "stale", invalid "no-such-person".
Done write_people_of_group(sql::Transaction& transaction, GroupId id, std::int64_t version,
                           const std::vector<PersonId>& people);

[[nodiscard]] Result<std::optional<RoleRow>> read_role(sql::Session& session, RoleId id);
[[nodiscard]] Result<std::optional<RoleRow>> find_role(sql::Session& session, std::string_view name);
[[nodiscard]] Result<std::vector<RoleRow>> list_roles(sql::Session& session, const NameQuery& query);
/// By name.
[[nodiscard]] Result<std::vector<PersonName>> people_of_role(sql::Session& session, RoleId id);

/// As for groups.
Done insert_role(sql::Transaction& transaction, const RoleRow& role);
Done update_role(sql::Transaction& transaction, const RoleRow& role);
Done delete_role(sql::Transaction& transaction, RoleId id, std::int64_t version);
Done write_people_of_role(sql::Transaction& transaction, RoleId id, std::int64_t version,
                          const std::vector<PersonId>& people);

}  // namespace exeat::store
