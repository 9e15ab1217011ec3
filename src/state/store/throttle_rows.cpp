#include "state/store/throttle_rows.h"

namespace exeat::store {

Result<std::optional<ThrottleRow>> read_throttle(sql::Session& session, std::string_view what) {
    EXEAT_TAKE(const auto row, session.one("select failures, window_start from throttles where what = $1", {what}));
    if (!row) return std::optional<ThrottleRow>{};
    return std::optional(ThrottleRow{row->get<std::int64_t>(0), row->get<Instant>(1)});
}

Done write_throttle(sql::Transaction& transaction, std::string_view what, const ThrottleRow& row) {
    EXEAT_TRY(
        transaction.change("insert into throttles (what, failures, window_start) values ($1, $2, $3) "
                           "on conflict (what) do update set failures = $2, window_start = $3",
                           {what, row.failures, row.window_start}));
    return {};
}

Done delete_throttle(sql::Transaction& transaction, std::string_view what) {
    EXEAT_TRY(transaction.change("delete from throttles where what = $1", {what}));
    return {};
}

}  // namespace exeat::store
