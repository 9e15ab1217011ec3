// What is said by itself because time passes: receivers of requests that wait are reminded, once a day at most and with
// one mail for all of them; those that waited too long go further, to all owners or to the administrators; holders of
// passes hear that these end soon. Called by app's jobs with the database's time. Refuses to decide, and to remind of
// what waits for an answer of its requester.
#pragma once

#include "usecases/house.h"

namespace exeat::usecases {

/// Whoever receives requests that have waited for longer than their library's remind_after_days.
Done remind_receivers(House& house, Instant now);

/// Requests that have waited for longer than their library's escalate_after_days.
Done escalate_requests(House& house, Instant now);

/// Holders of passes of four days and more are asked three days before the end whether they still need them, once for
/// each end; one mail for all that end together.
Done remind_holders(House& house, Instant now);

}  // namespace exeat::usecases
