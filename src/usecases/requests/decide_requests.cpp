#include <algorithm>
#include <set>

#include "state/store/request_rows.h"
#include "usecases/assets/changing.h"
#include "usecases/once.h"
#include "usecases/permit.h"
#include "usecases/refused.h"
#include "usecases/requests/deciding.h"
#include "usecases/requests/decisions.h"
#include "usecases/requests/id_list.h"
#include "usecases/requests/rules.h"
#include "usecases/requests/shown.h"

namespace exeat::usecases {
namespace {

std::unexpected<Error> nobody_decides() {
    return fail(ErrorKind::forbidden, "no-person", "The operator is nobody who may decide. Sign in as a person.");
}

/// Each once.
Result<std::vector<RequestId>> requests_of(const std::vector<RequestId>& ids) {
    if (ids.empty()) return wrong_member("no-requests", "/requests", "Name at least one request.");
    if (ids.size() > domain::k_most_assets_asked) {
        return wrong_member("too-many-requests", "/requests", "At most 10,000 requests are decided at once.");
    }
    std::vector<RequestId> once;
    std::set<RequestId> known;
    for (const auto& id : ids) {
        if (known.insert(id).second) once.push_back(id);
    }
    return once;
}

struct Outcome {
    std::vector<RequestId> decided;
    std::vector<Undecided> left;
};

/// Each of them in one transaction; a single one that fails is the error of the whole.
template <class Work>
Result<Decided> decide_each(House& house, const Caller& caller, const std::vector<RequestId>& wanted, Work work) {
    if (!caller.person) return nobody_decides();
    EXEAT_TAKE(const auto ids, requests_of(wanted));
    EXEAT_TAKE(const auto now, house.database.now());
    EXEAT_TAKE(auto outcome, change(house, [&](sql::Transaction& transaction) -> Result<Outcome> {
                   Outcome outcome;
                   EXEAT_TAKE(const auto earlier, done_before(transaction, caller.once));
                   if (earlier) return Outcome{ids_in(*earlier), {}};
                   Deciding deciding(transaction, caller, now);
                   EXEAT_TRY(deciding.begin(ids));
                   for (const auto& id : ids) {
                       auto done = work(deciding, id);
                       if (done) {
                           outcome.decided.push_back(id);
                       } else if (ids.size() > 1 && is_of_one(done.error())) {
                           outcome.left.push_back({id, std::move(done.error())});
                       } else {
                           return fail(std::move(done.error()));
                       }
                   }
                   EXEAT_TRY(note_done(transaction, caller.once, text_of(outcome.decided), now));
                   EXEAT_TRY(deciding.finish());
                   return outcome;
               }));
    Decided answer;
    EXEAT_TAKE(const auto person, standing_of(house.authority, caller));
    EXEAT_TAKE(answer.requests, rows_of(house, *person, outcome.decided));
    answer.left = std::move(outcome.left);
    return answer;
}

/// Whoever comes to a request that was decided long ago is told so without a turn at writing: nothing would change.
Done not_decided_yet(House& house, const Caller& caller, const NewDecision& wanted) {
    if (wanted.requests.size() != 1 || !caller.person || caller.once) return {};
    std::optional<store::RequestListed> listed;
    EXEAT_TRY(house.database.read([&](sql::Session& session) -> Done {
        EXEAT_TAKE(auto rows, store::read_listed(session, std::span(wanted.requests)));
        if (!rows.empty()) listed = std::move(rows.front());
        return {};
    }));
    if (!listed || listed->request.phase == domain::RequestPhase::pending) return {};
    if (wanted.decision == Verdict::approve && listed->request.phase == domain::RequestPhase::rejected) return {};
    EXEAT_TAKE(const auto person, standing_of(house.authority, caller));
    EXEAT_TRY(must_decide(house.authority, *person, listed->request, false));
    return decided_already(listed->request, listed->request.ended_at ? listed->ended_by_name : listed->decided_by_name);
}

/// One request, and its card afterwards.
template <class Work>
Result<RequestCard> change_one(House& house, const Caller& caller, RequestId id, Work work) {
    if (!caller.person) return nobody_decides();
    EXEAT_TAKE(const auto now, house.database.now());
    EXEAT_TRY(change(house, [&](sql::Transaction& transaction) -> Done {
        Deciding deciding(transaction, caller, now);
        EXEAT_TRY(deciding.begin({id}));
        EXEAT_TRY(work(deciding));
        return deciding.finish();
    }));
    return read_request(house, caller, id);
}

}  // namespace

Result<Decided> decide_requests(House& house, const Caller& caller, const NewDecision& wanted) {
    EXEAT_TRY(check_note(wanted.note, "/note"));
    EXEAT_TRY(not_decided_yet(house, caller, wanted));
    return decide_each(house, caller, wanted.requests,
                       [&](Deciding& deciding, RequestId id) { return deciding.decide(id, wanted); });
}

Result<Decided> take_back_decisions(House& house, const Caller& caller, const std::vector<RequestId>& requests) {
    return decide_each(house, caller, requests,
                       [](Deciding& deciding, RequestId id) { return deciding.take_back(id); });
}

Result<RequestCard> revoke_request(House& house, const Caller& caller, RequestId id, const std::string& note) {
    return change_one(house, caller, id, [&](Deciding& deciding) { return deciding.revoke(id, note); });
}

Result<RequestCard> renew_request(House& house, const Caller& caller, RequestId id,
                                  const std::optional<domain::ValiditySettings>& validity, const std::string& note) {
    return change_one(house, caller, id, [&](Deciding& deciding) { return deciding.renew(id, validity, note); });
}

}  // namespace exeat::usecases
