// What holds in every world: over some ten thousand random ones, with a fixed seed each, so that a failure repeats.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <tuple>

#include "core/policy/decide.h"
#include "core/policy/good_until.h"
#include "core/policy/random_world.h"
#include "core/policy/state.h"

namespace exeat::policy {
namespace {

using testing::Dice;
using testing::k_now;
using testing::World;

constexpr std::uint64_t k_worlds = 20'000;

bool is_allowed(const Decision& decision) {
    return decision.outcome == Outcome::allow;
}

/// Where nothing but the last counters and the rights decide: less of a right never turns into more of an answer.
void expect_no_more(const Decision& less, const Decision& more, std::uint64_t seed) {
    EXPECT_FALSE(is_allowed(less) && !is_allowed(more)) << "world " << seed;
    if (less.outcome == Outcome::need && more.outcome == Outcome::need) {
        EXPECT_TRUE(less.needs.has_all(more.needs)) << "world " << seed;
    }
    if (less.outcome == Outcome::need || less.outcome == Outcome::allow) {
        EXPECT_NE(more.outcome, Outcome::hidden) << "world " << seed;
        if (more.outcome != Outcome::deny) {
            EXPECT_FALSE(more.watermarked && !less.watermarked) << "world " << seed;
        }
    }
}

TEST(Properties, TakingAGrantAwayNeverAllowsMore) {
    for (std::uint64_t seed = 0; seed < k_worlds; ++seed) {
        Dice dice(seed);
        World world(dice);
        const Decision before = decide(world.facts);
        for (std::size_t i = 0; i < world.requests.size(); ++i) {
            const Request kept = world.requests[i];
            world.requests[i].revoked = true;
            expect_no_more(decide(world.facts), before, seed);
            world.requests[i] = kept;
            world.requests[i].valid_until = k_now;
            expect_no_more(decide(world.facts), before, seed);
            world.requests[i].status = RequestStatus::cancelled;
            expect_no_more(decide(world.facts), before, seed);
            world.requests[i] = kept;
            world.requests[i].actions = {};
            expect_no_more(decide(world.facts), before, seed);
            world.requests[i] = kept;
            world.requests[i].files = FileSet{};
            expect_no_more(decide(world.facts), before, seed);
            world.requests[i] = kept;
        }
        std::vector<Request> fewer = world.requests;
        while (!fewer.empty()) {
            fewer.pop_back();
            world.facts.requests = fewer;
            expect_no_more(decide(world.facts), before, seed);
        }
    }
}

TEST(Properties, TakingARightAwayNeverAllowsMore) {
    for (std::uint64_t seed = 0; seed < k_worlds; ++seed) {
        Dice dice(seed);
        World world(dice);
        const Decision before = decide(world.facts);
        for (Account* account : {&world.principal, &world.creator}) {
            const Account kept = *account;
            account->flags.remove(dice.word<Flag>());
            expect_no_more(decide(world.facts), before, seed);
            *account = kept;
            account->role = std::min(account->role, dice.word<Role>());
            expect_no_more(decide(world.facts), before, seed);
            *account = kept;
            account->level = std::min(account->level, dice.pick({Level::no_access, Level::browser, Level::consumer,
                                                                 Level::importer, Level::producer, Level::manager}));
            expect_no_more(decide(world.facts), before, seed);
            *account = kept;
        }
        world.link.include_protected = false;
        expect_no_more(decide(world.facts), before, seed);
    }
}

TEST(Properties, OrderDoesNotMatter) {
    for (std::uint64_t seed = 0; seed < k_worlds; ++seed) {
        Dice dice(seed);
        World world(dice);
        const Decision before = decide(world.facts);
        dice.shuffle(world.requests);
        dice.shuffle(world.presets);
        dice.shuffle(world.attributes);
        for (std::vector<std::string_view>& list : world.lists()) dice.shuffle(list);
        const Decision after = decide(world.facts);
        EXPECT_TRUE(same_answer(before, after)) << "world " << seed;
        EXPECT_EQ(before.good_until, after.good_until) << "world " << seed;
    }
}

TEST(Properties, FactsThatAGateDoesNotNameDoNotMatter) {
    for (std::uint64_t seed = 0; seed < k_worlds; ++seed) {
        Dice dice(seed);
        World world(dice);
        const Decision before = decide(world.facts);
        if (world.facts.action != Action::download) {
            world.facts.file = {dice.word<FileClass>(), dice.word<FileClass>(), "anything", dice.percent(50)};
            world.facts.accepted = {};
            world.facts.quota = Quota{1, 1, 1};
        }
        if (world.facts.action != Action::share) world.facts.share_type = dice.word<LinkType>();
        if (world.facts.link != nullptr) {
            world.principal.role = dice.word<Role>();
            world.principal.flags = dice.words<Flag>(50);
            world.principal.active = dice.percent(50);
        }
        EXPECT_TRUE(same_answer(before, decide(world.facts))) << "world " << seed;
    }
}

TEST(Properties, EveryAnswerNamesTheGateItComesFrom) {
    for (std::uint64_t seed = 0; seed < k_worlds; ++seed) {
        Dice dice(seed);
        const World world(dice);
        const Decision decision = decide(world.facts);
        const auto steps = decision.trace.steps();
        ASSERT_FALSE(steps.empty());
        Needs needs;
        bool was_met = false;
        for (std::size_t i = 0; i < steps.size(); ++i) {
            EXPECT_EQ(static_cast<std::size_t>(steps[i].gate), i + 1) << "world " << seed;
            const bool is_last = i + 1 == steps.size();
            EXPECT_EQ(steps[i].result == StepResult::hidden, is_last && decision.outcome == Outcome::hidden);
            EXPECT_EQ(steps[i].result == StepResult::deny, is_last && decision.outcome == Outcome::deny);
            if (steps[i].result == StepResult::need) needs.add(static_cast<Need>(i - 5));
            if (steps[i].result == StepResult::met && i <= 7) was_met = true;
        }
        const bool has_ended = decision.outcome == Outcome::hidden || decision.outcome == Outcome::deny;
        if (!has_ended) EXPECT_EQ(steps.size(), Trace::k_most);
        EXPECT_EQ(needs, decision.needs) << "world " << seed;
        EXPECT_EQ(needs.empty(), decision.outcome != Outcome::need) << "world " << seed;
        EXPECT_EQ(decision.denied_by.has_value(), decision.outcome == Outcome::deny) << "world " << seed;
        EXPECT_EQ(decision.request_state == RequestState::granted, was_met && !needs.has_any(k_grant_needs));
        EXPECT_TRUE(!decision.can_request || needs.has_any(k_grant_needs)) << "world " << seed;
        EXPECT_TRUE(!decision.watermarked || !has_ended) << "world " << seed;
    }
}

TEST(Properties, EveryReasonComesUp) {
    std::set<Reason> seen;
    for (std::uint64_t seed = 0; seed < k_worlds * 2; ++seed) {
        Dice dice(seed);
        const World world(dice);
        for (const Step& step : decide(world.facts).trace.steps()) seen.insert(step.reason);
    }
    seen.insert({Reason::nobody_signed_in, Reason::link_at_rest, Reason::site_rule});
    for (std::size_t i = 0; i < k_words<Reason>.size(); ++i) {
        EXPECT_TRUE(seen.contains(static_cast<Reason>(i))) << k_words<Reason>[i];
    }
}

/// Every instant in the facts that lies after now, and the millisecond before each.
std::set<Instant> boundaries(const Facts& facts) {
    std::set<Instant> found;
    const auto add = [&found](const std::optional<Instant>& instant) {
        if (!instant || *instant <= k_now) return;
        found.insert(*instant);
        found.insert(Instant{instant->ms - 1});
        found.insert(Instant{instant->ms + 1});
    };
    add(facts.asset->available_from);
    add(facts.asset->available_until);
    add(facts.asset->replaced_at);
    add(facts.link != nullptr ? facts.link->starts_at : std::nullopt);
    add(facts.link != nullptr ? facts.link->expires_at : std::nullopt);
    for (const Request& request : facts.requests) {
        add(request.valid_until);
        add(request.decided_at);
        add(request.created_at);
    }
    return found;
}

TEST(Properties, GoodUntilIsTheFirstInstantOfAnotherAnswer) {
    int changes = 0;
    for (std::uint64_t seed = 0; seed < k_worlds; ++seed) {
        Dice dice(seed);
        World world(dice);
        const Decision decision = decide(world.facts);
        for (const Instant instant : boundaries(world.facts)) {
            if (decision.good_until && instant >= *decision.good_until) break;
            EXPECT_TRUE(same_answer(decide_at(world.facts, instant), decision)) << "world " << seed;
        }
        if (!decision.good_until) continue;
        ++changes;
        EXPECT_GT(*decision.good_until, k_now);
        EXPECT_FALSE(same_answer(decide_at(world.facts, *decision.good_until), decision)) << "world " << seed;
        world.facts.now = *decision.good_until;
        EXPECT_FALSE(same_answer(decide(world.facts), decision)) << "world " << seed;
    }
    EXPECT_GT(changes, 500);
}

TEST(Properties, TheSameFactsGiveTheSameAnswer) {
    for (std::uint64_t seed = 0; seed < 1'000; ++seed) {
        Dice dice(seed);
        Dice again(seed);
        const World world(dice);
        const World twin(again);
        const Decision one = decide(world.facts);
        const Decision other = decide(twin.facts);
        EXPECT_TRUE(same_answer(one, other));
        EXPECT_TRUE(std::ranges::equal(one.trace.steps(), other.trace.steps(), [](const Step& a, const Step& b) {
            return std::tie(a.gate, a.result, a.reason, a.source, a.index) ==
                   std::tie(b.gate, b.result, b.reason, b.source, b.index);
        }));
    }
}

/// allow, need with the fewest needs, need, deny, hidden.
int worth(const Decision& decision) {
    if (decision.outcome == Outcome::allow) return 100;
    if (decision.outcome == Outcome::need) return 50 - decision.needs.size();
    return decision.outcome == Outcome::deny ? 1 : 0;
}

TEST(Properties, OfBothWaysTheBetterIsServed) {
    int by_link = 0;
    for (std::uint64_t seed = 0; seed < k_worlds; ++seed) {
        Dice dice(seed);
        World world(dice);
        world.facts.principal = &world.principal;
        Facts own = world.facts;
        own.link = nullptr;
        own.requests = {};
        Facts through = world.facts;
        through.link = &world.link;
        const Decision as_themselves = decide(own);
        const Decision through_link = decide(through);
        const BothWays both = decide_both_ways(own, through);
        const bool is_link_better = worth(through_link) > worth(as_themselves);
        EXPECT_EQ(both.way == Way::through_link, is_link_better) << "world " << seed;
        EXPECT_TRUE(same_answer(both.decision, is_link_better ? through_link : as_themselves)) << "world " << seed;
        by_link += is_link_better ? 1 : 0;
        std::set<Instant> ends;
        if (as_themselves.good_until) ends.insert(*as_themselves.good_until);
        if (through_link.good_until) ends.insert(*through_link.good_until);
        EXPECT_EQ(both.decision.good_until, ends.empty() ? std::nullopt : std::optional(*ends.begin()));
    }
    EXPECT_GT(by_link, 500);
}

}  // namespace
}  // namespace exeat::policy
