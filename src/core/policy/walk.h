// Inside the policy: what a gate is given and what it answers. Used by the gates and by what runs them (decide,
// watermark, scope); nobody outside core/policy includes it.
#pragma once

#include <cstdint>

#include "core/policy/decision.h"
#include "core/policy/facts.h"

namespace exeat::policy {

inline constexpr FileClasses k_payload{FileClass::original, FileClass::version, FileClass::conversion,
                                       FileClass::attachment};
inline constexpr FileClasses k_payload_and_detail{FileClass::original, FileClass::version, FileClass::conversion,
                                                  FileClass::attachment, FileClass::detail};

/// One walk through the gates: the facts, the moment, the wish (which the watermark replaces), and what was found so
/// far.
struct Walk {
    const Facts& facts;
    Instant now;
    Action action;
    const File& file;
    Role role = Role::none;  // the place that counts (POLICY.md gate 2); viewer through a link
    bool outsider = false;
    Needs needs;
    bool was_granted = false;  // gate 6, 7 or 8 asked for a grant and it was met

    [[nodiscard]] bool downloads(FileClasses classes) const {
        return action == Action::download && classes.has(file.file_class);
    }
    /// POLICY.md gate 6: for `share` the action looked for in `actions` and `access_actions` is `download`.
    [[nodiscard]] Action granted_action() const { return action == Action::share ? Action::download : action; }
};

/// A walk at its beginning.
[[nodiscard]] Walk begin_walk(const Facts& facts, Instant now);

/// What a gate says. `denied_by` counts when the result is deny.
struct Verdict {
    StepResult result = StepResult::not_asked;
    Reason reason = Reason::not_named;
    Source source = Source::wish;
    std::uint32_t index = 0;
    DeniedBy denied_by = DeniedBy::account;
};

[[nodiscard]] constexpr Verdict not_named() {
    return {};
}
[[nodiscard]] constexpr Verdict passed(Reason reason, Source source, std::uint32_t index = 0) {
    return {StepResult::passed, reason, source, index, {}};
}
[[nodiscard]] constexpr Verdict met(Reason reason, Source source, std::uint32_t index = 0) {
    return {StepResult::met, reason, source, index, {}};
}
[[nodiscard]] constexpr Verdict needed(Reason reason, Source source, std::uint32_t index = 0) {
    return {StepResult::need, reason, source, index, {}};
}
[[nodiscard]] constexpr Verdict denied(DeniedBy by, Reason reason, Source source, std::uint32_t index = 0) {
    return {StepResult::deny, reason, source, index, by};
}
[[nodiscard]] constexpr Verdict hidden(Reason reason, Source source) {
    return {StepResult::hidden, reason, source, 0, {}};
}

}  // namespace exeat::policy
