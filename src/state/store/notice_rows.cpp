#include "state/store/notice_rows.h"

#include "state/store/changes.h"
#include "state/store/rows.h"

namespace exeat::store {
namespace {

std::vector<Receiver> receivers_of(const sql::Rows& rows) {
    std::vector<Receiver> receivers;
    receivers.reserve(rows.size());
    for (const auto& row : rows) receivers.push_back({row.get<PersonId>(0), row.get<std::string>(1)});
    return receivers;
}

}  // namespace

Done insert_notice(sql::Transaction& transaction, const NoticeRow& notice) {
    EXEAT_TRY(transaction.change(
        "insert into notices (id, person, kind, library, asset, request, batch, count, by_person, note, made_at, "
        "read_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        {notice.id, notice.person, notice.kind, notice.library, notice.asset, notice.request, notice.batch,
         notice.count, notice.by, notice.note, notice.made_at, notice.read_at}));
    return note_change(transaction, ChangeKind::notice, notice.person.text());
}

Result<std::vector<NoticeRow>> list_notices(sql::Session& session, PersonId person,
                                            const std::optional<std::string>& after, int limit) {
    EXEAT_TAKE(const auto rows,
               session.query("select id, person, kind, library, asset, request, batch, count, by_person, note, "
                             "made_at, read_at from notices where person = $1 and id < $2 order by id desc limit $3",
                             {person, after.value_or("~"), limit}));
    std::vector<NoticeRow> notices;
    notices.reserve(rows.size());
    for (const auto& row : rows) {
        notices.push_back({row.get<std::string>(0), row.get<PersonId>(1), row.get<std::string>(2),
                           row.get<LibraryId>(3), row.get<AssetId>(4), row.get<RequestId>(5), row.get<BatchId>(6),
                           row.get<std::int64_t>(7), row.get<std::optional<PersonId>>(8), row.get<std::string>(9),
                           row.get<Instant>(10), row.get<std::optional<Instant>>(11)});
    }
    return notices;
}

Done take_back_notices(sql::Transaction& transaction, BatchId batch) {
    EXEAT_TRY(
        transaction.change("delete from outbox where done_at is null and notice in "
                           "(select id from notices where batch = $1)",
                           {batch}));
    EXEAT_TRY(
        transaction.change("delete from notices where batch = $1 and not exists "
                           "(select 1 from outbox o where o.notice = notices.id)",
                           {batch}));
    return {};
}

Result<std::vector<Receiver>> read_owners(sql::Session& session, LibraryId library, Instant now) {
    EXEAT_TAKE(const auto rows,
               session.query("select p.id, p.email from people p where p.active = 1 and p.level > 0 and p.id in ("
                             "select m.person from members m where m.library = $1 and m.role = 'owner' "
                             "and m.person is not null and (m.ends_at is null or m.ends_at > $2) union "
                             "select g.person from members m join group_people g on g.group_id = m.group_id "
                             "where m.library = $1 and m.role = 'owner' and (m.ends_at is null or m.ends_at > $2)) "
                             "order by p.id",
                             {library, now}));
    return receivers_of(rows);
}

Result<std::vector<Receiver>> read_people_above(sql::Session& session, policy::Level level) {
    EXEAT_TAKE(const auto rows, session.query("select id, email from people where active = 1 and level >= $1 "
                                              "order by id",
                                              {static_cast<int>(level)}));
    return receivers_of(rows);
}

Result<std::vector<Receiver>> read_people_in(sql::Session& session, GroupId group) {
    EXEAT_TAKE(const auto rows, session.query("select p.id, p.email from group_people g join people p on p.id = "
                                              "g.person where g.group_id = $1 and p.active = 1 order by p.id",
                                              {group}));
    return receivers_of(rows);
}

Result<std::optional<Receiver>> read_receiver(sql::Session& session, PersonId person) {
    EXEAT_TAKE(const auto row, session.one("select id, email from people where id = $1 and active = 1", {person}));
    if (!row) return std::optional<Receiver>{};
    return std::optional(Receiver{row->get<PersonId>(0), row->get<std::string>(1)});
}

}  // namespace exeat::store
