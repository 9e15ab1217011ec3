#include "state/store/unsent_mails.h"

#include "state/store/rows.h"

namespace exeat::store {

Result<std::vector<UnsentMail>> unsent_mails_of(sql::Session& session, const domain::Request& request) {
    const auto batch = request.batch.value_or(BatchId{request.ask.bits});
    EXEAT_TAKE(const auto rows,
               session.query("select o.id, o.kind, n.person, p.name, o.state, o.reply, o.done_at from notices n "
                             "join outbox o on o.notice = n.id join people p on p.id = n.person "
                             "where (n.request = $1 or n.batch = $2 or n.batch = $3) "
                             "and o.state in ('refused', 'given_up') order by o.id",
                             {request.id, BatchId{request.ask.bits}, batch}));
    std::vector<UnsentMail> mails;
    mails.reserve(rows.size());
    for (const auto& row : rows) {
        mails.push_back({row.get<std::string>(0), row.get<std::string>(1), row.get<PersonId>(2),
                         row.get<std::string>(3), word_at<MailState>(row, 4), row.get<std::string>(5),
                         row.get<Instant>(6)});
    }
    return mails;
}

Result<bool> was_told_since(sql::Session& session, PersonId person, std::string_view kind, Instant since) {
    EXEAT_TAKE(const auto row, session.one("select 1 where exists (select 1 from notices where person = $1 and kind = "
                                           "$2 and read_at is null and made_at > $3)",
                                           {person, kind, since}));
    return row.has_value();
}

}  // namespace exeat::store
