// Gates 10 and 11: what stands before the delivery itself, terms and counters.
#include "core/policy/gates.h"

namespace exeat::policy {

// POLICY.md gate 10: the asset carries terms, and `accepted.terms` is not the same id and version. Nobody is exempt.
Verdict terms_gate(const Walk& walk) {
    if (!walk.downloads(k_payload)) return not_named();
    const std::optional<Terms>& terms = walk.facts.asset->terms;
    if (!terms) return passed(Reason::no_terms, Source::asset);
    const std::optional<Terms>& accepted = walk.facts.accepted.terms;
    if (accepted == terms) return met(Reason::terms_accepted, Source::accepted);
    if (accepted && accepted->id == terms->id) return needed(Reason::terms_of_other_version, Source::asset);
    return needed(Reason::terms_not_accepted, Source::asset);
}

// POLICY.md gate 11: when no need is left.
Verdict quota_gate(const Walk& walk) {
    if (!walk.downloads(k_payload)) return not_named();
    if (!walk.needs.empty()) return {StepResult::not_asked, Reason::needs_come_first, Source::wish, 0, {}};
    const Link* link = walk.facts.link;
    // First, through a link: `downloads + 1 > max_downloads`. Counts may not overflow, so the sums are turned round.
    if (link != nullptr && link->max_downloads && link->downloads >= *link->max_downloads) {
        return denied(DeniedBy::link, Reason::link_used_up, Source::link);
    }
    // Without a link a user of level 9 is exempt; through a link nobody is.
    if (link == nullptr && walk.facts.principal->level == Level::administrator) {
        return passed(Reason::administrator_exempt, Source::account);
    }
    const std::optional<Quota>& quota = walk.facts.quota;
    if (quota && quota->wanted > quota->limit - quota->used) {
        return denied(DeniedBy::quota, Reason::quota_used_up, Source::quota);
    }
    return passed(Reason::within_limits, Source::quota);
}

}  // namespace exeat::policy
