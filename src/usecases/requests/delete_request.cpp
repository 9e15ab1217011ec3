#include "state/store/request_rows.h"
#include "usecases/permit.h"
#include "usecases/record.h"
#include "usecases/refused.h"
#include "usecases/requests/kept_places.h"
#include "usecases/requests/requests.h"
#include "usecases/requests/rules.h"

namespace exeat::usecases {
namespace {

Done delete_in(sql::Transaction& transaction, const Caller& caller, RequestId id, Instant now) {
    KeptPlaces places(transaction, now);
    EXEAT_TRY(must_be(places, caller, policy::Level::administrator));
    EXEAT_TAKE(const auto request, store::read_request(transaction, id));
    if (!request) return nothing_here();
    EXEAT_TAKE(const auto library, places.library(request->library));
    EXEAT_TAKE(const auto asset, places.asset(request->asset));
    if (!library) return nothing_here();
    const auto replaced_at = asset ? asset->rules.replaced_at : std::nullopt;
    if (!is_over(phase_now(*request, *library, replaced_at, now))) {
        return fail(ErrorKind::conflict, "not-over",
                    "Only what is over can be deleted: decide on this request, or revoke the pass, first.");
    }
    EXEAT_TRY(store::delete_request(transaction, *request));
    EXEAT_TRY(record(transaction, caller, now, happening_of(*request, "request_deleted")));
    return store::note_requests(transaction, {request->holder()});
}

}  // namespace

Done delete_request(House& house, const Caller& caller, RequestId id) {
    EXEAT_TAKE(const auto now, house.database.now());
    return change(house, [&](sql::Transaction& transaction) { return delete_in(transaction, caller, id, now); });
}

}  // namespace exeat::usecases
