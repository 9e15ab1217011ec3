// Members as answers show them. Only for the use cases of this folder.
#pragma once

#include "usecases/members/members.h"

namespace exeat::usecases {

/// Asks nobody: the caller has the leave to show them.
[[nodiscard]] Result<MemberList> all_members(sql::Session& session, LibraryId library, Instant now);

}  // namespace exeat::usecases
