#include "state/store/outbox_rows.h"

namespace exeat::store {

Done insert_outbox(sql::Transaction& transaction, const OutboxRow& row) {
    EXEAT_TRY(
        transaction.change("insert into outbox (id, kind, recipient, letter, created_at, done_at, notice, not_before) "
                           "values ($1, $2, $3, $4, $5, $6, $7, $8)",
                           {row.id, row.kind, row.recipient, sql::Bytes{row.letter}, row.created_at, row.done_at,
                            row.notice, row.not_before}));
    return {};
}

Result<std::optional<OutboxRow>> read_outbox(sql::Session& session, std::string_view id) {
    EXEAT_TAKE(const auto row,
               session.one("select id, kind, recipient, letter, created_at, done_at, notice, not_before "
                           "from outbox where id = $1",
                           {id}));
    if (!row) return std::optional<OutboxRow>{};
    return std::optional(OutboxRow{row->get<std::string>(0), row->get<std::string>(1), row->get<std::string>(2),
                                   row->get<sql::Bytes>(3).data, row->get<Instant>(4),
                                   row->get<std::optional<Instant>>(5), row->get<std::optional<std::string>>(6),
                                   row->get<Instant>(7)});
}

Done delete_outbox(sql::Transaction& transaction, std::string_view id) {
    EXEAT_TRY(transaction.change("delete from outbox where id = $1", {id}));
    return {};
}

}  // namespace exeat::store
