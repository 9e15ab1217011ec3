#include "state/store/restored.h"

namespace exeat::store {

Done hold_restored(sql::Transaction& transaction, Instant now) {
    EXEAT_TRY(transaction.change("delete from sessions"));
    EXEAT_TRY(transaction.change("delete from tokens"));
    EXEAT_TRY(transaction.change("delete from resets"));
    EXEAT_TRY(transaction.change("delete from uploads"));
    // A ticket whose first byte was long ago is over for ever.
    EXEAT_TRY(transaction.change("update deliveries set first_byte_at = 0, reserved = 0"));
    EXEAT_TRY(transaction.change("update outbox set done_at = $1, state = 'ended' where done_at is null", {now}));
    EXEAT_TRY(transaction.change("update site set held_at = $1", {now}));
    return {};
}

Result<std::optional<Instant>> held_since(sql::Session& session) {
    EXEAT_TAKE(const auto row, session.one("select held_at from site"));
    return row->get<std::optional<Instant>>(0);
}

Done release_restored(sql::Transaction& transaction) {
    EXEAT_TRY(transaction.change("update site set held_at = null"));
    return {};
}

}  // namespace exeat::store
