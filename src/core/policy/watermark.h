// Inside the policy: whether proxies wear the padlock (POLICY.md "Watermark").
#pragma once

#include "core/policy/walk.h"

namespace exeat::policy {

/// For an answer that is neither hidden nor deny: the principal is an outsider, the library's `watermark` is on, and
/// gates 6 to 8 alone, run for a `download` of the `original`, leave a grant need unmet or deny `lock`.
[[nodiscard]] bool wears_padlock(const Walk& walk);

}  // namespace exeat::policy
