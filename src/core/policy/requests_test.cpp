// Grants, state, and triggers: what requests and rules of the site do to a decision, sentence by sentence.
#include <gtest/gtest.h>

#include "core/policy/grants.h"
#include "core/policy/testing/decisions.h"

namespace exeat::policy {
namespace {

using testing::approval_step;
using testing::ApprovedWorld;
using testing::hours_from_now;
using testing::k_now;
using testing::needs;
using testing::outcome;
using testing::ProtectedWorld;
using testing::state;
using testing::World;

TEST(Grants, EndByTimeRevocationAndReplacement) {
    ProtectedWorld world;
    Request& grant = world.add_grant(RequestKind::download);
    EXPECT_EQ(outcome(world), Outcome::allow);
    grant.valid_until = k_now;
    EXPECT_EQ(state(world), RequestState::expired);
    grant.valid_until = Instant{k_now.ms + 1};
    EXPECT_EQ(state(world), RequestState::granted);
    world.asset.replaced_at = grant.decided_at;
    world.library.grant_ends_on_replace = true;
    EXPECT_EQ(state(world), RequestState::granted);
    world.asset.replaced_at->ms += 1;
    EXPECT_EQ(state(world), RequestState::expired);
    world.library.grant_ends_on_replace = false;
    EXPECT_EQ(state(world), RequestState::granted);
    grant.revoked = true;
    EXPECT_EQ(state(world), RequestState::revoked);
    grant.valid_until = k_now;  // the flag wins over expired
    EXPECT_EQ(state(world), RequestState::revoked);
}

TEST(Grants, WithoutTheTimeOfItsDecisionNoneOutlivesAReplacement) {
    ProtectedWorld world;
    world.library.grant_ends_on_replace = true;
    world.add_grant(RequestKind::download).decided_at.reset();
    EXPECT_EQ(state(world), RequestState::granted);
    world.asset.replaced_at = hours_from_now(-99);
    EXPECT_EQ(state(world), RequestState::expired);
}

TEST(Grants, OnlyFinishedStatesGrant) {
    ProtectedWorld world;
    Request& request = world.add_grant(RequestKind::download);
    for (std::size_t i = 0; i < k_words<RequestStatus>.size(); ++i) {
        request.status = static_cast<RequestStatus>(i);
        const bool grants = request.status == RequestStatus::approved || request.status == RequestStatus::auto_approved;
        EXPECT_EQ(outcome(world) == Outcome::allow, grants) << to_text(request.status);
        EXPECT_EQ(is_in_force(request, world.facts, k_now), grants);
    }
}

TEST(Grants, OfEitherKindOpenProtectionButOnlyAccessOpensALock) {
    ProtectedWorld world;
    Request& grant = world.add_grant(RequestKind::access, {Action::download});
    EXPECT_EQ(outcome(world), Outcome::allow);
    world.asset.access = Access::locked;
    EXPECT_EQ(outcome(world), Outcome::allow);
    grant.actions = {Action::edit};
    EXPECT_EQ(needs(world), (Needs{Need::access_grant, Need::download_grant}));
    grant.kind = RequestKind::download;
    grant.actions = {};
    EXPECT_EQ(needs(world), Needs{Need::access_grant});
    EXPECT_EQ(state(world), RequestState::none);
}

TEST(Grants, AreForTheirFiles) {
    ProtectedWorld world;
    const std::string_view web = "web";
    world.add_grant(RequestKind::download).files = FileSet{{FileClass::attachment}, {&web, 1}, false};
    EXPECT_EQ(needs(world), Needs{Need::download_grant});
    world.facts.file = {FileClass::conversion, FileClass::original, "web", false};
    EXPECT_EQ(outcome(world), Outcome::allow);
    world.facts.file = {FileClass::detail, FileClass::attachment, {}, false};
    EXPECT_EQ(outcome(world), Outcome::allow);
}

TEST(Approval, IsGivenByDirectorsByHand) {
    ApprovedWorld world;
    EXPECT_EQ(needs(world), Needs{Need::site_approval});
    Request& grant = world.add_grant(RequestKind::download);
    EXPECT_EQ(needs(world), Needs{Need::site_approval});
    EXPECT_EQ(state(world), RequestState::none);  // what is in force is left out
    for (const Level level : {Level::director, Level::administrator}) {
        grant.decided_by_level = level;
        EXPECT_EQ(state(world), RequestState::granted);
    }
    grant.status = RequestStatus::auto_approved;
    EXPECT_EQ(needs(world), Needs{Need::site_approval});
    grant.status = RequestStatus::approved;
    grant.decided_by_level.reset();
    EXPECT_EQ(needs(world), Needs{Need::site_approval});
    grant.decided_by_level = Level::director;
    grant.kind = RequestKind::access;
    EXPECT_EQ(outcome(world), Outcome::allow);
    grant.actions = {Action::edit};
    EXPECT_EQ(needs(world), Needs{Need::site_approval});
}

TEST(Approval, HoldsWhatCounts) {
    ApprovedWorld world;
    const auto asks = [&world](FileClass file_class, FileClass of) {
        world.facts.file = {file_class, of, "web", false};
        return needs(world).has(Need::site_approval);
    };
    world.principal.role = Role::owner;  // owners too
    EXPECT_TRUE(asks(FileClass::original, FileClass::original));
    EXPECT_TRUE(asks(FileClass::version, FileClass::original));
    EXPECT_TRUE(asks(FileClass::conversion, FileClass::original));
    EXPECT_TRUE(asks(FileClass::detail, FileClass::version));
    EXPECT_FALSE(asks(FileClass::attachment, FileClass::original));
    EXPECT_FALSE(asks(FileClass::detail, FileClass::attachment));
    EXPECT_FALSE(asks(FileClass::proxy, FileClass::original));
    EXPECT_FALSE(asks(FileClass::pdf, FileClass::original));
    world.site.attachments_count_as_original = true;
    EXPECT_TRUE(asks(FileClass::attachment, FileClass::original));
    EXPECT_TRUE(asks(FileClass::detail, FileClass::attachment));
    EXPECT_FALSE(asks(FileClass::proxy, FileClass::attachment));
}

TEST(Approval, IsInEffectOnlyWhileJustificationIs) {
    ApprovedWorld world;
    world.site.justification.enabled = false;
    EXPECT_EQ(outcome(world), Outcome::allow);
    world.site.justification.enabled = true;
    world.site.justification.user_level.reset();
    world.site.justification.attribute_value = "alone it is no trigger";
    EXPECT_EQ(outcome(world), Outcome::allow);
    EXPECT_EQ(approval_step(world).reason, Reason::triggers_not_in_effect);
    world.site.justification.attribute_name = "";
    EXPECT_EQ(needs(world), Needs{Need::site_approval});
    world.site.approval.enabled = false;
    EXPECT_EQ(outcome(world), Outcome::allow);
}

TEST(Justification, HoldsWhatCounts) {
    World world;
    world.site.justification.enabled = true;
    world.site.justification.user_level = Level::manager;
    world.principal.role = Role::editor;
    const auto asks = [&world](FileClass file_class, bool not_smaller) {
        world.facts.file = {file_class, FileClass::original, "custom", not_smaller};
        return needs(world) == Needs{Need::justification};
    };
    EXPECT_TRUE(asks(FileClass::original, false));
    EXPECT_TRUE(asks(FileClass::version, false));
    for (const FileClass file : {FileClass::conversion, FileClass::attachment, FileClass::detail, FileClass::proxy,
                                 FileClass::metadata, FileClass::pdf}) {
        EXPECT_FALSE(asks(file, true)) << to_text(file);
    }
    world.site.conversions_count_as_original = true;
    EXPECT_TRUE(asks(FileClass::conversion, true));
    EXPECT_FALSE(asks(FileClass::conversion, false));
    world.site.attachments_count_as_original = true;
    EXPECT_TRUE(asks(FileClass::attachment, false));
    EXPECT_FALSE(asks(FileClass::detail, false));
    world.facts.accepted.justification = true;
    EXPECT_FALSE(asks(FileClass::original, false));
}

TEST(State, PendingWinsElseTheNewestDecides) {
    ProtectedWorld world;
    world.add_grant(RequestKind::download).status = RequestStatus::rejected;
    world.add_grant(RequestKind::download).revoked = true;
    EXPECT_EQ(state(world), RequestState::revoked);
    EXPECT_EQ(decide(world.facts).state_request, 1U);
    world.requests[0].created_at = hours_from_now(-1);
    EXPECT_EQ(state(world), RequestState::rejected);
    EXPECT_EQ(decide(world.facts).state_request, 0U);
    world.add_grant(RequestKind::download).status = RequestStatus::pending;
    EXPECT_EQ(state(world), RequestState::pending);
    EXPECT_FALSE(decide(world.facts).can_request);
    world.requests[2].status = RequestStatus::cancelled;
    EXPECT_EQ(state(world), RequestState::rejected);
    world.requests[0].revoked = true;  // what was rejected stays rejected
    EXPECT_EQ(state(world), RequestState::rejected);
}

TEST(State, EqualTimesDoNotDependOnTheOrder) {
    ProtectedWorld world;
    world.add_grant(RequestKind::download).status = RequestStatus::rejected;
    world.add_grant(RequestKind::download).revoked = true;
    world.requests[1].created_at = world.requests[0].created_at;
    EXPECT_EQ(state(world), RequestState::rejected);
    std::swap(world.requests[0], world.requests[1]);
    EXPECT_EQ(state(world), RequestState::rejected);
}

TEST(State, LooksAtRequestsForTheSame) {
    World world;
    world.asset.access = Access::locked;
    world.add_grant(RequestKind::download).status = RequestStatus::pending;  // does not help against a lock
    EXPECT_EQ(state(world), RequestState::none);
    world.requests[0].kind = RequestKind::access;
    EXPECT_EQ(state(world), RequestState::pending);
    world.facts.action = Action::share;
    EXPECT_EQ(state(world), RequestState::pending);
    world.requests[0].files = FileSet{};
    EXPECT_EQ(state(world), RequestState::pending);
    world.facts.action = Action::download;
    EXPECT_EQ(state(world), RequestState::none);
    world.requests[0].files = FileSet::every();
    world.facts.action = Action::edit;
    EXPECT_EQ(state(world), RequestState::none);
    world.asset.access = Access::inherit;
    world.asset.protection = Protection::on_request;
    world.facts.action = Action::download;
    EXPECT_EQ(state(world), RequestState::pending);
    world.requests[0].actions = {Action::edit};
    EXPECT_EQ(state(world), RequestState::none);
    world.requests[0].kind = RequestKind::download;  // its actions are not looked at
    EXPECT_EQ(state(world), RequestState::pending);
}

TEST(State, GrantedBesideOtherNeedsAndAnEmptyQuota) {
    ProtectedWorld world;
    world.add_grant(RequestKind::download);
    world.asset.terms = Terms{"terms-1", 1};
    EXPECT_EQ(needs(world), Needs{Need::terms});
    EXPECT_EQ(state(world), RequestState::granted);
    world.facts.accepted.terms = world.asset.terms;
    world.facts.quota = Quota{1, 1, 1};
    EXPECT_EQ(outcome(world), Outcome::deny);
    EXPECT_EQ(state(world), RequestState::granted);
    world.asset.access = Access::locked;  // one met and another open: the open one decides
    EXPECT_EQ(needs(world), Needs{Need::access_grant});
    EXPECT_EQ(state(world), RequestState::none);
}

TEST(CanRequest, AgainAsTheLibrarySays) {
    ProtectedWorld world;
    EXPECT_TRUE(decide(world.facts).can_request);
    Request& request = world.add_grant(RequestKind::access);
    request.status = RequestStatus::rejected;
    EXPECT_TRUE(decide(world.facts).can_request);
    world.library.re_request_download = ReRequest::never;
    EXPECT_FALSE(decide(world.facts).can_request);
    world.asset.access = Access::locked;
    EXPECT_FALSE(decide(world.facts).can_request);
    world.library.re_request_access = ReRequest::always;
    EXPECT_TRUE(decide(world.facts).can_request);
    request.status = RequestStatus::approved;
    request.valid_until = k_now;
    world.library.re_request_access = ReRequest::never;
    EXPECT_TRUE(decide(world.facts).can_request);
    world.facts.action = Action::view;
    EXPECT_FALSE(decide(world.facts).can_request);
}

TEST(Watermark, OutsidersSeeThePadlockWhileTheOriginalIsHeld) {
    ProtectedWorld world;
    world.library.watermark = true;
    world.facts.action = Action::view;
    const auto marked = [&world] { return decide(world.facts).watermarked; };
    EXPECT_TRUE(marked());
    world.add_grant(RequestKind::download).files = FileSet{{FileClass::attachment}, {}, false};
    EXPECT_TRUE(marked());
    world.requests[0].files = FileSet::every();
    EXPECT_FALSE(marked());
    world.asset.access = Access::locked;
    EXPECT_TRUE(marked());
    world.library.access_actions = {};
    EXPECT_TRUE(marked());  // a lock that cannot be asked away
    world.principal.role = Role::editor;
    EXPECT_FALSE(marked());
    world.principal.role = Role::viewer;
    world.library.watermark = false;
    EXPECT_FALSE(marked());
    world.library.watermark = true;
    world.principal.active = false;
    EXPECT_FALSE(marked());
}

TEST(Watermark, ForApprovalAndThroughLinks) {
    ApprovedWorld world;
    world.library.watermark = true;
    world.facts.file.file_class = FileClass::proxy;
    EXPECT_TRUE(decide(world.facts).watermarked);
    world.site.approval.enabled = false;
    EXPECT_FALSE(decide(world.facts).watermarked);
    world.asset.protection = Protection::on_request;
    world.come_through_link();
    EXPECT_TRUE(decide(world.facts).watermarked);
    world.link.include_protected = true;
    EXPECT_FALSE(decide(world.facts).watermarked);
}

}  // namespace
}  // namespace exeat::policy
