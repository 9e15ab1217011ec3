// How members look in JSON: shared by the routes of members and of invitations.
#pragma once

#include "api/places_json.h"
#include "usecases/members/members.h"

namespace exeat::usecases {
BOOST_DESCRIBE_STRUCT(MemberShown, (),
                      (id, library, folder, folder_name, asset, asset_name, person, email, group, name, role, ends_at,
                       in_force))
}  // namespace exeat::usecases

namespace exeat::json {
template <>
inline constexpr std::string_view k_schema_name<usecases::MemberShown> = "Member";
}  // namespace exeat::json
