// How often one person asks: each form is a notice and a mail to every owner, also where it is withdrawn or approved by
// itself. Called by create_requests.cpp, once for a form. Refuses to know what is asked for: a form for thousands of
// assets is one.
#pragma once

#include "core/domain/records.h"
#include "platform/sql/database.h"

namespace exeat::usecases {

/// Within any hour. More than may wait for a decision, so that nobody meets this who only works through a list.
inline constexpr std::int64_t k_most_asks_an_hour = 300;

/// Counts a form. Errors: busy "too-many-asks" with the seconds to wait, and then nothing is counted.
Done count_asking(sql::Transaction& transaction, PersonId person, Instant now);

}  // namespace exeat::usecases
