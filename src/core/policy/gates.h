// Inside the policy: the eleven gates of POLICY.md, in their order, each a pure function of a walk. A gate may rely on
// what the gates before it have passed.
#pragma once

#include "core/policy/walk.h"

namespace exeat::policy {

// gate_entry.cpp
[[nodiscard]] Verdict entry_gate(const Walk& walk);
[[nodiscard]] Verdict visible_gate(const Walk& walk);
[[nodiscard]] Verdict lifecycle_gate(const Walk& walk);
// gate_capability.cpp
[[nodiscard]] Verdict capability_gate(const Walk& walk);
// gate_offered.cpp
[[nodiscard]] Verdict offered_gate(const Walk& walk);
// gate_lock.cpp
[[nodiscard]] Verdict lock_gate(const Walk& walk);
[[nodiscard]] Verdict protection_gate(const Walk& walk);
// gate_site.cpp
[[nodiscard]] Verdict approval_gate(const Walk& walk);
[[nodiscard]] Verdict justification_gate(const Walk& walk);
// gate_delivery.cpp
[[nodiscard]] Verdict terms_gate(const Walk& walk);
[[nodiscard]] Verdict quota_gate(const Walk& walk);

}  // namespace exeat::policy
