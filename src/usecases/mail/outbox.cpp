#include "usecases/mail/outbox.h"

#include <utility>

#include "service/mail/message.h"
#include "service/mail/time_zone.h"
#include "state/store/inbox_rows.h"
#include "usecases/mail/compose.h"
#include "usecases/maintenance/restored.h"
#include "usecases/particulars.h"
#include "usecases/people/account.h"
#include "usecases/permit.h"
#include "usecases/record.h"
#include "usecases/refused.h"

namespace exeat::usecases {
namespace {

constexpr int k_mails_a_page = 50;

MailShown shown(const store::MailRow& row) {
    MailShown mail;
    mail.id = row.id;
    mail.kind = row.kind;
    mail.recipient = row.recipient;
    mail.state = row.state;
    mail.reply = row.reply;
    mail.attempts = row.attempts;
    mail.created_at = row.created_at;
    mail.not_before = row.not_before;
    mail.done_at = row.done_at;
    return mail;
}

Result<store::MailRow> mail_of(House& house, std::string_view id) {
    EXEAT_TAKE(auto row, house.database.read([&](sql::Session& session) { return store::read_mail(session, id); }));
    if (!row) return nothing_here();
    return std::move(*row);
}

}  // namespace

Result<MailPage> list_mails(House& house, const Caller& caller, const MailsWanted& wanted) {
    EXEAT_TRY(must_be(house.authority, caller, policy::Level::administrator));
    if (wanted.cursor && !parse_id_bits(*wanted.cursor)) {
        return wrong_member("wrong-cursor", "cursor", "This is no cursor of this list.");
    }
    EXEAT_TAKE(auto rows, house.database.read([&](sql::Session& session) {
        return store::list_mails(session, wanted.state, wanted.cursor, k_mails_a_page + 1);
    }));
    MailPage page;
    page.links_to = house.options.url();
    page.has_public_url = !house.options.public_url.empty();
    if (std::cmp_greater(rows.size(), k_mails_a_page)) {
        rows.resize(k_mails_a_page);
        page.next = rows.back().id;
    }
    for (const auto& row : rows) page.mails.push_back(shown(row));
    return page;
}

Result<MailShown> read_mail(House& house, const MailDesk& desk, const Caller& caller, std::string_view id) {
    EXEAT_TRY(must_be(house.authority, caller, policy::Level::administrator));
    EXEAT_TAKE(const auto row, mail_of(house, id));
    auto mail = shown(row);
    if (!row.notice) return mail;
    EXEAT_TAKE(const auto notice,
               house.database.read([&](sql::Session& session) { return store::read_notice(session, *row.notice); }));
    if (!notice) return mail;
    EXEAT_TAKE(const auto reader, house.authority.standing(notice->person));
    if (!reader) return mail;
    EXEAT_TAKE(const auto notices, notices_shown(house, *reader, {notice->id}));
    if (notices.empty()) return mail;
    EXEAT_TAKE(auto letter, notice_mail(house, desk, row, *reader, notices, MailFor::administrators));
    mail.subject = std::move(letter.subject);
    mail.text = std::move(letter.text);
    return mail;
}

Done retry_mail(House& house, const Caller& caller, std::string_view id) {
    EXEAT_TRY(must_be(house.authority, caller, policy::Level::administrator));
    EXEAT_TRY(mail_of(house, id));
    EXEAT_TAKE(const auto now, house.database.now());
    return house.database.write([&](sql::Transaction& transaction) -> Done {
        EXEAT_TRY(store::try_again(transaction, id, now));
        return record(transaction, caller, now, {.kind = "mail_retried", .about = std::string(id)});
    });
}

Result<mail::Reply> send_test_mail(House& house, const MailDesk& desk, const Caller& caller) {
    EXEAT_TRY(must_be(house.authority, caller, policy::Level::administrator));
    EXEAT_TRY(person_of(caller));
    if (!desk.give_test) {
        return fail(ErrorKind::conflict, "no-mail-server",
                    "This site has no mail server: mails are written to files. Set smtp in its configuration.");
    }
    EXEAT_TAKE(const auto person, standing_of(house.authority, caller));
    EXEAT_TRY(house.database.read([](sql::Session& session) { return must_not_be_held(session); }));
    EXEAT_TAKE(const auto now, house.database.now());
    EXEAT_TRY(house.database.write([&](sql::Transaction& transaction) {
        return record(transaction, caller, now, {.kind = "test_mail_sent", .person = person->id});
    }));
    const auto letter = test_mail(house, desk.sender, {person->name, person->email}, now);
    return desk.give_test({desk.sender.address, person->email}, mail::message_of(letter));
}

Result<store::MailWish> read_mail_wish(House& house, const Caller& caller) {
    EXEAT_TAKE(const auto person, person_of(caller));
    return house.database.read([&](sql::Session& session) { return store::read_mail_wish(session, person); });
}

Result<store::MailWish> write_mail_wish(House& house, const Caller& caller, store::MailWish wish) {
    EXEAT_TAKE(const auto person, person_of(caller));
    if (!mail::TimeZone::named(wish.zone)) {
        return wrong_member("wrong-zone", "/zone", "There is no such time zone. Write one like Europe/Paris.");
    }
    EXEAT_TRY(house.database.write(
        [&](sql::Transaction& transaction) { return store::write_mail_wish(transaction, person, wish); }));
    ++wish.version;
    return wish;
}

Result<std::vector<domain::MailTopic>> read_way_out(House& house, std::string_view token) {
    auto found = unsubscriber(house, token);
    if (!found) return nothing_here();
    return std::move(found->topics);
}

Done unsubscribe(House& house, std::string_view token, WayOut way) {
    const auto found = unsubscriber(house, token);
    if (!found) return {};
    return house.database.write([&](sql::Transaction& transaction) -> Done {
        EXEAT_TAKE(auto wish, store::read_mail_wish(transaction, found->person));
        const auto topics = way == WayOut::of_all_mails ? all_topics() : found->topics;
        for (const auto topic : topics) wish.choices.choose(topic, store::MailChoice::never);
        return store::write_mail_wish(transaction, found->person, wish);
    });
}

}  // namespace exeat::usecases
