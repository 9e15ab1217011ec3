#include "usecases/requests/asking_pace.h"

#include <string>
#include <vector>

#include "service/identity/throttle.h"
#include "state/store/throttle_rows.h"

namespace exeat::usecases {

Done count_asking(sql::Transaction& transaction, PersonId person, Instant now) {
    const auto what = "asks of " + person.text();
    EXEAT_TAKE(const auto rows,
               store::read_throttle(transaction, what, Instant{now.ms - identity::k_throttle_window_ms}));
    std::vector<identity::Failures> asked;
    asked.reserve(rows.size());
    for (const auto& row : rows) asked.push_back({row.failed_at, row.failures});
    const auto seconds = identity::seconds_to_wait(asked, k_most_asks_an_hour, now);
    if (seconds == 0) return store::add_failure(transaction, what, identity::counted_at(now, k_most_asks_an_hour));
    Error error;
    error.kind = ErrorKind::busy;
    error.code = "too-many-asks";
    const auto minutes = (seconds + 59) / 60;
    error.text = "That is more than " + std::to_string(k_most_asks_an_hour) +
                 " requests within an hour. Select several files and ask for them at once, or go on in " +
                 std::to_string(minutes) + (minutes == 1 ? " minute." : " minutes.");
    error.retry_after_seconds = seconds;
    return fail(std::move(error));
}

}  // namespace exeat::usecases
