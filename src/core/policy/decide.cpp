#include "core/policy/decide.h"

#include <array>
#include <tuple>

#include "core/policy/gates.h"
#include "core/policy/good_until.h"
#include "core/policy/roles.h"
#include "core/policy/state.h"
#include "core/policy/watermark.h"

namespace exeat::policy {
namespace {

struct GateRow {
    Gate gate;
    Verdict (*ask)(const Walk&);
    Needs needs;          // what its `need` asks for
    bool grants = false;  // it asks for a grant, so meeting it is "granted"
};

/// POLICY.md "The gates, in order".
constexpr std::array<GateRow, Trace::k_most> k_gates{{
    {Gate::entry, entry_gate, {}},
    {Gate::visible, visible_gate, {}},
    {Gate::lifecycle, lifecycle_gate, {}},
    {Gate::capability, capability_gate, {}},
    {Gate::offered, offered_gate, {}},
    {Gate::lock, lock_gate, {Need::access_grant}, true},
    {Gate::protection, protection_gate, {Need::download_grant}, true},
    {Gate::approval, approval_gate, {Need::site_approval}, true},
    {Gate::justification, justification_gate, {Need::justification}},
    {Gate::terms, terms_gate, {Need::terms}},
    {Gate::quota, quota_gate, {}},
}};

/// Walks until a gate hides or denies; collects the needs of all.
Outcome walk_gates(Walk& walk, Decision& decision) {
    for (const GateRow& row : k_gates) {
        const Verdict verdict = row.ask(walk);
        decision.trace.add({row.gate, verdict.result, verdict.reason, verdict.source, verdict.index});
        if (verdict.result == StepResult::hidden) return Outcome::hidden;
        if (verdict.result == StepResult::deny) {
            decision.denied_by = verdict.denied_by;
            return Outcome::deny;
        }
        if (verdict.result == StepResult::need) walk.needs.add_all(row.needs);
        if (verdict.result == StepResult::met && row.grants) walk.was_granted = true;
    }
    return walk.needs.empty() ? Outcome::allow : Outcome::need;
}

/// Which of two answers serves the person better: the smaller.
std::tuple<Outcome, int> rank(const Decision& decision) {
    return {decision.outcome, decision.needs.size()};
}

}  // namespace

Walk begin_walk(const Facts& facts, Instant now) {
    Walk walk{facts, now, facts.action, facts.file, Role::none, false, {}, false};
    if (facts.link != nullptr) {
        // POLICY.md "Words": whoever comes through a link is an outsider.
        walk.role = Role::viewer;
        walk.outsider = true;
    } else if (facts.principal != nullptr) {
        walk.role = role_that_counts(facts.principal->level, facts.principal->role, facts.library->visibility);
        walk.outsider = walk.role < Role::editor;
    }
    return walk;
}

bool same_answer(const Decision& one, const Decision& other) {
    return one.outcome == other.outcome && one.needs == other.needs && one.denied_by == other.denied_by &&
           one.request_state == other.request_state && one.can_request == other.can_request &&
           one.watermarked == other.watermarked;
}

Decision decide_at(const Facts& facts, Instant now) {
    Walk walk = begin_walk(facts, now);
    Decision decision;
    decision.outcome = walk_gates(walk, decision);
    decision.needs = walk.needs;
    const StateFound found = state_after(walk);
    decision.request_state = found.state;
    decision.state_request = found.request;
    decision.can_request = may_request(walk, found.state);
    const bool is_shown = decision.outcome == Outcome::allow || decision.outcome == Outcome::need;
    decision.watermarked = is_shown && wears_padlock(walk);
    return decision;
}

Decision decide(const Facts& facts) {
    Decision decision = decide_at(facts, facts.now);
    decision.good_until = first_change(facts, decision);
    return decision;
}

BothWays decide_both_ways(const Facts& as_themselves, const Facts& through_link) {
    BothWays both{decide(as_themselves), Way::as_themselves};
    const Decision by_link = decide(through_link);
    const std::optional<Instant> own_end = both.decision.good_until;
    if (rank(by_link) < rank(both.decision)) both = {by_link, Way::through_link};
    const std::optional<Instant>& link_end = by_link.good_until;
    both.decision.good_until = !own_end || (link_end && *link_end < *own_end) ? link_end : own_end;
    return both;
}

}  // namespace exeat::policy
