// Notices that only asked for something to be done: a decision, or an answer. When it is done, by whomever, they count
// as read, so that what is left in somebody's bell is what still waits for them. Called by usecases/requests in the
// transaction that settles it, once the rows of the requests are written. Refuses to touch what tells of an outcome.
#pragma once

#include <set>
#include <span>
#include <string>

#include "core/domain/request.h"
#include "platform/sql/database.h"

namespace exeat::store {

/// These requests wait no longer, and neither do these of their forms' that are all decided. A notice of several is
/// settled with the last of them; until then what it leads to is one that waits.
Done settle_notices(sql::Transaction& transaction, std::span<const RequestId> requests, std::span<const AskId> asks,
                    Instant now);
/// The same requests, settled at that time, wait again: what was settled with them, or with the last of their form, is
/// unread once more.
Done unsettle_notices(sql::Transaction& transaction, std::span<const RequestId> requests, std::span<const AskId> asks,
                      Instant settled_at);
/// What was asked about that request is answered.
Done settle_question(sql::Transaction& transaction, RequestId request, Instant now);

}  // namespace exeat::store
