#include "state/store/settled_notices.h"

#include <string_view>
#include <vector>

#include "state/store/changes.h"
#include "state/store/id_lists.h"

namespace exeat::store {
namespace {

/// A notice of several in one library leads to the first of them; this is another one that waits there and came before
/// the notice.
constexpr std::string_view k_other =
    " from requests f join requests r on r.library = f.library and r.for_directors = f.for_directors and "
    "r.kind = f.kind where f.id = notices.request and r.phase = 'pending' and r.id < notices.id and "
    "(r.person is null or r.person <> notices.person)";

/// Sets when notices of those ids in that column were read, where `which` says so, and answers whose they are.
template <class SomeId>
Done mark(sql::Transaction& transaction, const std::string& change, const std::string& which, Instant at,
          std::span<const SomeId> ids, std::set<std::string>& people) {
    return in_pieces(ids, [&](std::span<const SomeId> some) -> Done {
        const auto parameters = list_parameters({at}, some);
        EXEAT_TAKE(const sql::Rows rows,
                   transaction.query("update notices set " + change + " and " + which + " in (" +
                                         parameter_list(2, parameters.size() - 1) + ") returning person",
                                     parameters));
        for (const auto& row : rows) people.insert(row.get<std::string>(0));
        return {};
    });
}

Done lead_elsewhere(sql::Transaction& transaction, std::span<const RequestId> requests) {
    const std::string other(k_other);
    return in_pieces(requests, [&](std::span<const RequestId> some) -> Done {
        const auto parameters = list_parameters({}, some);
        EXEAT_TRY(transaction.change(
            "update notices set (asset, request) = (select r.asset, r.id" + other +
                " order by r.id limit 1) where read_at is null and count > 1 and "
                "kind in ('request_moved', 'request_escalated', 'requests_waiting') and exists (select 1" +
                other + ") and request in (" + parameter_list(1, parameters.size()) + ")",
            parameters));
        return {};
    });
}

Done note_people(sql::Transaction& transaction, const std::set<std::string>& people) {
    const std::vector<std::string> ids(people.begin(), people.end());
    return note_changes(transaction, ChangeKind::notice, ids);
}

constexpr std::string_view k_of_requests =
    " and kind in ('question_asked', 'question_answered', 'request_moved', 'request_escalated', 'requests_waiting')";

}  // namespace

Done settle_notices(sql::Transaction& transaction, std::span<const RequestId> requests, std::span<const AskId> asks,
                    Instant now) {
    std::set<std::string> people;
    // One notice tells of all of a form that the same people decide.
    EXEAT_TRY(mark(transaction,
                   "read_at = $1 where read_at is null and kind = 'request_made' and not exists (select 1 from "
                   "requests f join requests r on r.ask = f.ask and r.for_directors = f.for_directors "
                   "where f.id = notices.request and r.phase = 'pending')",
                   "batch", now, asks, people));
    EXEAT_TRY(lead_elsewhere(transaction, requests));
    EXEAT_TRY(mark(transaction, "read_at = $1 where read_at is null" + std::string(k_of_requests), "request", now,
                   requests, people));
    return note_people(transaction, people);
}

Done unsettle_notices(sql::Transaction& transaction, std::span<const RequestId> requests, std::span<const AskId> asks,
                      Instant settled_at) {
    std::set<std::string> people;
    // It was read with the last of the form's, whichever of them that was, and waits for those that the same people
    // decide.
    EXEAT_TRY(mark(transaction,
                   "read_at = null where kind = 'request_made' and (read_at = $1 or read_at in (select coalesce("
                   "r.decided_at, r.ended_at) from requests r where r.ask = notices.batch)) and exists (select 1 from "
                   "requests f join requests r on r.ask = f.ask and r.for_directors = f.for_directors "
                   "where f.id = notices.request and r.phase = 'pending')",
                   "batch", settled_at, asks, people));
    EXEAT_TRY(mark(transaction, "read_at = null where read_at = $1" + std::string(k_of_requests), "request", settled_at,
                   requests, people));
    return note_people(transaction, people);
}

Done settle_question(sql::Transaction& transaction, RequestId request, Instant now) {
    std::set<std::string> people;
    EXEAT_TRY(mark(transaction, "read_at = $1 where read_at is null and kind = 'question_asked'", "request", now,
                   std::span<const RequestId>(&request, 1), people));
    return note_people(transaction, people);
}

}  // namespace exeat::store
