#include "state/store/inbox_rows.h"

#include "state/store/changes.h"
#include "state/store/rows.h"

namespace exeat::store {
namespace {

constexpr std::string_view k_notice =
    "select n.id, n.person, n.kind, n.library, n.asset, n.request, n.batch, n.count, n.by_person, n.note, n.made_at, "
    "n.read_at, n.libraries, p.name from notices n left join people p on p.id = n.by_person";

// Bounds of a person are written as bounds of the index, and not with an equal sign: else the order would be that of
// the ids alone, and PostgreSQL may walk along everybody's notices.
constexpr std::string_view k_of_person = " where (n.person, n.id) < ($1, $2) and n.person >= $1";

std::string_view condition_of(InboxPart part) {
    switch (part) {
        case InboxPart::all:
            return "";
        case InboxPart::unread:
            return " and n.read_at is null";
        case InboxPart::requests:
            return " and n.kind in ('request_made', 'request_moved', 'request_escalated', 'requests_waiting', "
                   "'request_approved', 'request_auto_approved', 'request_rejected', 'request_renewed', "
                   "'request_revoked', 'request_free_now', 'request_closed', 'question_asked', 'question_answered')";
    }
    return "";
}

InboxRow inbox_row_of(const sql::Row& row) {
    return {{row.get<std::string>(0), row.get<PersonId>(1), row.get<std::string>(2), id_or_none<LibraryId>(row, 3),
             id_or_none<AssetId>(row, 4), id_or_none<RequestId>(row, 5), row.get<BatchId>(6), row.get<std::int64_t>(7),
             row.get<std::optional<PersonId>>(8), row.get<std::string>(9), row.get<Instant>(10),
             row.get<std::optional<Instant>>(11), row.get<std::int64_t>(12)},
            row.get<std::optional<std::string>>(13)};
}

std::vector<InboxRow> inbox_rows_of(const sql::Rows& rows) {
    std::vector<InboxRow> found;
    found.reserve(rows.size());
    for (const auto& row : rows) found.push_back(inbox_row_of(row));
    return found;
}

Result<std::int64_t> noted(sql::Transaction& transaction, PersonId person, Result<std::int64_t> changed) {
    if (changed && *changed > 0) EXEAT_TRY(note_change(transaction, ChangeKind::notice, person.text()));
    return changed;
}

}  // namespace

Result<std::optional<NoticeRow>> read_notice(sql::Session& session, std::string_view id) {
    EXEAT_TAKE(const auto row, session.one(std::string(k_notice) + " where n.id = $1", {id}));
    if (!row) return std::optional<NoticeRow>{};
    return std::optional(inbox_row_of(*row).notice);
}

Result<std::vector<InboxRow>> read_inbox(sql::Session& session, PersonId person, InboxPart part,
                                         const std::optional<std::string>& after, int limit) {
    const std::string which(condition_of(part));
    EXEAT_TAKE(const auto rows, session.query(std::string(k_notice) + std::string(k_of_person) + which +
                                                  " order by n.person desc, n.id desc limit $3",
                                              {person, after.value_or("~"), limit}));
    return inbox_rows_of(rows);
}

Result<std::vector<InboxRow>> read_inbox_among(sql::Session& session, PersonId person,
                                               const std::vector<std::string>& ids) {
    std::vector<InboxRow> found;
    for (const auto& id : ids) {
        EXEAT_TAKE(const auto row,
                   session.one(std::string(k_notice) + " where n.id = $1 and n.person = $2", {id, person}));
        if (row) found.push_back(inbox_row_of(*row));
    }
    return found;
}

Result<std::int64_t> count_unread(sql::Session& session, PersonId person) {
    EXEAT_TAKE(const auto row, session.one("select count(*) from (select 1 from notices n" + std::string(k_of_person) +
                                               " and n.read_at is null order by n.person desc, n.id desc limit $3) "
                                               "counted",
                                           {person, "~", k_most_unread}));
    return row->get<std::int64_t>(0);
}

Result<std::int64_t> mark_notices(sql::Transaction& transaction, PersonId person, const std::vector<std::string>& ids,
                                  const std::optional<Instant>& now) {
    std::int64_t changed = 0;
    for (const auto& id : ids) {
        auto one = now ? transaction.change(
                             "update notices set read_at = $1 where id = $2 and person = $3 and "
                             "read_at is null",
                             {*now, id, person})
                       : transaction.change(
                             "update notices set read_at = null where id = $1 and person = $2 and "
                             "read_at is not null",
                             {id, person});
        if (!one) return one;
        changed += *one;
    }
    return noted(transaction, person, changed);
}

Result<std::int64_t> mark_opened(sql::Transaction& transaction, PersonId person, std::span<const RequestId> requests,
                                 Instant now) {
    std::int64_t changed = 0;
    for (const auto& request : requests) {
        auto some =
            transaction.change("update notices set read_at = $1 where request = $2 and person = $3 and read_at is null",
                               {now, request, person});
        if (!some) return some;
        changed += *some;
    }
    return noted(transaction, person, changed);
}

Result<std::int64_t> mark_notices_until(sql::Transaction& transaction, PersonId person, std::string_view last,
                                        Instant now, int limit) {
    return noted(transaction, person,
                 transaction.change("update notices set read_at = $3 where id in (select n.id from notices n "
                                    "where (n.person, n.id) <= ($1, $2) and n.person >= $1 and n.read_at is null "
                                    "order by n.person desc, n.id desc limit $4)",
                                    {person, last, now, limit}));
}

}  // namespace exeat::store
