// The triggers of justification and approval, sentence by sentence.
#include <gtest/gtest.h>

#include "core/policy/testing/decisions.h"

namespace exeat::policy {
namespace {

using testing::approval_step;
using testing::ApprovedWorld;
using testing::needs;
using testing::outcome;

TEST(Triggers, CompareLevelsByNumber) {
    ApprovedWorld world;
    EXPECT_EQ(approval_step(world).reason, Reason::level_trigger);
    EXPECT_EQ(approval_step(world).source, Source::account);
    world.principal.level = Level::importer;
    EXPECT_EQ(outcome(world), Outcome::allow);
    EXPECT_EQ(approval_step(world).reason, Reason::no_trigger_matches);
    world.site.approval.user_level = Level::administrator;
    EXPECT_EQ(needs(world), Needs{Need::site_approval});
    world.principal.level = Level::administrator;
    EXPECT_EQ(outcome(world), Outcome::allow);
    EXPECT_EQ(approval_step(world).reason, Reason::administrator_exempt);
}

TEST(Triggers, MatchGroupsExactly) {
    ApprovedWorld world;
    world.site.approval.user_level.reset();
    world.site.approval.groups = world.keep({"Press", "Legal"});
    world.principal.groups = world.keep({"press", "Staff"});
    EXPECT_EQ(outcome(world), Outcome::allow);
    world.principal.groups = world.keep({"Staff", "Legal"});
    EXPECT_EQ(approval_step(world).reason, Reason::group_trigger);
}

TEST(Triggers, AnAttributeAloneNamesGroups) {
    ApprovedWorld world;
    world.site.approval.user_level.reset();
    world.site.approval.attribute_name = "Owner";
    world.principal.groups = world.keep({"Press"});
    world.attributes = {{"Usage", world.keep({"Press"})}, {"Owner", world.keep({"Legal"})}};
    world.asset.attributes = world.attributes;
    EXPECT_EQ(outcome(world), Outcome::allow);
    world.attributes[1].values = world.keep({"Legal", "Press"});
    EXPECT_EQ(approval_step(world).reason, Reason::attribute_names_group);
    world.principal.groups = {};
    EXPECT_EQ(outcome(world), Outcome::allow);
}

TEST(Triggers, AnAttributeWithAValueReachesEverybodyAndSilencesTheLevel) {
    ApprovedWorld world;
    world.site.approval.attribute_name = "Usage";
    world.site.approval.attribute_value = "Restricted";
    world.attributes = {{"Usage", world.keep({"restricted", "Free"})}};
    world.asset.attributes = world.attributes;
    EXPECT_EQ(outcome(world), Outcome::allow);  // the level is ignored, also for assets that don't match
    world.site.approval.combine = Combine::union_;
    EXPECT_EQ(approval_step(world).reason, Reason::level_trigger);
    world.site.approval.combine = Combine::supersede;
    world.site.approval.groups = world.keep({"Press"});
    world.principal.groups = world.keep({"Press"});
    EXPECT_EQ(approval_step(world).reason, Reason::group_trigger);  // the group trigger always adds
    world.principal = {true, Level::director, {}, {Flag::download}, Role::owner};
    EXPECT_EQ(outcome(world), Outcome::allow);
    world.attributes[0].values = world.keep({"Restricted"});
    EXPECT_EQ(approval_step(world).reason, Reason::attribute_has_value);
    world.site.approval.attribute_name = "usage";
    EXPECT_EQ(outcome(world), Outcome::allow);
}

TEST(Triggers, AValueWithoutANameLeavesTheLevel) {
    ApprovedWorld world;
    world.site.approval.attribute_value = "Restricted";
    EXPECT_EQ(approval_step(world).reason, Reason::level_trigger);
}

TEST(Triggers, SharingNeverGetsAroundARule) {
    ApprovedWorld world;
    world.facts.link = &world.link;
    EXPECT_EQ(approval_step(world).source, Source::public_user);
    world.site.public_user.level = Level::administrator;  // not exempt, but above the trigger
    world.creator.level = Level::consumer;
    EXPECT_EQ(approval_step(world).source, Source::creator);
    world.creator.level = Level::administrator;
    world.principal.active = false;  // compared as they are
    EXPECT_EQ(approval_step(world).source, Source::opener);
    world.principal.level = Level::administrator;
    EXPECT_EQ(approval_step(world).reason, Reason::no_trigger_matches);
    world.site.approval.user_level = Level::administrator;
    EXPECT_EQ(approval_step(world).source, Source::public_user);
    world.site.approval.user_level = Level::consumer;
    world.facts.principal = nullptr;
    world.link.creator = nullptr;
    world.link.type = LinkType::portal;
    EXPECT_EQ(outcome(world), Outcome::allow);
}

}  // namespace
}  // namespace exeat::policy
