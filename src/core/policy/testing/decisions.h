// What tests ask about the decision on a World, and the worlds that several suites begin with. Called by the tests of
// this module; nothing that is shipped includes it.
#pragma once

#include <gtest/gtest.h>

#include "core/policy/decide.h"
#include "core/policy/random_world.h"

namespace exeat::policy::testing {

inline Outcome outcome(const World& world) {
    return decide(world.facts).outcome;
}
inline Needs needs(const World& world) {
    return decide(world.facts).needs;
}
inline RequestState state(const World& world) {
    return decide(world.facts).request_state;
}

inline Step last_step(const Decision& decision) {
    return decision.trace.steps().back();
}
inline Step step_at(const Decision& decision, Gate gate) {
    for (const Step& step : decision.trace.steps()) {
        if (step.gate == gate) return step;
    }
    ADD_FAILURE() << "gate " << to_text(gate) << " was not reached";
    return {};
}
inline Step approval_step(const World& world) {
    return step_at(decide(world.facts), Gate::approval);
}

inline void expect_denied(const World& world, DeniedBy by, Reason reason, Source source) {
    const Decision decision = decide(world.facts);
    EXPECT_EQ(decision.outcome, Outcome::deny) << to_text(reason);
    EXPECT_EQ(decision.denied_by, by) << to_text(reason);
    EXPECT_EQ(to_text(last_step(decision).reason), to_text(reason));
    EXPECT_EQ(to_text(last_step(decision).source), to_text(source));
}
inline void expect_hidden(const World& world, Reason reason) {
    const Decision decision = decide(world.facts);
    EXPECT_EQ(decision.outcome, Outcome::hidden) << to_text(reason);
    EXPECT_EQ(decision.denied_by, std::nullopt);
    EXPECT_EQ(to_text(last_step(decision).reason), to_text(reason));
}
inline void expect_needs(const World& world, Needs wanted) {
    const Decision decision = decide(world.facts);
    EXPECT_EQ(decision.outcome, Outcome::need);
    EXPECT_EQ(decision.needs, wanted);
}

/// A library where viewers ask for each download.
struct ProtectedWorld : World {
    ProtectedWorld() { library.protection = Protection::on_request; }
};
/// A site whose directors approve every original and conversion of whoever is a consumer or less.
struct ApprovedWorld : World {
    ApprovedWorld() {
        site.justification.enabled = true;
        site.justification.user_level = Level::no_access;
        site.approval.enabled = true;
        site.approval.user_level = Level::consumer;
    }
};

}  // namespace exeat::policy::testing
