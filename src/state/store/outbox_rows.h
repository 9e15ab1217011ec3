// Rows of mails that are to be sent, written in the transaction that caused them: whole letters of
// usecases/people/letters.h, or what a notice says, to be put into words when it is sent. Refuses to send, and to read
// a letter: it is sealed.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "platform/sql/database.h"

namespace exeat::store {

struct OutboxRow {
    std::string id;
    std::string kind;
    std::string recipient;
    std::string letter;  // sealed; empty where there is a notice
    Instant created_at;
    std::optional<Instant> done_at;
    std::optional<std::string> notice;  // the id of a row of notices
    Instant not_before;
};

Done insert_outbox(sql::Transaction& transaction, const OutboxRow& row);
Done insert_outbox_rows(sql::Transaction& transaction, std::span<const OutboxRow> rows);
[[nodiscard]] Result<std::optional<OutboxRow>> read_outbox(sql::Session& session, std::string_view id);
Done delete_outbox(sql::Transaction& transaction, std::string_view id);

}  // namespace exeat::store
