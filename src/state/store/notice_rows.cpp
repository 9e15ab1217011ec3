#include "state/store/notice_rows.h"

#include <algorithm>

#include "platform/sql/insert_rows.h"
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
    return insert_notices(transaction, std::span(&notice, 1));
}

Done insert_notices(sql::Transaction& transaction, std::span<const NoticeRow> notices) {
    constexpr std::size_t k_columns = 13;
    std::vector<sql::Parameter> cells;
    cells.reserve(notices.size() * k_columns);
    std::vector<std::string> people;
    for (const auto& notice : notices) {
        cells.insert(cells.end(),
                     {notice.id, notice.person, notice.kind, text_or_empty(notice.library), text_or_empty(notice.asset),
                      text_or_empty(notice.request), notice.batch, notice.count, notice.by, notice.note, notice.made_at,
                      notice.read_at, notice.libraries});
        people.push_back(notice.person.text());
    }
    EXEAT_TRY(sql::insert_rows(transaction,
                               "insert into notices (id, person, kind, library, asset, request, batch, count, "
                               "by_person, note, made_at, read_at, libraries) values ",
                               k_columns, cells));
    return note_changes(transaction, ChangeKind::notice, people);
}

Result<std::vector<NoticeRow>> list_notices(sql::Session& session, PersonId person,
                                            const std::optional<std::string>& after, int limit) {
    EXEAT_TAKE(const auto rows,
               session.query("select id, person, kind, library, asset, request, batch, count, by_person, note, "
                             "made_at, read_at, libraries from notices where (person, id) < ($1, $2) and person >= $1 "
                             "order by person desc, id desc limit $3",
                             {person, after.value_or("~"), limit}));
    std::vector<NoticeRow> notices;
    notices.reserve(rows.size());
    for (const auto& row : rows) {
        notices.push_back({row.get<std::string>(0), row.get<PersonId>(1), row.get<std::string>(2),
                           id_or_none<LibraryId>(row, 3), id_or_none<AssetId>(row, 4), id_or_none<RequestId>(row, 5),
                           row.get<BatchId>(6), row.get<std::int64_t>(7), row.get<std::optional<PersonId>>(8),
                           row.get<std::string>(9), row.get<Instant>(10), row.get<std::optional<Instant>>(11),
                           row.get<std::int64_t>(12)});
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

Done take_back_asking(sql::Transaction& transaction, AskId ask) {
    // One notice tells of all that the same people decide; those that are not withdrawn were decided.
    const std::string meant =
        "select n.id from notices n join requests f on f.id = n.request where n.batch = $1 and n.kind = 'request_made' "
        "and not exists (select 1 from requests r where r.ask = f.ask and r.for_directors = f.for_directors and "
        "r.status not in ('cancelled', 'auto_approved'))";
    EXEAT_TRY(transaction.change("delete from outbox where done_at is null and notice in (" + meant + ")", {ask}));
    EXEAT_TRY(transaction.change("delete from notices where id in (" + meant +
                                     ") and not exists (select 1 from outbox o where o.notice = notices.id)",
                                 {ask}));
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
    EXEAT_TAKE(auto found, read_receivers(session, std::span(&person, 1)));
    if (found.empty()) return std::optional<Receiver>{};
    return std::optional(std::move(found.front()));
}

Result<std::vector<Receiver>> read_receivers(sql::Session& session, std::span<const PersonId> people) {
    std::vector<Receiver> all;
    for (std::size_t from = 0; from < people.size(); from += k_longest_list) {
        const auto some = people.subspan(from, std::min(k_longest_list, people.size() - from));
        std::vector<sql::Parameter> parameters;
        for (std::size_t i = 0; i < list_length(some.size()); ++i) {
            parameters.emplace_back(some[std::min(i, some.size() - 1)]);
        }
        EXEAT_TAKE(const auto rows, session.query("select id, email from people where active = 1 and id in (" +
                                                      parameter_list(1, parameters.size()) + ")",
                                                  parameters));
        for (auto& receiver : receivers_of(rows)) all.push_back(std::move(receiver));
    }
    return all;
}

}  // namespace exeat::store
