#include "state/store/outbox_work.h"

#include <algorithm>

#include "state/store/rows.h"

namespace exeat::store {
namespace {

constexpr std::string_view k_mail =
    "select id, kind, recipient, letter, notice, created_at, not_before, state, attempts, first_tried_at, done_at, "
    "digest, reply from outbox";

MailRow mail_of(const sql::Row& row) {
    MailRow mail;
    mail.id = row.get<std::string>(0);
    mail.kind = row.get<std::string>(1);
    mail.recipient = row.get<std::string>(2);
    mail.letter = row.get<sql::Bytes>(3).data;
    mail.notice = row.get<std::optional<std::string>>(4);
    mail.created_at = row.get<Instant>(5);
    mail.not_before = row.get<Instant>(6);
    mail.state = word_at<MailState>(row, 7);
    mail.attempts = row.get<std::int64_t>(8);
    mail.first_tried_at = row.get<std::optional<Instant>>(9);
    mail.done_at = row.get<std::optional<Instant>>(10);
    mail.of_digest = row.get<bool>(11);
    mail.reply = row.get<std::string>(12);
    return mail;
}

/// Takes those of the rows that nobody took meanwhile.
Result<std::vector<MailRow>> leased(sql::Transaction& transaction, const sql::Rows& rows, Instant now) {
    std::vector<MailRow> taken;
    for (const auto& row : rows) {
        auto mail = mail_of(row);
        EXEAT_TAKE(const auto changed,
                   transaction.change("update outbox set not_before = $2, attempts = attempts + 1, "
                                      "first_tried_at = coalesce(first_tried_at, $3) "
                                      "where id = $1 and not_before = $4 and done_at is null",
                                      {mail.id, Instant{now.ms + k_mail_lease_ms}, now, mail.not_before}));
        if (changed == 0) continue;
        ++mail.attempts;
        if (!mail.first_tried_at) mail.first_tried_at = now;
        taken.push_back(std::move(mail));
    }
    return taken;
}

}  // namespace

Result<bool> has_due_mail(sql::Session& session, Instant now) {
    EXEAT_TAKE(
        const auto row,
        session.one("select 1 where exists (select 1 from outbox where done_at is null and not_before <= $1)", {now}));
    return row.has_value();
}

Result<std::optional<MailRow>> take_mail(sql::Transaction& transaction, Instant now) {
    EXEAT_TAKE(const auto rows, transaction.query(std::string(k_mail) + " where done_at is null and not_before <= $1 "
                                                                        "order by not_before, id limit 1",
                                                  {now}));
    EXEAT_TAKE(auto taken, leased(transaction, rows, now));
    if (taken.empty()) return std::optional<MailRow>{};
    return std::optional(std::move(taken.front()));
}

Result<std::vector<MailRow>> take_digest(sql::Transaction& transaction, PersonId person, Instant now, int limit) {
    EXEAT_TAKE(const auto rows,
               transaction.query(std::string(k_mail) + " where done_at is null and not_before <= $1 and digest = 1 "
                                                       "and notice in (select id from notices where person = $2) "
                                                       "limit $3",
                                 {now, person, limit}));
    EXEAT_TAKE(auto mails, leased(transaction, rows, now));
    std::ranges::sort(mails, {}, &MailRow::id);
    return mails;
}

Done address_mail(sql::Transaction& transaction, std::string_view id, std::string_view recipient) {
    EXEAT_TRY(
        transaction.change("update outbox set recipient = $2 where id = $1 and done_at is null", {id, recipient}));
    return {};
}

Done put_into_digest(sql::Transaction& transaction, std::string_view id, Instant until) {
    EXEAT_TRY(
        transaction.change("update outbox set digest = 1, not_before = $2, attempts = 0, first_tried_at = null "
                           "where id = $1 and done_at is null",
                           {id, until}));
    return {};
}

Done put_off(sql::Transaction& transaction, std::string_view id, Instant until, std::string_view reply) {
    EXEAT_TRY(transaction.change("update outbox set not_before = $2, reply = $3 where id = $1 and done_at is null",
                                 {id, until, reply}));
    return {};
}

Done end_mail(sql::Transaction& transaction, std::string_view id, MailState state, std::string_view reply,
              Instant now) {
    EXEAT_TRY(
        transaction.change("update outbox set state = $2, reply = $3, done_at = $4, letter = $5 "
                           "where id = $1 and done_at is null",
                           {id, policy::to_text(state), reply, now, sql::Bytes{}}));
    return {};
}

Done try_again(sql::Transaction& transaction, std::string_view id, Instant now) {
    EXEAT_TAKE(const auto changed,
               transaction.change("update outbox set state = 'waiting', done_at = null, not_before = $2, attempts = 0, "
                                  "first_tried_at = null, reply = '' where id = $1 and notice is not null and "
                                  "state in ('refused', 'given_up')",
                                  {id, now}));
    if (changed == 1) return {};
    return fail(ErrorKind::conflict, "mail-ended",
                "Only what was refused or given up is sent again, and no mail with a link in it: that has ended.");
}

Result<std::optional<MailRow>> read_mail(sql::Session& session, std::string_view id) {
    EXEAT_TAKE(const auto row, session.one(std::string(k_mail) + " where id = $1", {id}));
    if (!row) return std::optional<MailRow>{};
    return std::optional(mail_of(*row));
}

Result<std::vector<MailRow>> list_mails(sql::Session& session, const std::optional<MailState>& state,
                                        const std::optional<std::string>& after, int limit) {
    const auto from = after.value_or("zz");  // behind every id
    EXEAT_TAKE(const auto rows,
               state ? session.query(std::string(k_mail) + " where state = $1 and id < $2 order by id desc limit $3",
                                     {policy::to_text(*state), from, limit})
                     : session.query(std::string(k_mail) + " where id < $1 order by id desc limit $2", {from, limit}));
    std::vector<MailRow> mails;
    mails.reserve(rows.size());
    for (const auto& row : rows) mails.push_back(mail_of(row));
    return mails;
}

Done forget_mails(sql::Transaction& transaction, Instant before) {
    EXEAT_TRY(transaction.change("delete from outbox where done_at < $1", {before}));
    return {};
}

}  // namespace exeat::store
