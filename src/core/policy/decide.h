// The one function that says who may take what, why, and for how long (POLICY.md). Asked by every door: routes,
// previews, ZIP entries, links, mails, the command line. Pure: no I/O, no clock, no allocation; the same facts always
// give the same decision. Refuses to know what the answer is used for.
#pragma once

#include "core/policy/decision.h"
#include "core/policy/facts.h"

namespace exeat::policy {

/// Decides. `facts.site`, `facts.library` and `facts.asset` are not null. Nobody (neither principal nor link) is denied
/// by `account`.
[[nodiscard]] Decision decide(const Facts& facts);

enum class Way : std::uint8_t { as_themselves, through_link };

/// The better of two answers, and which way it came.
struct BothWays {
    Decision decision;
    Way way = Way::as_themselves;  // the link's counters move only on through_link
};

/// A signed-in person who opens a share link: decided as themselves and through the link, and the better answer is
/// served (allow, fewest needs, deny, hidden; at a tie as themselves). The two differ in requests, quota and link, so
/// the caller fills both. `good_until` is the earlier of the two: look again then, though the answer may be the same.
[[nodiscard]] BothWays decide_both_ways(const Facts& as_themselves, const Facts& through_link);

}  // namespace exeat::policy
