// Groups of people, as administrators keep them. Called by src/api/groups_routes.cpp and the command line. Refuses to
// let a trigger of the site settings name a group that is not there.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/domain/settings.h"
#include "state/store/group_rows.h"
#include "usecases/caller.h"
#include "usecases/house.h"

namespace exeat::usecases {

struct GroupPage {
    std::vector<store::GroupRow> groups;
    std::optional<std::string> next;
};
struct GroupFull {
    store::GroupRow row;
    std::vector<store::PersonName> people;
    std::vector<std::string> named_by;  // the site settings that name it: "justification", "approval", "public user"
};

/// All of these: errors "level-too-low" for everybody below level 9, not_found.
[[nodiscard]] Result<GroupPage> list_groups(House& house, const Caller& caller, store::NameQuery query);
[[nodiscard]] Result<GroupFull> read_group(House& house, const Caller& caller, GroupId id);
/// By name, in any case. Errors: not_found "no-such-group".
[[nodiscard]] Result<GroupFull> find_group(House& house, const Caller& caller, std::string_view name);

/// Errors: invalid "wrong-name" and its kin, "name-with-comma" (settings write names of groups as a list), conflict
/// "name-taken".
[[nodiscard]] Result<GroupFull> create_group(House& house, const Caller& caller, std::string_view name);

/// What becomes of a trigger that names the group: it stops the change, or it names the group by its new name.
enum class Triggers : std::uint8_t { refuse, follow };
/// Over `version`; nullopt: over whatever is there. Errors: as above, conflict "stale", "named-by-trigger".
[[nodiscard]] Result<GroupFull> rename_group(House& house, const Caller& caller, GroupId id, std::string_view name,
                                             Triggers triggers, std::optional<std::int64_t> version);
/// With its memberships. Errors: conflict "stale", "named-by-trigger".
Done delete_group(House& house, const Caller& caller, GroupId id, std::optional<std::int64_t> version);
/// Exactly these people. Errors: conflict "stale", invalid "no-such-person", "too-many-people".
[[nodiscard]] Result<GroupFull> write_people_of_group(House& house, const Caller& caller, GroupId id,
                                                      const std::vector<PersonId>& people,
                                                      std::optional<std::int64_t> version);

inline constexpr std::size_t k_most_people_at_once = 10'000;
/// Errors: invalid "too-many-people".
[[nodiscard]] Done accept_people(const std::vector<PersonId>& people);

}  // namespace exeat::usecases
