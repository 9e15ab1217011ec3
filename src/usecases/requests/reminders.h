// What happens by itself to requests that wait: their receivers are reminded, once a day at most and with one mail for
// all of them, and those that waited too long go further, to all owners or to the administrators. Called by app's jobs
// with the database's time. Refuses to decide, and to remind of what waits for an answer of its requester.
#pragma once

#include "usecases/house.h"

namespace exeat::usecases {

/// Whoever receives requests that have waited for longer than their library's remind_after_days.
Done remind_receivers(House& house, Instant now);

/// Requests that have waited for longer than their library's escalate_after_days.
Done escalate_requests(House& house, Instant now);

}  // namespace exeat::usecases
