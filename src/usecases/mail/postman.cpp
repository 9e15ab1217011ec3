#include "usecases/mail/postman.h"

#include <algorithm>
#include <chrono>
#include <utility>
#include <vector>

#include "platform/telemetry/log.h"
#include "service/mail/message.h"
#include "service/mail/retry.h"
#include "service/mail/time_zone.h"
#include "state/store/inbox_rows.h"
#include "state/store/mail_wishes.h"
#include "state/store/restored.h"
#include "usecases/mail/compose.h"
#include "usecases/mail/refused_mail.h"
#include "usecases/people/letters.h"

namespace exeat::usecases {
namespace {

constexpr std::chrono::milliseconds k_looks_every{500};
/// A mail of a day names so many; what is more comes in the next one.
constexpr int k_most_of_a_day = 200;
constexpr int k_morning = 8;
constexpr std::string_view k_no_address = "This is no address that a mail can be sent to.";
constexpr std::string_view k_not_wanted = "Whom it is for wants no mails about this.";

/// How somebody wants to hear of a notice of that kind.
store::MailChoice choice_for(const store::MailWish& wish, std::string_view kind) {
    const auto topic = domain::topic_of(kind);
    return topic ? wish.choices.of(*topic) : store::MailChoice::at_once;
}

}  // namespace

struct Postman::Ready {
    std::vector<store::MailRow> rows;  // that it is the mail of: those of a day are several
    std::string recipient;
    std::string message;
};

Postman::Postman(House& house, const MailDesk& desk) : house_(house), desk_(desk) {}

Postman::~Postman() {
    {
        const std::scoped_lock lock(mutex_);
        stopping_ = true;
    }
    wake_.notify_all();
    if (thread_.joinable()) thread_.join();
}

void Postman::start() {
    thread_ = std::thread([this] { run(); });
}

void Postman::run() {
    std::unique_lock lock(mutex_);
    while (!wake_.wait_for(lock, k_looks_every, [this] { return stopping_; })) {
        lock.unlock();
        bool there_was_one = true;
        while (there_was_one) {
            const auto now = house_.database.now();
            const auto carried = now ? carry_one(*now) : Result<bool>(std::unexpected(now.error()));
            if (!carried) house_.log.failure("mail_failed", carried.error());
            there_was_one = carried.value_or(false);
            const std::scoped_lock again(mutex_);
            if (stopping_) return;
        }
        lock.lock();
    }
}

Result<std::optional<store::MailRow>> Postman::take(Instant now) {
    EXEAT_TAKE(const auto due,
               house_.database.read([&](sql::Session& session) { return store::has_due_mail(session, now); }));
    if (!due) return std::optional<store::MailRow>{};
    return house_.database.write([&](sql::Transaction& transaction) -> Result<std::optional<store::MailRow>> {
        EXEAT_TAKE(const auto held, store::held_since(transaction));
        if (held) return std::optional<store::MailRow>{};
        return store::take_mail(transaction, now);
    });
}

Result<bool> Postman::carry_one(Instant now) {
    EXEAT_TAKE(const auto row, take(now));
    if (!row) return false;
    EXEAT_TAKE(const auto ready, prepare(*row, now));
    if (ready) EXEAT_TRY(leave(*ready, now));
    return true;
}

Done Postman::end_unsent(const store::MailRow& row, store::MailState state, std::string_view why, Instant now) {
    return change(house_,
                  [&](sql::Transaction& transaction) { return end_and_tell(transaction, row, state, why, now); });
}

Result<std::optional<Postman::Ready>> Postman::prepare(const store::MailRow& row, Instant now) {
    if (row.notice) return prepare_notices(row, now);
    if (!mail::is_sendable(row.recipient)) {
        EXEAT_TRY(end_unsent(row, store::MailState::refused, k_no_address, now));
        return std::optional<Ready>{};
    }
    auto opened = open_letter(house_, row.id, row.letter);
    if (!opened) {
        EXEAT_TRY(end_unsent(row, store::MailState::given_up, "The keys of this site do not open it.", now));
        return std::optional<Ready>{};
    }
    auto message = std::move(*opened);
    // It was written before anybody knew whose name it would leave under.
    message.replace(0, message.find("\r\n"), "From: " + mail::mailbox_text(desk_.sender));
    return std::optional(Ready{{row}, row.recipient, std::move(message)});
}

Result<std::vector<store::MailRow>> Postman::with_the_days(const store::MailRow& row, PersonId person,
                                                           const store::MailWish& wish, Instant now) {
    std::vector<store::MailRow> rows{row};
    if (!row.of_digest) return rows;
    EXEAT_TAKE(auto others, house_.database.write([&](sql::Transaction& transaction) {
        return store::take_digest(transaction, person, now, k_most_of_a_day);
    }));
    for (auto& other : others) {
        // Since it was put to the day's its reader may have said that they want none of these.
        if (choice_for(wish, other.kind) == store::MailChoice::never) {
            EXEAT_TRY(end_unsent(other, store::MailState::not_wanted, k_not_wanted, now));
        } else {
            rows.push_back(std::move(other));
        }
    }
    return rows;
}

Result<std::optional<Postman::Ready>> Postman::prepare_notices(const store::MailRow& row, Instant now) {
    struct Known {
        std::optional<store::NoticeRow> notice;
        store::MailWish wish;
    };
    EXEAT_TAKE(const auto known, house_.database.read([&](sql::Session& session) -> Result<Known> {
        Known found;
        EXEAT_TAKE(found.notice, store::read_notice(session, *row.notice));
        if (found.notice) {
            EXEAT_TAKE(found.wish, store::read_mail_wish(session, found.notice->person));
        }
        return found;
    }));
    const auto unsent = [&](store::MailState state, std::string_view why) -> Result<std::optional<Ready>> {
        EXEAT_TRY(end_unsent(row, state, why, now));
        return std::optional<Ready>{};
    };
    if (!known.notice) return unsent(store::MailState::ended, "What it said was taken back.");
    EXEAT_TAKE(const auto reader, house_.authority.standing(known.notice->person));
    if (!reader || !reader->active || reader->level == policy::Level::no_access) {
        return unsent(store::MailState::not_wanted, "The account is closed.");
    }
    const auto choice = choice_for(known.wish, known.notice->kind);
    if (choice == store::MailChoice::never) return unsent(store::MailState::not_wanted, k_not_wanted);
    if (choice == store::MailChoice::daily && !row.of_digest) {
        const auto zone = mail::TimeZone::named(known.wish.zone).value_or(mail::TimeZone::utc());
        EXEAT_TRY(house_.database.write([&](sql::Transaction& transaction) {
            return store::put_into_digest(transaction, row.id, zone.next_at(k_morning, now));
        }));
        return std::optional<Ready>{};
    }
    if (!mail::is_sendable(reader->email)) return unsent(store::MailState::refused, k_no_address);
    Ready ready;
    EXEAT_TAKE(ready.rows, with_the_days(row, reader->id, known.wish, now));
    EXEAT_TAKE(const auto shown, keep_what_may_be_told(ready.rows, *reader, now));
    if (shown.empty()) return std::optional<Ready>{};
    EXEAT_TRY(address(ready.rows, reader->email));
    ready.recipient = reader->email;
    // Of a day's mail the last row gives the name: with another notice in it, it is another mail.
    EXEAT_TAKE(const auto letter, notice_mail(house_, desk_, ready.rows.back(), *reader, shown, MailFor::its_reader));
    ready.message = mail::message_of(letter);
    return std::optional(std::move(ready));
}

Result<std::vector<NoticeShown>> Postman::keep_what_may_be_told(std::vector<store::MailRow>& rows,
                                                                const domain::Standing& reader, Instant now) {
    std::vector<std::string> ids;
    for (const auto& row : rows) {
        if (row.notice) ids.push_back(*row.notice);
    }
    EXEAT_TAKE(auto shown, notices_shown(house_, reader, ids));
    const auto is_told = [&shown](const store::MailRow& row) {
        return std::ranges::any_of(shown, [&row](const auto& one) { return one.id == row.notice; });
    };
    for (const auto& row : rows) {
        if (is_told(row)) continue;
        EXEAT_TRY(end_unsent(row, store::MailState::not_wanted, "Whom it is for may not know of it any more.", now));
    }
    std::erase_if(rows, [&](const store::MailRow& row) { return !is_told(row); });
    return shown;
}

Done Postman::address(std::vector<store::MailRow>& rows, const std::string& recipient) {
    if (std::ranges::all_of(rows, [&](const auto& row) { return row.recipient == recipient; })) return {};
    for (auto& row : rows) row.recipient = recipient;
    return house_.database.write([&](sql::Transaction& transaction) -> Done {
        for (const auto& row : rows) EXEAT_TRY(store::address_mail(transaction, row.id, recipient));
        return {};
    });
}

Done Postman::leave(const Ready& ready, Instant now) {
    if (!desk_.give) {
        EXEAT_TRY(keep_mail_file(house_, ready.rows.front().id, ready.message));
        return house_.database.write([&](sql::Transaction& transaction) -> Done {
            for (const auto& row : ready.rows) {
                EXEAT_TRY(store::end_mail(transaction, row.id, store::MailState::written, "", now));
            }
            return {};
        });
    }
    const auto reply = desk_.give({desk_.sender.address, ready.recipient}, ready.message);
    EXEAT_TRY(note(ready, reply, now));
    // The file of a letter waited only for this.
    if (reply.outcome == mail::Outcome::taken) drop_mail_file(house_, ready.rows.front().id);
    return {};
}

Done Postman::note(const Ready& ready, const mail::Reply& reply, Instant now) {
    const auto said = (reply.code > 0 && !reply.text.starts_with(std::to_string(reply.code))
                           ? std::to_string(reply.code) + " " + reply.text
                           : reply.text);
    return change(house_, [&](sql::Transaction& transaction) -> Done {
        for (const auto& row : ready.rows) {
            switch (reply.outcome) {
                case mail::Outcome::taken:
                    EXEAT_TRY(store::end_mail(transaction, row.id, store::MailState::sent, said, now));
                    break;
                case mail::Outcome::refused:
                    EXEAT_TRY(end_and_tell(transaction, row, store::MailState::refused, said, now));
                    break;
                case mail::Outcome::later:
                    if (const auto next = mail::next_try(row.attempts, row.first_tried_at.value_or(now), now)) {
                        EXEAT_TRY(store::put_off(transaction, row.id, *next, said));
                    } else {
                        EXEAT_TRY(end_and_tell(transaction, row, store::MailState::given_up, said, now));
                    }
                    break;
            }
        }
        return {};
    });
}

}  // namespace exeat::usecases
