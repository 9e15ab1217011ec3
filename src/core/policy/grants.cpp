#include "core/policy/grants.h"

namespace exeat::policy {
namespace {

constexpr bool is_approved(RequestStatus status) {
    return status == RequestStatus::approved || status == RequestStatus::auto_approved;
}

/// POLICY.md "Grants": in a library with `grant_ends_on_replace`, the asset's file was replaced strictly after
/// `decided_at`. Without the time of its decision a grant cannot outlive a replacement.
bool ended_by_replacement(const Request& request, const Facts& facts) {
    if (!facts.library->grant_ends_on_replace || !facts.asset->replaced_at) return false;
    return !request.decided_at || *facts.asset->replaced_at > *request.decided_at;
}

bool meets_download_grant(const Request& request) {
    return request.kind == RequestKind::download || request.actions.has(Action::download);
}

bool meets(const Request& request, Need need, Action action) {
    if (need == Need::access_grant) return request.kind == RequestKind::access && request.actions.has(action);
    if (need == Need::download_grant) return meets_download_grant(request);
    // `site_approval`: its status is `approved`, and `decided_by_level` is 8 or 9.
    return meets_download_grant(request) && request.status == RequestStatus::approved &&
           request.decided_by_level >= Level::director;
}

}  // namespace

bool is_in_force(const Request& request, const Facts& facts, Instant now) {
    if (!is_approved(request.status) || request.revoked) return false;
    if (request.valid_until && *request.valid_until <= now) return false;
    return !ended_by_replacement(request, facts);
}

bool covers_file(const Request& request, const Walk& walk) {
    return walk.action != Action::download || request.files.holds(walk.file);
}

std::optional<std::uint32_t> find_grant(const Walk& walk, Need need) {
    const Action action = walk.granted_action();
    std::uint32_t index = 0;
    for (const Request& request : walk.facts.requests) {
        if (meets(request, need, action) && is_in_force(request, walk.facts, walk.now) && covers_file(request, walk)) {
            return index;
        }
        ++index;
    }
    return std::nullopt;
}

}  // namespace exeat::policy
