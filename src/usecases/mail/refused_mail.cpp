#include "usecases/mail/refused_mail.h"

#include <optional>

#include "service/identity/email_address.h"
#include "state/store/inbox_rows.h"
#include "state/store/people_rows.h"
#include "state/store/request_rows.h"
#include "state/store/unsent_mails.h"
#include "usecases/particulars.h"
#include "usecases/record.h"

namespace exeat::usecases {
namespace {

/// What is said of a mail that ended so, and of a letter, which is about no request; nothing where nobody has to hear
/// of it.
struct Kinds {
    std::string_view of_request;
    std::string_view of_letter;
};
std::optional<Kinds> kinds_of(store::MailState state) {
    switch (state) {
        case store::MailState::refused:
            return Kinds{"mail_refused", "letter_refused"};
        case store::MailState::given_up:
            return Kinds{"mail_given_up", "letter_given_up"};
        case store::MailState::waiting:
        case store::MailState::sent:
        case store::MailState::written:
        case store::MailState::not_wanted:
        case store::MailState::ended:
            break;
    }
    return std::nullopt;
}

/// A server that takes nothing fills no inbox: whoever has not read of the first knows where to look.
constexpr std::int64_t k_told_once_in_ms = 3'600'000;

/// The administrators, each with the notice that they get.
Result<std::vector<store::NoticeRow>> notices_of(sql::Session& session, const store::NoticeRow& about,
                                                 std::string_view kind, std::string_view reply, Instant now) {
    EXEAT_TAKE(const auto administrators, store::read_people_above(session, policy::Level::administrator));
    std::vector<store::NoticeRow> notices;
    for (const auto& one : administrators) {
        EXEAT_TAKE(const auto knows,
                   store::was_told_since(session, one.person, kind, Instant{now.ms - k_told_once_in_ms}));
        if (knows) continue;
        auto notice = about;
        notice.id = to_text(new_id_bits(now));
        notice.person = one.person;
        notice.kind = kind;
        notice.by = about.person;
        notice.note = reply;
        notice.made_at = now;
        notice.read_at.reset();
        notices.push_back(std::move(notice));
    }
    return notices;
}

/// What the mail was to say; of a letter only whom it was for, where they have an account. Nothing where what it said
/// was taken back.
Result<std::optional<store::NoticeRow>> said_by(sql::Session& session, const store::MailRow& row, Instant now) {
    if (row.notice) return store::read_notice(session, *row.notice);
    EXEAT_TAKE(const auto person, store::find_person(session, identity::email_key(row.recipient)));
    if (!person) return std::optional<store::NoticeRow>{};
    store::NoticeRow said;
    said.person = person->id;
    said.batch = BatchId::make(now);
    return std::optional(std::move(said));
}

Done tell_unsent(sql::Transaction& transaction, const store::MailRow& row, const Kinds& kinds, std::string_view reply,
                 Instant now) {
    EXEAT_TAKE(const auto about, said_by(transaction, row, now));
    if (!about) return {};
    const auto kind = about->request ? kinds.of_request : kinds.of_letter;
    Particulars particulars;
    if (about->request) particulars.text("request", about->request->text());
    EXEAT_TRY(record(transaction, Caller{}, now,
                     {.kind = kind,
                      .library = about->library,
                      .asset = about->asset,
                      .person = about->person,
                      .about = row.id,
                      .body = particulars.text("reply", reply).body()}));
    EXEAT_TAKE(const auto notices, notices_of(transaction, *about, kind, reply, now));
    for (const auto& notice : notices) EXEAT_TRY(store::insert_notice(transaction, notice));
    if (!about->request) return {};
    EXEAT_TAKE(const auto request, store::read_request(transaction, *about->request));
    if (!request) return {};
    return store::note_requests(transaction, {request->holder()});
}

}  // namespace

Done end_and_tell(sql::Transaction& transaction, const store::MailRow& row, store::MailState state,
                  std::string_view reply, Instant now) {
    EXEAT_TRY(store::end_mail(transaction, row.id, state, reply, now));
    const auto kinds = kinds_of(state);
    if (!kinds) return {};
    return tell_unsent(transaction, row, *kinds, reply, now);
}

}  // namespace exeat::usecases
