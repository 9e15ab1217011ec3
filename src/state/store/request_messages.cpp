#include "state/store/request_messages.h"

#include "state/store/rows.h"

namespace exeat::store {

Done insert_message(sql::Transaction& transaction, const MessageRow& message) {
    EXEAT_TRY(transaction.change(
        "insert into request_messages (id, request, kind, person, text, said_at) "
        "values ($1, $2, $3, $4, $5, $6)",
        {message.id, message.request, policy::to_text(message.kind), message.person, message.text, message.said_at}));
    return one_changed(transaction.change("update requests set talk = $1, version = version + 1 where id = $2",
                                          {policy::to_text(message.kind), message.request}));
}

Result<std::vector<MessageRow>> messages_of(sql::Session& session, RequestId request) {
    EXEAT_TAKE(const auto rows,
               session.query("select m.id, m.request, m.kind, m.person, p.name, m.text, m.said_at from "
                             "request_messages m join people p on p.id = m.person where m.request = $1 order by m.id",
                             {request}));
    std::vector<MessageRow> messages;
    messages.reserve(rows.size());
    for (const auto& row : rows) {
        messages.push_back({row.get<std::string>(0), row.get<RequestId>(1), word_at<domain::Talk>(row, 2),
                            row.get<PersonId>(3), row.get<std::string>(4), row.get<std::string>(5),
                            row.get<Instant>(6)});
    }
    return messages;
}

}  // namespace exeat::store
