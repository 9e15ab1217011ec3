#include "usecases/mail/refused_mail.h"

#include <optional>

#include "state/store/inbox_rows.h"
#include "state/store/request_rows.h"
#include "state/store/unsent_mails.h"
#include "usecases/particulars.h"
#include "usecases/record.h"

namespace exeat::usecases {
namespace {

/// What is said of a mail that ended so; nothing where nobody has to hear of it. Both are tried again in one place.
std::optional<std::string_view> kind_of(store::MailState state) {
    switch (state) {
        case store::MailState::refused:
            return "mail_refused";
        case store::MailState::given_up:
            return "mail_given_up";
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

Done tell_unsent(sql::Transaction& transaction, const store::MailRow& row, std::string_view kind,
                 std::string_view reply, Instant now) {
    if (!row.notice) return {};
    EXEAT_TAKE(const auto about, store::read_notice(transaction, *row.notice));
    if (!about) return {};
    EXEAT_TRY(record(
        transaction, Caller{}, now,
        {.kind = kind,
         .library = about->library,
         .asset = about->asset,
         .person = about->person,
         .about = row.id,
         .body =
             Particulars().text("request", about->request ? about->request->text() : "").text("reply", reply).body()}));
    // What speaks of no request is found in the list of mails.
    if (!about->request) return {};
    EXEAT_TAKE(const auto notices, notices_of(transaction, *about, kind, reply, now));
    EXEAT_TAKE(const auto request, store::read_request(transaction, *about->request));
    for (const auto& notice : notices) EXEAT_TRY(store::insert_notice(transaction, notice));
    if (!request) return {};
    return store::note_requests(transaction, {request->holder()});
}

}  // namespace

Done end_and_tell(sql::Transaction& transaction, const store::MailRow& row, store::MailState state,
                  std::string_view reply, Instant now) {
    EXEAT_TRY(store::end_mail(transaction, row.id, state, reply, now));
    const auto kind = kind_of(state);
    if (!kind) return {};
    return tell_unsent(transaction, row, *kind, reply, now);
}

}  // namespace exeat::usecases
