#include "usecases/once.h"

namespace exeat::usecases {

Result<std::optional<std::string>> done_before(sql::Transaction& transaction, const std::optional<Once>& once) {
    if (!once) return std::optional<std::string>{};
    // Taken before anything else: on PostgreSQL the same call, sent at the same time, waits here and then finds what
    // this one made, instead of a name that is taken.
    EXEAT_TAKE(const auto taken,
               transaction.change("insert into idempotency (caller, idempotency_key, request_digest, made, created_at) "
                                  "values ($1, $2, $3, '', 0) on conflict do nothing",
                                  {once->caller, once->key, once->request_digest}));
    if (taken == 1) return std::optional<std::string>{};
    EXEAT_TAKE(
        const auto row,
        transaction.one("select request_digest, made from idempotency where caller = $1 and idempotency_key = $2",
                        {once->caller, once->key}));
    if (!row) return fail(ErrorKind::busy, "changing", "This call is being made at this moment. Send it again.");
    if (row->get<Digest>(0) != once->request_digest) {
        return fail(ErrorKind::invalid, "key-reused",
                    "This Idempotency-Key was used for another request. Take a new key for each new request.");
    }
    return std::optional(row->get<std::string>(1));
}

Done note_done(sql::Transaction& transaction, const std::optional<Once>& once, std::string_view made, Instant now) {
    if (!once) return {};
    EXEAT_TRY(transaction.change(
        "update idempotency set made = $1, created_at = $2 where caller = $3 and idempotency_key = $4",
        {made, now, once->caller, once->key}));
    return {};
}

}  // namespace exeat::usecases
