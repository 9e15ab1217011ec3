#include "core/policy/watermark.h"

#include "core/policy/gates.h"
#include "core/policy/state.h"

namespace exeat::policy {
namespace {

bool stands_in_the_way(const Verdict& verdict) {
    return verdict.result == StepResult::need || verdict.result == StepResult::deny;
}

}  // namespace

bool wears_padlock(const Walk& walk) {
    if (!walk.outsider || !walk.facts.library->watermark) return false;
    // A download of the original has just been asked; it is shown, so no lock denied it.
    if (walk.downloads({FileClass::original})) return walk.needs.has_any(k_grant_needs);
    static constexpr File k_original{};
    const Walk as_original{walk.facts, walk.now, Action::download, k_original, walk.role, walk.outsider, {}, false};
    return stands_in_the_way(lock_gate(as_original)) || stands_in_the_way(protection_gate(as_original)) ||
           stands_in_the_way(approval_gate(as_original));
}

}  // namespace exeat::policy
