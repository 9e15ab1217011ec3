#include "state/store/throttle_rows.h"

namespace exeat::store {

Result<std::vector<ThrottleRow>> read_throttle(sql::Session& session, std::string_view what, Instant after) {
    EXEAT_TAKE(const auto rows, session.query("select failed_at, failures from throttles where what = $1 "
                                              "and failed_at > $2 order by failed_at",
                                              {what, after}));
    std::vector<ThrottleRow> failures;
    failures.reserve(rows.size());
    for (const auto& row : rows) failures.push_back({row.get<Instant>(0), row.get<std::int64_t>(1)});
    return failures;
}

Done add_failure(sql::Transaction& transaction, std::string_view what, Instant failed_at) {
    EXEAT_TRY(
        transaction.change("insert into throttles (what, failed_at, failures) values ($1, $2, 1) "
                           "on conflict (what, failed_at) do update set failures = throttles.failures + 1",
                           {what, failed_at}));
    return {};
}

Done take_failure_back(sql::Transaction& transaction, std::string_view what) {
    EXEAT_TAKE(const auto row, transaction.one("select max(failed_at) from throttles where what = $1", {what}));
    const auto latest = row->get<std::optional<Instant>>(0);
    if (!latest) return {};
    EXEAT_TRY(transaction.change("update throttles set failures = failures - 1 where what = $1 and failed_at = $2",
                                 {what, *latest}));
    EXEAT_TRY(transaction.change("delete from throttles where what = $1 and failed_at = $2 and failures <= 0",
                                 {what, *latest}));
    return {};
}

}  // namespace exeat::store
