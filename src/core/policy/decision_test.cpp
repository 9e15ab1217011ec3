#include "core/policy/decision.h"

#include <gtest/gtest.h>

#include <functional>

#include "core/policy/facts.h"

namespace exeat::policy {
namespace {

/// Two values are equal, and each change makes them differ.
template <class Value>
void expect_each_counts(const Value& value, const std::vector<std::function<void(Value&)>>& changes,
                        const std::function<bool(const Value&, const Value&)>& same) {
    EXPECT_TRUE(same(value, value));
    for (std::size_t i = 0; i < changes.size(); ++i) {
        Value changed = value;
        changes[i](changed);
        EXPECT_FALSE(same(value, changed)) << i;
    }
}

TEST(Decisions, AnswerTheSameWhenAllSixAgree) {
    Decision decision;
    decision.outcome = Outcome::need;
    decision.needs = {Need::terms};
    expect_each_counts<Decision>(
        decision,
        {[](Decision& other) { other.outcome = Outcome::allow; },
         [](Decision& other) { other.needs.add(Need::justification); },
         [](Decision& other) { other.denied_by = DeniedBy::lock; },
         [](Decision& other) { other.request_state = RequestState::granted; },
         [](Decision& other) { other.can_request = true; }, [](Decision& other) { other.watermarked = true; }},
        same_answer);
    Decision later = decision;
    later.good_until = Instant{1};
    later.state_request = 1;
    later.trace.add({});
    EXPECT_TRUE(same_answer(decision, later));
}

TEST(TermsTexts, AreTheSameByIdAndVersion) {
    expect_each_counts<Terms>({"terms-1", 1},
                              {[](Terms& other) { other.id = "terms-2"; }, [](Terms& other) { other.version = 2; }},
                              std::equal_to<Terms>{});
}

}  // namespace
}  // namespace exeat::policy
