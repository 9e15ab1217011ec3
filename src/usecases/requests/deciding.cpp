#include "usecases/requests/deciding.h"

#include <algorithm>

#include "state/store/people_rows.h"
#include "state/store/request_rows.h"
#include "state/store/settled_notices.h"
#include "usecases/permit.h"
#include "usecases/record.h"
#include "usecases/refused.h"
#include "usecases/requests/rules.h"
#include "usecases/requests/tell.h"

namespace exeat::usecases {

using domain::RequestPhase;

Done Deciding::begin(const std::vector<RequestId>& ids) {
    EXEAT_TAKE(me_, standing_of(places_, caller_));
    EXEAT_TAKE(auto read, store::read_requests(transaction_, ids));
    std::vector<AssetId> assets;
    for (auto& request : read) {
        assets.push_back(request.asset);
        const auto id = request.id;
        requests_.emplace(id, std::move(request));
    }
    if (assets.empty()) return {};
    return places_.read_assets(assets);
}

Result<std::shared_ptr<const domain::Library>> Deciding::library_of(const domain::Request& request) {
    EXEAT_TAKE(auto library, places_.library(request.library));
    if (!library) return nothing_here();
    return library;
}

Result<std::string> Deciding::name_of(const std::optional<PersonId>& person) {
    if (!person) return std::string();
    EXEAT_TAKE(const auto standing, places_.standing(*person));
    return standing ? standing->name : std::string();
}

Result<domain::Request*> Deciding::find(RequestId id, bool for_directors_too) {
    const auto found = requests_.find(id);
    if (found == requests_.end()) return nothing_here();
    auto& request = found->second;
    // Who may not decide at all learns nothing; only then is it looked at more closely.
    EXEAT_TRY(must_decide(places_, *me_, request, false));
    if (!for_directors_too) return &request;
    EXEAT_TAKE(auto asset, places_.asset(request.asset));
    if (asset && request.phase != RequestPhase::withdrawn) {
        EXEAT_TAKE(const auto directors, asks_directors(places_, request, std::move(asset)));
        EXEAT_TRY(must_decide(places_, *me_, request, directors));
    }
    return &request;
}

Done Deciding::decide(RequestId id, const NewDecision& wanted) {
    EXEAT_TAKE(auto* const request, find(id, true));
    const bool approves = wanted.decision == Verdict::approve;
    const bool is_open =
        request->phase == RequestPhase::pending || (approves && request->phase == RequestPhase::rejected);
    if (!is_open) {
        EXEAT_TAKE(const auto by, name_of(request->ended_by ? request->ended_by : request->decided_by));
        return decided_already(*request, by);
    }
    return approves ? approve(*request, wanted) : reject(*request, wanted);
}

void Deciding::decided_by_me(domain::Request& request, const std::string& note) {
    // A decision is later than what was asked, whatever the clocks say.
    request.decided_at = std::max(now_, request.created_at);
    request.decided_by = caller_.person;
    request.decided_by_level = me_->level;
    request.note = note;
    request.batch = batch_;
}

Done Deciding::approve(domain::Request& request, const NewDecision& wanted) {
    EXEAT_TAKE(const auto asset, places_.asset(request.asset));
    if (!asset) return fail(ErrorKind::conflict, "asset-deleted", "This asset was deleted.");
    EXEAT_TAKE(const auto library, library_of(request));
    const bool was_pending = request.phase == RequestPhase::pending;
    auto granted = request;
    EXEAT_TRY(narrow(granted, wanted.grant));
    EXEAT_TAKE(granted.valid_until,
               end_of_grant(library->policy->settings().requests, wanted.grant.validity, now_, "/valid_for"));
    granted.status = policy::RequestStatus::approved;
    granted.phase = RequestPhase::approved;
    decided_by_me(granted, wanted.note);
    request = std::move(granted);
    keep(request, "request_approved", was_pending ? -1 : 0);
    return {};
}

Done Deciding::reject(domain::Request& request, const NewDecision& wanted) {
    EXEAT_TAKE(const auto library, library_of(request));
    const bool blank = wanted.note.find_first_not_of(" \t\r\n") == std::string::npos;
    if (blank && library->policy->settings().requests.note_required) {
        return wrong_member("note-missing", "/note", "This library asks for a note to whoever is rejected.");
    }
    request.status = policy::RequestStatus::rejected;
    request.phase = RequestPhase::rejected;
    decided_by_me(request, wanted.note);
    keep(request, "request_rejected", -1);
    return {};
}

Done Deciding::take_back(RequestId id) {
    EXEAT_TAKE(auto* const request, find(id, false));
    const auto too_late = [](const char* text) { return fail(ErrorKind::conflict, "too-late", text); };
    const bool was_decided = request->phase == RequestPhase::approved || request->phase == RequestPhase::rejected;
    if (!was_decided || request->unasked || !request->batch || request->decided_by != caller_.person) {
        return too_late("There is no decision of yours here that could be taken back.");
    }
    if (now_.ms - request->decided_at->ms >= domain::k_undo_ms) {
        return too_late("A decision can be taken back for ten seconds. Reject or revoke it instead.");
    }
    if (request->person) {
        EXEAT_TAKE(const auto delivered,
                   store::was_delivered_since(transaction_, *request->person, request->asset, *request->decided_at));
        if (delivered) return too_late("It was downloaded already. Revoke the pass instead.");
    }
    EXEAT_TAKE(const auto waits, store::has_pending(transaction_, *request));
    if (waits) return too_late("It was asked for again meanwhile. Decide on the newer request.");
    taken_back_.insert(*request->batch);
    waiting_again_[*request->decided_at].push_back(request);
    request->status = policy::RequestStatus::pending;
    request->phase = RequestPhase::pending;
    request->actions = request->wanted_actions;
    request->files = request->wanted_files;
    request->decided_at.reset();
    request->decided_by.reset();
    request->decided_by_level.reset();
    request->valid_until.reset();
    request->batch.reset();
    request->note.clear();
    keep(*request, "decision_taken_back", 1);
    return {};
}

Done Deciding::revoke(RequestId id, const std::string& note) {
    EXEAT_TRY(check_note(note, "/note"));
    EXEAT_TAKE(auto* const request, find(id, false));
    EXEAT_TAKE(const auto library, library_of(*request));
    EXEAT_TAKE(const auto asset, places_.asset(request->asset));
    const auto replaced_at = asset ? asset->rules.replaced_at : std::nullopt;
    if (!runs(*request, *library, replaced_at, now_)) {
        return fail(ErrorKind::conflict, "not-in-force", "There is no pass in force here that could be revoked.");
    }
    request->revoked = true;
    request->phase = RequestPhase::revoked;
    request->ended_at = now_;
    request->ended_by = caller_.person;
    request->note = note;
    keep(*request, "request_revoked", 0);
    return {};
}

Done Deciding::renew(RequestId id, const std::optional<domain::ValiditySettings>& validity, const std::string& note) {
    EXEAT_TRY(check_note(note, "/note"));
    EXEAT_TAKE(auto* const request, find(id, true));
    EXEAT_TAKE(const auto asset, places_.asset(request->asset));
    if (!asset) return fail(ErrorKind::conflict, "asset-deleted", "This asset was deleted.");
    EXEAT_TAKE(const auto library, library_of(*request));
    const auto phase = phase_now(*request, *library, asset->rules.replaced_at, now_);
    const bool was_given =
        phase == RequestPhase::approved || phase == RequestPhase::auto_approved || phase == RequestPhase::expired;
    if (!was_given) {
        return fail(ErrorKind::conflict, "not-renewable",
                    "Only a pass that runs, or that ended by itself, can be renewed.");
    }
    auto renewed = *request;
    EXEAT_TAKE(renewed.valid_until, end_of_grant(library->policy->settings().requests, validity, now_, "/valid_for"));
    renewed.ended_at.reset();
    renewed.status = policy::RequestStatus::approved;
    renewed.phase = RequestPhase::approved;
    decided_by_me(renewed, note);
    *request = std::move(renewed);
    keep(*request, "request_renewed", 0);
    return {};
}

void Deciding::keep(domain::Request& request, std::string_view kind, std::int64_t waiting) {
    decided_.push_back(&request);
    waiting_[request.ask] += waiting;
    holders_.insert(request.holder());
    told_[kind].push_back(&request);
    happenings_.push_back(happening_of(request, kind));
}

Done Deciding::tell_about(const std::vector<const domain::Request*>& requests, std::string_view kind, BatchId batch,
                          Instant mail_after) {
    std::map<HolderId, std::vector<const domain::Request*>> by_holder;
    std::vector<PersonId> people;
    for (const auto* request : requests) {
        auto& theirs = by_holder[request->holder()];
        if (theirs.empty() && request->person) people.push_back(*request->person);
        theirs.push_back(request);
    }
    EXEAT_TAKE(const auto active, store::read_receivers(transaction_, people));
    std::map<HolderId, std::vector<store::Receiver>> receivers;
    for (const auto& receiver : active) receivers[{receiver.person.bits}].push_back(receiver);
    Telling telling(caller_, now_);
    for (const auto& [holder, theirs] : by_holder) {
        const auto& first = *theirs.front();
        if (first.group) {
            EXEAT_TAKE(receivers[holder], holders_of(transaction_, first));
        }
        telling.add(receivers[holder], {.kind = kind,
                                        .request = first,
                                        .batch = batch,
                                        .count = static_cast<std::int64_t>(theirs.size()),
                                        .libraries = libraries_of(theirs),
                                        .note = first.note,
                                        .mail_after = mail_after});
    }
    return telling.write(transaction_);
}

/// What is left of a batch of which some was taken back.
Done Deciding::tell_again(BatchId batch) {
    EXEAT_TRY(store::take_back_notices(transaction_, batch));
    EXEAT_TAKE(const auto left, store::requests_of_batch(transaction_, batch));
    for (const auto& [phase, kind] : {std::pair(RequestPhase::approved, "request_approved"),
                                      std::pair(RequestPhase::rejected, "request_rejected")}) {
        std::vector<const domain::Request*> these;
        for (const auto& request : left) {
            if (request.phase == phase) these.push_back(&request);
        }
        if (these.empty()) continue;
        EXEAT_TRY(tell_about(these, kind, batch, Instant{these.front()->decided_at->ms + domain::k_undo_ms}));
    }
    return {};
}

/// What only asked for these decisions is done with, and is not where they are taken back.
Done Deciding::settle() {
    const auto ids_of = [](const std::vector<const domain::Request*>& requests) {
        std::pair<std::vector<RequestId>, std::vector<AskId>> ids;
        for (const auto* request : requests) {
            ids.first.push_back(request->id);
            ids.second.push_back(request->ask);
        }
        std::ranges::sort(ids.second);
        const auto twice = std::ranges::unique(ids.second);
        ids.second.erase(twice.begin(), twice.end());
        return ids;
    };
    std::vector<const domain::Request*> decided;
    for (const auto& [kind, requests] : told_) {
        if (kind != "request_approved" && kind != "request_rejected") continue;
        decided.insert(decided.end(), requests.begin(), requests.end());
    }
    const auto [requests, asks] = ids_of(decided);
    EXEAT_TRY(store::settle_notices(transaction_, requests, asks, now_));
    for (const auto& [at, these] : waiting_again_) {
        const auto [again, forms] = ids_of(these);
        EXEAT_TRY(store::unsettle_notices(transaction_, again, forms, at));
    }
    return {};
}

Done Deciding::finish() {
    EXEAT_TRY(store::update_requests(transaction_, decided_));
    EXEAT_TRY(record_all(transaction_, caller_, now_, happenings_));
    std::map<std::int64_t, std::vector<AskId>> by_change;
    for (const auto& [ask, change] : waiting_) by_change[change].push_back(ask);
    for (const auto& [change, asks] : by_change) EXEAT_TRY(store::add_waiting(transaction_, asks, change));
    EXEAT_TRY(settle());
    const Instant later{now_.ms + domain::k_undo_ms};
    for (const auto& [kind, requests] : told_) {
        if (kind == "decision_taken_back") continue;  // nobody was told yet
        const bool waits = kind == "request_approved" || kind == "request_rejected";
        EXEAT_TRY(tell_about(requests, kind, batch_, waits ? later : now_));
    }
    for (const auto& batch : taken_back_) EXEAT_TRY(tell_again(batch));
    return store::note_requests(transaction_, holders_);
}

}  // namespace exeat::usecases
