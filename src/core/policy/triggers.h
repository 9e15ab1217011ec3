// Inside the policy: the triggers that justification and approval share (POLICY.md "Triggers").
#pragma once

#include "core/policy/walk.h"

namespace exeat::policy {

/// Enabled, and at least one trigger is set.
[[nodiscard]] bool are_in_effect(const Triggers& triggers);

/// Which trigger reached whom; `no_trigger_matches` or `administrator_exempt` when none did.
struct TriggerMatch {
    Reason reason = Reason::no_trigger_matches;
    Source who = Source::site;

    [[nodiscard]] bool matches() const {
        return reason != Reason::no_trigger_matches && reason != Reason::administrator_exempt;
    }
};
/// Whether a setting that is in effect reaches the people of this walk.
[[nodiscard]] TriggerMatch match_triggers(const Triggers& triggers, const Facts& facts);

}  // namespace exeat::policy
