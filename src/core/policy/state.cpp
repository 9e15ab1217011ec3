#include "core/policy/state.h"

#include <tuple>

#include "core/policy/grants.h"

namespace exeat::policy {
namespace {

/// POLICY.md "State": kind access whose `actions` hold the action, and, unless `access_grant` is needed, kind download;
/// for a download only those whose `files` hold the file.
bool asks_for_the_same(const Request& request, const Walk& walk) {
    const bool same_kind = request.kind == RequestKind::access ? request.actions.has(walk.granted_action())
                                                               : !walk.needs.has(Need::access_grant);
    return same_kind && covers_file(request, walk);
}

/// What one that is neither cancelled nor in force says: pending and rejected by status, revoked by the flag (which
/// wins over expired), else it has ended.
RequestState state_of(const Request& request) {
    if (request.status == RequestStatus::pending) return RequestState::pending;
    if (request.status == RequestStatus::rejected) return RequestState::rejected;
    return request.revoked ? RequestState::revoked : RequestState::expired;
}

/// If any is pending: pending. Else the newest by `created_at` decides. Equal times cannot be told apart by the rules;
/// the stricter state wins then, so that the order of requests never matters.
StateFound state_of_blocked(const Walk& walk) {
    StateFound found;
    std::tuple<bool, Instant, RequestState> best;
    std::uint32_t index = 0;
    for (const Request& request : walk.facts.requests) {
        if (request.status != RequestStatus::cancelled && asks_for_the_same(request, walk) &&
            !is_in_force(request, walk.facts, walk.now)) {
            const RequestState state = state_of(request);
            const std::tuple rank{state == RequestState::pending, request.created_at, state};
            if (!found.request || rank > best) {
                found = {state, index};
                best = rank;
            }
        }
        ++index;
    }
    return found;
}

}  // namespace

StateFound state_after(const Walk& walk) {
    if (walk.needs.has_any(k_grant_needs)) return state_of_blocked(walk);
    // POLICY.md "State": `granted` when gate 6, 7 or 8 asked for one and it was met, also when gate 11 denies.
    return {walk.was_granted ? RequestState::granted : RequestState::none, std::nullopt};
}

// POLICY.md "State": there is a grant need and the state is none or expired, or is rejected or revoked and the
// library's `re_request` for the kind that is needed (`access` if `access_grant` is needed, else `download`) is
// `always`.
bool may_request(const Walk& walk, RequestState state) {
    if (!walk.needs.has_any(k_grant_needs) || state == RequestState::pending) return false;
    if (state == RequestState::none || state == RequestState::expired) return true;
    const Library& library = *walk.facts.library;
    return (walk.needs.has(Need::access_grant) ? library.re_request_access : library.re_request_download) ==
           ReRequest::always;
}

}  // namespace exeat::policy
