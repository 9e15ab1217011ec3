#include "usecases/requests/tell.h"

#include <algorithm>
#include <set>

#include "state/store/substitutes.h"

namespace exeat::usecases {
namespace {

bool holds(const std::vector<store::Receiver>& people, PersonId person) {
    return std::ranges::find(people, person, &store::Receiver::person) != people.end();
}

store::NoticeRow notice_of(const Caller& caller, Instant now, const store::Receiver& receiver, std::string_view kind) {
    store::NoticeRow notice;
    notice.id = to_text(new_id_bits(now));
    notice.person = receiver.person;
    notice.kind = kind;
    notice.by = caller.person;
    notice.made_at = now;
    return notice;
}

/// The mail that says the same.
store::OutboxRow mail_of(const store::NoticeRow& notice, const store::Receiver& receiver, Instant not_before) {
    store::OutboxRow mail;
    mail.id = to_text(new_id_bits(notice.made_at));
    mail.kind = notice.kind;
    mail.recipient = receiver.email;
    mail.created_at = notice.made_at;
    mail.notice = notice.id;
    mail.not_before = not_before;
    return mail;
}

}  // namespace

Result<std::vector<store::Receiver>> receiving_owners(sql::Session& session, const domain::Library& library,
                                                      Instant now) {
    EXEAT_TAKE(auto owners, store::read_owners(session, library.id, now));
    const auto& taken_off = library.policy->settings().requests.not_receivers;
    std::erase_if(owners, [&](const store::Receiver& owner) {
        return std::ranges::find(taken_off, owner.person) != taken_off.end();
    });
    return owners;
}

namespace {

Result<std::vector<store::Receiver>> first_receivers(sql::Session& session, const domain::Library& library,
                                                     bool for_directors, Instant now) {
    if (for_directors) return store::read_people_above(session, policy::Level::director);
    EXEAT_TAKE(auto owners, receiving_owners(session, library, now));
    if (!owners.empty()) return owners;
    return store::read_people_above(session, policy::Level::administrator);
}

}  // namespace

Result<std::vector<store::Receiver>> receivers_of(sql::Session& session, const domain::Library& library,
                                                  bool for_directors, Instant now) {
    EXEAT_TAKE(auto receivers, first_receivers(session, library, for_directors, now));
    return with_substitutes(session, library.id, for_directors, std::move(receivers), now);
}

Result<std::vector<store::Receiver>> with_substitutes(sql::Session& session, LibraryId library, bool for_directors,
                                                      std::vector<store::Receiver> people, Instant now) {
    std::vector<PersonId> ids;
    for (const auto& one : people) ids.push_back(one.person);
    EXEAT_TAKE(const auto stand_ins, store::stand_ins_of(session, ids, now));
    if (stand_ins.empty()) return people;
    EXEAT_TAKE(const auto owners, store::read_owners(session, library, now));
    for (const auto& one : stand_ins) {
        const bool decides = one.level >= policy::Level::director || (!for_directors && holds(owners, one.person));
        if (decides && !holds(people, one.person)) people.push_back({one.person, one.email});
    }
    return people;
}

Result<std::vector<store::Receiver>> holders_of(sql::Session& session, const domain::Request& request) {
    if (request.group) return store::read_people_in(session, *request.group);
    std::vector<store::Receiver> holders;
    EXEAT_TAKE(auto holder, store::read_receiver(session, *request.person));
    if (holder) holders.push_back(std::move(*holder));
    return holders;
}

std::int64_t libraries_of(const std::vector<const domain::Request*>& requests) {
    std::set<LibraryId> libraries;
    for (const auto* request : requests) libraries.insert(request->library);
    return static_cast<std::int64_t>(libraries.size());
}

Done tell(sql::Transaction& transaction, const Caller& caller, Instant now,
          const std::vector<store::Receiver>& receivers, const Told& told) {
    Telling telling(caller, now);
    telling.add(receivers, told);
    return telling.write(transaction);
}

Done tell_of_none(sql::Transaction& transaction, const Caller& caller, Instant now, const store::Receiver& receiver,
                  std::string_view kind, const std::string& note) {
    auto notice = notice_of(caller, now, receiver, kind);
    notice.batch = BatchId::make(now);
    notice.note = note;
    EXEAT_TRY(store::insert_outbox(transaction, mail_of(notice, receiver, now)));
    return store::insert_notice(transaction, notice);
}

void Telling::add(const std::vector<store::Receiver>& receivers, const Told& told) {
    for (const auto& receiver : receivers) {
        if (receiver.person == caller_.person) continue;
        auto notice = notice_of(caller_, now_, receiver, told.kind);
        notice.library = told.request.library;
        notice.asset = told.request.asset;
        notice.request = told.request.id;
        notice.batch = told.batch;
        notice.count = told.count;
        notice.libraries = told.libraries;
        notice.note = told.note;
        mails_.push_back(mail_of(notice, receiver, told.mail_after));
        notices_.push_back(std::move(notice));
    }
}

Done Telling::write(sql::Transaction& transaction) const {
    EXEAT_TRY(store::insert_outbox_rows(transaction, mails_));
    return store::insert_notices(transaction, notices_);
}

}  // namespace exeat::usecases
