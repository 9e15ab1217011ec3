// Rows of people as the policy sees them. Passwords, sessions and tokens are in credentials.h.
#pragma once

#include <optional>

#include "core/domain/records.h"
#include "platform/sql/database.h"

namespace exeat::store {

/// Level, flags of all roles united, groups. nullopt when there is no such person.
[[nodiscard]] Result<std::optional<domain::Standing>> read_standing(sql::Session& session, PersonId id);

}  // namespace exeat::store
