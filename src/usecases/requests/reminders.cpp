#include "usecases/requests/reminders.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "state/store/libraries.h"
#include "state/store/request_rows.h"
#include "state/store/waiting_rows.h"
#include "usecases/particulars.h"
#include "usecases/record.h"
#include "usecases/requests/requests.h"
#include "usecases/requests/tell.h"

namespace exeat::usecases {
namespace {

constexpr std::int64_t k_day_ms = 86'400'000;
constexpr int k_at_once = 200;

Instant days_before(Instant now, int days) {
    return Instant{now.ms - days * k_day_ms};
}

/// Of what somebody is to be reminded: some of several libraries.
struct Due {
    store::Receiver receiver;
    std::vector<store::LongWaiting> waiting;
};

/// A time that lies ahead was written before the clock was set back: nothing is said twice, and after a day at the
/// latest somebody is reminded again.
enum class Turn : std::uint8_t { now, later, clock_was_ahead };
Turn turn_of(const std::optional<Instant>& reminded_at, Instant now) {
    if (!reminded_at || now.ms - reminded_at->ms >= k_day_ms) return Turn::now;
    return reminded_at->ms - now.ms > k_day_ms ? Turn::clock_was_ahead : Turn::later;
}

Done add_due(sql::Session& session, const domain::Library& library, Instant now, std::map<PersonId, Due>& due) {
    EXEAT_TAKE(const auto row, store::waiting_settings_of(session, library.id));
    const auto days = row.settings.remind_after_days;
    if (days == 0) return {};
    for (const bool directors : {false, true}) {
        const store::LongWaiting which{library.id, directors, days_before(now, days)};
        EXEAT_TAKE(const auto waits, store::anything_waits(session, which));
        if (!waits) continue;
        EXEAT_TAKE(const auto receivers, receivers_of(session, library, directors, now));
        for (const auto& receiver : receivers) {
            auto& one = due[receiver.person];
            one.receiver = receiver;
            one.waiting.push_back(which);
        }
    }
    return {};
}

Result<std::vector<Due>> all_due(House& house, Instant now) {
    const auto libraries = house.authority.libraries();
    return house.database.read([&](sql::Session& session) -> Result<std::vector<Due>> {
        std::map<PersonId, Due> due;
        for (const auto& library : libraries) EXEAT_TRY(add_due(session, *library, now, due));
        std::vector<Due> all;
        for (auto& [person, one] : due) {
            EXEAT_TAKE(const auto last, store::reminded_at(session, person));
            if (turn_of(last, now) != Turn::later) all.push_back(std::move(one));
        }
        return all;
    });
}

/// The reminder and that it was given are written together: who dies in between has done neither.
Done remind(sql::Transaction& transaction, const Due& due, Instant now) {
    const auto person = due.receiver.person;
    EXEAT_TAKE(const auto last, store::reminded_at(transaction, person));
    const auto turn = turn_of(last, now);
    if (turn == Turn::later) return {};
    if (turn == Turn::clock_was_ahead) return store::note_reminded(transaction, person, now);
    store::Waits all;
    for (const auto& which : due.waiting) {
        EXEAT_TAKE(const auto some, store::count_waiting(transaction, which, person, k_most_counted));
        all.count += some.count;
        if (some.first && (!all.first || *some.first < *all.first)) all.first = some.first;
    }
    if (!all.first) return {};
    EXEAT_TAKE(const auto first, store::read_request(transaction, *all.first));
    if (!first) return {};
    EXEAT_TRY(store::note_reminded(transaction, person, now));
    const Caller itself;
    EXEAT_TRY(record(transaction, itself, now,
                     {.kind = "receiver_reminded",
                      .person = person,
                      .about = first->id.text(),
                      .body = Particulars().number("requests", all.count).body()}));
    return tell(transaction, itself, now, {due.receiver},
                {.kind = "requests_waiting",
                 .request = *first,
                 .batch = BatchId::make(now),
                 .count = all.count,
                 .mail_after = now});
}

bool holds(const std::vector<store::Receiver>& people, PersonId person) {
    return std::ranges::find(people, person, &store::Receiver::person) != people.end();
}

struct Further {
    domain::Escalation to = domain::Escalation::owners;
    std::vector<store::Receiver> people;
};

/// Owners who were not told of such requests; where all of them were, and where directors decide, the administrators.
Result<Further> further_receivers(sql::Session& session, const domain::Library& library, bool for_directors,
                                  Instant now) {
    EXEAT_TAKE(const auto told, receivers_of(session, library, for_directors, now));
    const auto was_told = [&](const store::Receiver& one) { return holds(told, one.person); };
    Further further;
    if (!for_directors) {
        EXEAT_TAKE(further.people, store::read_owners(session, library.id, now));
        std::erase_if(further.people, was_told);
        if (!further.people.empty()) return further;
    }
    further.to = domain::Escalation::administrators;
    EXEAT_TAKE(further.people, store::read_people_above(session, policy::Level::administrator));
    const auto all = further.people;
    std::erase_if(further.people, was_told);
    // They were told as everybody was; now it is up to them.
    if (further.people.empty()) further.people = all;
    return further;
}

Done note_further(sql::Transaction& transaction, const domain::Request& request, const Further& further, Instant now) {
    EXEAT_TRY(store::note_escalated(transaction, request.id, further.to, now));
    std::vector<std::string> people;
    for (const auto& one : further.people) people.push_back(one.person.text());
    const Caller itself;
    return record(transaction, itself, now,
                  {.kind = "request_escalated",
                   .library = request.library,
                   .asset = request.asset,
                   .person = request.person,
                   .about = request.id.text(),
                   .body = Particulars().text("to", policy::to_text(further.to)).list("people", people).body()});
}

/// One notice for each of them, about all but their own.
Done tell_further(sql::Transaction& transaction, const std::vector<domain::Request>& requests, const Further& further,
                  Instant now) {
    const Caller itself;
    const auto batch = BatchId::make(now);
    for (const auto& receiver : further.people) {
        const domain::Request* first = nullptr;
        std::int64_t count = 0;
        for (const auto& request : requests) {
            if (request.person == receiver.person) continue;
            if (first == nullptr) first = &request;
            ++count;
        }
        if (first == nullptr) continue;
        EXEAT_TRY(
            tell(transaction, itself, now, {receiver},
                 {.kind = "request_escalated", .request = *first, .batch = batch, .count = count, .mail_after = now}));
    }
    return {};
}

Result<std::size_t> escalate_some(sql::Transaction& transaction, const store::LongWaiting& which, Instant now) {
    EXEAT_TAKE(const auto requests, store::not_escalated(transaction, which, k_at_once));
    EXEAT_TAKE(const auto library, store::read_library(transaction, which.library));
    if (requests.empty() || !library) return std::size_t{0};
    EXEAT_TAKE(const auto further, further_receivers(transaction, *library, which.for_directors, now));
    std::set<HolderId> holders;
    for (const auto& request : requests) {
        EXEAT_TRY(note_further(transaction, request, further, now));
        holders.insert(request.holder());
    }
    EXEAT_TRY(tell_further(transaction, requests, further, now));
    EXEAT_TRY(store::note_requests(transaction, holders));
    return requests.size();
}

Done escalate(House& house, const store::LongWaiting& which, Instant now) {
    while (true) {
        EXEAT_TAKE(const auto some,
                   house.database.read([&](sql::Session& session) { return store::not_escalated(session, which, 1); }));
        if (some.empty()) return {};
        EXEAT_TAKE(const auto done, change(house, [&](sql::Transaction& transaction) {
                       return escalate_some(transaction, which, now);
                   }));
        if (done < k_at_once) return {};
    }
}

}  // namespace

Done remind_receivers(House& house, Instant now) {
    EXEAT_TAKE(const auto due, all_due(house, now));
    for (const auto& one : due) {
        EXEAT_TRY(change(house, [&](sql::Transaction& transaction) { return remind(transaction, one, now); }));
    }
    return {};
}

Done escalate_requests(House& house, Instant now) {
    for (const auto& library : house.authority.libraries()) {
        EXEAT_TAKE(const auto row, house.database.read([&](sql::Session& session) {
            return store::waiting_settings_of(session, library->id);
        }));
        const auto days = row.settings.escalate_after_days;
        if (days == 0) continue;
        for (const bool directors : {false, true}) {
            EXEAT_TRY(escalate(house, {library->id, directors, days_before(now, days)}, now));
        }
    }
    return {};
}

}  // namespace exeat::usecases
