// A place with members in words, for the letter of an invitation. Only for the use cases of this folder.
#pragma once

#include <string>

#include "core/vocabulary/error.h"
#include "platform/sql/database.h"
#include "state/store/members.h"

namespace exeat::usecases {

/// "the library "Press"", "the folder "Logos" in the library "Press"": to whoever becomes a member there.
[[nodiscard]] Result<std::string> place_words(sql::Session& session, const store::MemberPlace& place);

}  // namespace exeat::usecases
