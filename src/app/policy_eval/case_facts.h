// Inside policy eval: a case as JSON made into the facts that decide() takes, with the members of POLICY.md. What may
// be absent and what that means is said in policy_eval.h.
#pragma once

#include <boost/json/value.hpp>

#include "app/policy_eval/members.h"
#include "core/policy/facts.h"

namespace exeat::policy_eval {

/// The facts of a case. They lie in the reading's memory and point into `line`. Good only if the reading has no
/// mistakes.
[[nodiscard]] policy::Facts read_facts(Reading& reading, const boost::json::value& line);

}  // namespace exeat::policy_eval
