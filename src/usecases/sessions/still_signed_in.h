// Whether somebody who came with a session or a token could still come with it: for what goes on after their call was
// answered, or for as long as their call takes, asked of the database because memory may not have heard yet. Called by
// what sends and takes files for long and by bulk changes. Refuses to know what they may do.
#pragma once

#include "core/vocabulary/error.h"
#include "platform/sql/database.h"
#include "usecases/caller.h"

namespace exeat::usecases {

/// Done for the operator, and for a person who may sign in and whose session or token (if they came with one) has not
/// ended. Errors: unauthenticated "not-signed-in".
[[nodiscard]] Done still_signed_in(sql::Session& session, const Caller& caller, Instant now);

}  // namespace exeat::usecases
