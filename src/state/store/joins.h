// People in groups and people in roles: two tables of the same shape. Only for this module's own sources.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "platform/sql/database.h"
#include "state/store/changes.h"

namespace exeat::store {

/// The statements of one of the two tables. A "side" is a group or a role.
struct Join {
    ChangeKind side;
    std::string_view sides_of_person;  // $1 person
    std::string_view people_of_side;   // $1 side
    std::string_view add;              // $1 side, $2 person
    std::string_view remove;           // $1 side, $2 person
    std::string_view raise_side;       // $1 side
    std::string_view no_such_side;     // the error's code
};
extern const Join k_group_join;
extern const Join k_role_join;

/// The person is in exactly these sides from now on. Raises the versions of the sides that change.
Done write_sides(sql::Transaction& transaction, const Join& join, PersonId person, std::vector<std::string> sides);
/// The side holds exactly these people from now on. Raises the versions of the people that change.
Done write_people(sql::Transaction& transaction, const Join& join, std::string_view side,
                  const std::vector<PersonId>& people);

}  // namespace exeat::store
