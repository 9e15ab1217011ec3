#include "usecases/once.h"

namespace exeat::usecases {

Result<std::optional<std::string>> done_before(sql::Session& session, const std::optional<Once>& once) {
    if (!once) return std::optional<std::string>{};
    EXEAT_TAKE(const auto row,
               session.one("select request_digest, made from idempotency where caller = $1 and idempotency_key = $2",
                           {once->caller, once->key}));
    if (!row) return std::optional<std::string>{};
    if (row->get<Digest>(0) != once->request_digest) {
        return fail(ErrorKind::invalid, "key-reused",
                    "This Idempotency-Key was used for another request. Take a new key for each new request.");
    }
    return std::optional(row->get<std::string>(1));
}

Done note_done(sql::Transaction& transaction, const std::optional<Once>& once, std::string_view made, Instant now) {
    if (!once) return {};
    EXEAT_TRY(
        transaction.change("insert into idempotency (caller, idempotency_key, request_digest, made, created_at) "
                           "values ($1, $2, $3, $4, $5)",
                           {once->caller, once->key, once->request_digest, made, now}));
    return {};
}

}  // namespace exeat::usecases
