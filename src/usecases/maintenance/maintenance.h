// What a site does by itself, one step a function: sealing, giving back, forgetting, collecting. Called by app's jobs.
// Each may run twice, on several nodes at once.
#pragma once

#include "core/vocabulary/error.h"
#include "usecases/house.h"

namespace exeat::usecases {

/// Seals the ledger's streams when something is new.
Done seal_ledger(House& house);
/// Reservations of tickets that nobody used in time.
Done give_back_unused(House& house);
/// Uploads that nobody finished within their time, and bytes of uploads that have no row.
Done end_uploads(House& house);
/// Ended sessions, resets and idempotency keys, mails that ended a month ago, and changes that every follower has seen.
Done forget_ended(House& house);
/// Blobs that no row points at any more.
Done collect_blobs(House& house);

}  // namespace exeat::usecases
