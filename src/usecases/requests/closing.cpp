#include "usecases/requests/closing.h"

#include <map>
#include <set>

#include "state/store/libraries.h"
#include "state/store/request_files.h"
#include "state/store/request_rows.h"
#include "state/store/settled_notices.h"
#include "usecases/permit.h"
#include "usecases/record.h"
#include "usecases/requests/askable.h"
#include "usecases/requests/kept_places.h"
#include "usecases/requests/rules.h"
#include "usecases/requests/tell.h"

namespace exeat::usecases {
namespace {

constexpr int k_at_once = 200;

/// Closes requests of one act, and tells each requester once.
class Closing {
public:
    Closing(sql::Transaction& transaction, const Caller& caller, Instant now)
        : transaction_(transaction), caller_(caller), now_(now), batch_(BatchId::make(now)) {}

    Done close(domain::Request request, domain::Closed why) {
        request.status = policy::RequestStatus::cancelled;
        request.phase = domain::RequestPhase::withdrawn;
        request.closed = why;
        request.ended_at = now_;
        request.batch = batch_;
        EXEAT_TRY(store::add_waiting(transaction_, request.ask, -1));
        closed_.insert(request.ask);
        waits_no_longer_.push_back(request.id);
        return end(std::move(request), why == domain::Closed::free_now ? "request_free_now" : "request_closed");
    }
    Done expire(domain::Request request) {
        request.phase = domain::RequestPhase::expired;
        request.ended_at = now_;
        return end(std::move(request), "pass_ended");
    }
    Done finish() {
        for (const auto& ask : closed_) EXEAT_TRY(store::forget_files_of_undecided(transaction_, ask));
        const std::vector<AskId> asks(closed_.begin(), closed_.end());
        EXEAT_TRY(store::settle_notices(transaction_, waits_no_longer_, asks, now_));
        for (const auto& [holder, ended] : ended_) {
            std::vector<const domain::Request*> theirs;
            for (const auto& [request, kind] : ended) theirs.push_back(&request);
            EXEAT_TAKE(const auto receivers, holders_of(transaction_, ended.front().first));
            EXEAT_TRY(tell(transaction_, caller_, now_, receivers,
                           {.kind = ended.front().second,
                            .request = ended.front().first,
                            .batch = batch_,
                            .count = static_cast<std::int64_t>(ended.size()),
                            .libraries = libraries_of(theirs),
                            .mail_after = now_}));
        }
        std::set<HolderId> holders;
        for (const auto& [holder, ended] : ended_) holders.insert(holder);
        return store::note_requests(transaction_, holders);
    }

private:
    Done end(domain::Request request, std::string_view kind) {
        EXEAT_TRY(store::update_request(transaction_, request));
        EXEAT_TRY(record(transaction_, caller_, now_, happening_of(request, kind)));
        ended_[request.holder()].emplace_back(std::move(request), kind);
        return {};
    }

    sql::Transaction& transaction_;
    const Caller& caller_;
    Instant now_;
    BatchId batch_;
    std::set<AskId> closed_;  // forms of which some are withdrawn now
    std::vector<RequestId> waits_no_longer_;
    std::map<HolderId, std::vector<std::pair<domain::Request, std::string_view>>> ended_;
};

/// Whether what a request asks for needs no grant of anybody any more.
Result<bool> is_free_now(KeptPlaces& places, const domain::Request& request) {
    EXEAT_TAKE(auto asset, places.asset(request.asset));
    if (!asset || !request.person) return false;
    Caller requester;
    requester.kind = Caller::Kind::person;
    requester.person = request.person;
    EXEAT_TAKE(const auto seen, ask(places, requester, std::move(asset), domain::Wish{}));
    if (!seen.allows()) return false;
    for (const auto action : list_of(request.wanted_actions)) {
        if (askable(seen, {action}, request.wanted_files).state != Askable::State::free) return false;
    }
    return true;
}

Done close_those_free(sql::Transaction& transaction, const Caller& caller, const std::vector<domain::Request>& pending,
                      Instant now) {
    KeptPlaces places(transaction, now);
    Closing closing(transaction, caller, now);
    for (const auto& request : pending) {
        EXEAT_TAKE(const auto is_free, is_free_now(places, request));
        if (is_free) EXEAT_TRY(closing.close(request, domain::Closed::free_now));
    }
    return closing.finish();
}

}  // namespace

Done close_requests_of_deleted(sql::Transaction& transaction, const Caller& caller, AssetId asset, Instant now) {
    EXEAT_TAKE(auto pending, store::requests_of_asset(transaction, asset, domain::RequestPhase::pending));
    Closing closing(transaction, caller, now);
    for (auto& request : pending) EXEAT_TRY(closing.close(std::move(request), domain::Closed::asset_deleted));
    return closing.finish();
}

Done move_requests_of(sql::Transaction& transaction, const Caller& caller, const domain::Asset& asset, Instant now) {
    EXEAT_TRY(store::move_requests(transaction, asset.id, asset.library));
    EXEAT_TAKE(const auto pending, store::requests_of_asset(transaction, asset.id, domain::RequestPhase::pending));
    EXEAT_TAKE(const auto library, store::read_library(transaction, asset.library));
    if (pending.empty() || !library) return {};
    const auto batch = BatchId::make(now);
    for (const bool directors : {false, true}) {
        std::vector<const domain::Request*> these;
        for (const auto& request : pending) {
            if (request.for_directors == directors) these.push_back(&request);
        }
        if (these.empty()) continue;
        EXEAT_TAKE(const auto receivers, receivers_of(transaction, *library, directors, now));
        EXEAT_TRY(tell(transaction, caller, now, receivers,
                       {.kind = "request_moved",
                        .request = *these.front(),
                        .batch = batch,
                        .count = static_cast<std::int64_t>(these.size()),
                        .mail_after = now}));
    }
    for (const auto& request : pending) {
        EXEAT_TRY(record(transaction, caller, now,
                         {.kind = "request_moved",
                          .library = asset.library,
                          .asset = asset.id,
                          .person = request.person,
                          .about = request.id.text()}));
    }
    return {};
}

Done end_requests_of_replaced(sql::Transaction& transaction, const Caller& caller, const domain::Asset& asset,
                              Instant now) {
    EXEAT_TAKE(const auto library, store::read_library(transaction, asset.library));
    if (!library || !library->policy->settings().grant_ends_on_replace) return {};
    Closing closing(transaction, caller, now);
    for (const auto phase : {domain::RequestPhase::approved, domain::RequestPhase::auto_approved}) {
        EXEAT_TAKE(auto running, store::requests_of_asset(transaction, asset.id, phase));
        for (auto& request : running) {
            if (!runs(request, *library, asset.rules.replaced_at, now)) EXEAT_TRY(closing.expire(std::move(request)));
        }
    }
    return closing.finish();
}

Done close_free_requests_of(sql::Transaction& transaction, const Caller& caller, AssetId asset, Instant now) {
    EXEAT_TAKE(const auto pending, store::requests_of_asset(transaction, asset, domain::RequestPhase::pending));
    if (pending.empty()) return {};
    return close_those_free(transaction, caller, pending, now);
}

Done close_free_requests(House& house, const Caller& caller, LibraryId library) {
    std::optional<store::PendingPlace> after;
    while (true) {
        EXEAT_TAKE(const auto pending, house.database.read([&](sql::Session& session) {
            return store::pending_of_library(session, library, after, k_at_once);
        }));
        if (pending.empty()) return {};
        after = {pending.back().kind, pending.back().id};
        std::vector<RequestId> ids;
        for (const auto& request : pending) ids.push_back(request.id);
        EXEAT_TAKE(const auto now, house.database.now());
        EXEAT_TRY(change(house, [&](sql::Transaction& transaction) -> Done {
            EXEAT_TAKE(auto still, store::read_requests(transaction, ids));
            std::erase_if(still, [](const auto& one) { return one.phase != domain::RequestPhase::pending; });
            return close_those_free(transaction, caller, still, now);
        }));
        if (pending.size() < k_at_once) return {};
    }
}

Done end_replaced_requests(House& house, const Caller& caller, LibraryId library) {
    std::size_t ended = k_at_once;
    while (ended == k_at_once) {
        EXEAT_TAKE(const auto now, house.database.now());
        EXEAT_TAKE(ended, change(house, [&](sql::Transaction& transaction) -> Result<std::size_t> {
                       EXEAT_TAKE(const auto kept, store::read_library(transaction, library));
                       if (!kept || !kept->policy->settings().grant_ends_on_replace) return std::size_t{0};
                       EXEAT_TAKE(auto over, store::replaced_requests(transaction, library, k_at_once));
                       Closing closing(transaction, caller, now);
                       for (auto& request : over) EXEAT_TRY(closing.expire(std::move(request)));
                       EXEAT_TRY(closing.finish());
                       return over.size();
                   }));
    }
    return {};
}

Done end_lapsed_requests(House& house) {
    EXEAT_TAKE(const auto now, house.database.now());
    const Caller itself;
    while (true) {
        EXEAT_TAKE(const auto some,
                   house.database.read([&](sql::Session& session) { return store::lapsed_requests(session, now, 1); }));
        if (some.empty()) return {};
        EXEAT_TAKE(const auto ended, change(house, [&](sql::Transaction& transaction) -> Result<std::size_t> {
                       EXEAT_TAKE(auto lapsed, store::lapsed_requests(transaction, now, k_at_once));
                       Closing closing(transaction, itself, now);
                       for (auto& request : lapsed) EXEAT_TRY(closing.expire(std::move(request)));
                       EXEAT_TRY(closing.finish());
                       return lapsed.size();
                   }));
        if (ended < k_at_once) return {};
    }
}

}  // namespace exeat::usecases
