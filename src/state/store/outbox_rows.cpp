#include "state/store/outbox_rows.h"

#include <vector>

#include "platform/sql/insert_rows.h"

namespace exeat::store {

Done insert_outbox(sql::Transaction& transaction, const OutboxRow& row) {
    return insert_outbox_rows(transaction, std::span(&row, 1));
}

Done insert_outbox_rows(sql::Transaction& transaction, std::span<const OutboxRow> rows) {
    constexpr std::size_t k_columns = 8;
    std::vector<sql::Parameter> cells;
    cells.reserve(rows.size() * k_columns);
    for (const auto& row : rows) {
        cells.insert(cells.end(), {row.id, row.kind, row.recipient, sql::Bytes{row.letter}, row.created_at, row.done_at,
                                   row.notice, row.not_before});
    }
    return sql::insert_rows(transaction,
                            "insert into outbox (id, kind, recipient, letter, created_at, done_at, notice, "
                            "not_before) values ",
                            k_columns, cells);
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
