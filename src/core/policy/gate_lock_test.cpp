// Gates 6 to 11, sentence by sentence, on a calm world: lock, protection, terms and counters (requests_test.cpp has
// what requests and rules of the site do).
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/policy/testing/decisions.h"

namespace exeat::policy {
namespace {

using testing::expect_denied;
using testing::expect_needs;
using testing::last_step;
using testing::outcome;
using testing::step_at;
using testing::World;

TEST(Lock, IsFoundAtTheNearestThatDoesNotInherit) {
    World world;
    world.library.access = Access::locked;
    Step step = last_step(decide(world.facts));
    EXPECT_EQ(step_at(decide(world.facts), Gate::lock).source, Source::library);
    expect_needs(world, {Need::access_grant});
    world.folders = {{}, {Access::unlocked, Protection::inherit}, {Access::locked, Protection::inherit}};
    world.facts.folders = world.folders;
    step = step_at(decide(world.facts), Gate::lock);
    EXPECT_EQ(step.reason, Reason::unlocked);
    EXPECT_EQ(step.source, Source::folder);
    EXPECT_EQ(step.index, 1U);
    world.asset.access = Access::locked;
    step = step_at(decide(world.facts), Gate::lock);
    EXPECT_EQ(step.reason, Reason::locked);
    EXPECT_EQ(step.source, Source::asset);
}

TEST(Lock, ALibraryThatSaysNothingIsLockedAndProtected) {
    World world;
    world.library.access = Access::inherit;
    world.library.protection = Protection::inherit;
    expect_needs(world, {Need::access_grant, Need::download_grant});
}

TEST(Lock, WhoTakes) {
    World world;
    world.library.viewer_access = ViewerAccess::by_request;
    for (const Action action : {Action::download, Action::share}) {
        world.facts.action = action;
        world.principal.role = Role::viewer;
        expect_needs(world, {Need::access_grant});
        EXPECT_EQ(step_at(decide(world.facts), Gate::lock).reason, Reason::viewers_must_ask);
        world.principal.role = Role::editor;
        EXPECT_EQ(outcome(world), Outcome::allow);
        world.asset.access = Access::locked;
        EXPECT_EQ(step_at(decide(world.facts), Gate::lock).reason, Reason::locked);
        world.principal.role = Role::owner;
        EXPECT_EQ(step_at(decide(world.facts), Gate::lock).reason, Reason::owner_is_free);
        world.asset.access = Access::inherit;
    }
}

TEST(Lock, WhoChanges) {
    World world;
    for (const Action action : {Action::edit, Action::update, Action::organise, Action::delete_}) {
        world.facts.action = action;
        world.principal = {true, Level::producer, {}, {Flag::edit}, Role::viewer};
        world.asset.access = Access::inherit;
        EXPECT_EQ(step_at(decide(world.facts), Gate::lock).reason, Reason::editors_only);
        world.principal.role = Role::editor;
        EXPECT_EQ(outcome(world), Outcome::allow);
        world.asset.access = Access::locked;
        expect_needs(world, {Need::access_grant});
        EXPECT_EQ(step_at(decide(world.facts), Gate::lock).reason, Reason::locked);
        world.principal.role = Role::owner;
        EXPECT_EQ(outcome(world), Outcome::allow);
        world.principal.level = Level::importer;  // not able to edit, owner or not
        expect_needs(world, {Need::access_grant});
        EXPECT_EQ(step_at(decide(world.facts), Gate::lock).reason, Reason::not_able_to_edit);
        world.principal.level = Level::manager;
        world.principal.flags = {};
        expect_needs(world, {Need::access_grant});
        world.principal.level = Level::administrator;
        EXPECT_EQ(outcome(world), Outcome::allow);
    }
}

TEST(Lock, AccessActionsSayWhatCanBeAskedFor) {
    World world;
    world.asset.access = Access::locked;
    world.library.access_actions = {Action::edit, Action::share};
    for (const Action action : {Action::download, Action::share}) {  // a share looks for download
        world.facts.action = action;
        expect_denied(world, DeniedBy::lock, Reason::locked, Source::asset);
    }
    world.facts.action = Action::edit;
    expect_needs(world, {Need::access_grant});
    world.add_grant(RequestKind::access, {Action::download});
    world.facts.action = Action::share;  // a grant passes whatever can be asked for
    EXPECT_EQ(outcome(world), Outcome::allow);
    EXPECT_EQ(decide(world.facts).request_state, RequestState::granted);
    world.facts.action = Action::edit;
    expect_needs(world, {Need::access_grant});
}

TEST(Lock, FilesOfAGrantCountForDownloadsOnly) {
    World world;
    world.asset.access = Access::locked;
    world.add_grant(RequestKind::access, {Action::download, Action::edit}).files = FileSet{};
    expect_needs(world, {Need::access_grant});
    world.facts.action = Action::share;
    EXPECT_EQ(outcome(world), Outcome::allow);
    world.facts.action = Action::edit;
    EXPECT_EQ(outcome(world), Outcome::allow);
}

TEST(Lock, DetailsAreLockedProxiesAreNot) {
    World world;
    world.asset.access = Access::locked;
    world.facts.file.file_class = FileClass::detail;
    expect_needs(world, {Need::access_grant});
    for (const FileClass file : {FileClass::proxy, FileClass::metadata, FileClass::pdf}) {
        world.facts.file.file_class = file;
        EXPECT_EQ(step_at(decide(world.facts), Gate::lock).result, StepResult::not_asked);
    }
}

TEST(Protection, HoldsOutsidersOnly) {
    World world;
    world.library.protection = Protection::on_request;
    expect_needs(world, {Need::download_grant});
    world.principal.role = Role::editor;
    EXPECT_EQ(outcome(world), Outcome::allow);
    world.principal.role = Role::viewer;
    world.facts.action = Action::share;
    EXPECT_EQ(outcome(world), Outcome::allow);
}

TEST(Protection, PresetsMayStayOpen) {
    World world;
    world.asset.protection = Protection::on_request;
    world.presets = {{"web", true}, {"print", false}, {"custom", true}};
    world.library.presets = world.presets;
    world.facts.file = {FileClass::conversion, FileClass::original, "web", false};
    EXPECT_EQ(step_at(decide(world.facts), Gate::protection).reason, Reason::preset_stays_open);
    world.facts.file.not_smaller = true;
    expect_needs(world, {Need::download_grant});
    for (const std::string_view preset : {"print", "custom"}) {
        world.facts.file = {FileClass::conversion, FileClass::original, preset, false};
        expect_needs(world, {Need::download_grant});
    }
    world.facts.file = {FileClass::original, FileClass::original, "web", false};
    expect_needs(world, {Need::download_grant});
}

TEST(IncludeProtected, OpensLockAndProtectionWhileTheCreatorOwns) {
    World world;
    world.come_through_link();
    world.asset.access = Access::locked;
    world.asset.protection = Protection::on_request;
    expect_needs(world, {Need::access_grant, Need::download_grant});
    world.link.include_protected = true;
    Decision decision = decide(world.facts);
    EXPECT_EQ(decision.outcome, Outcome::allow);
    EXPECT_EQ(decision.request_state, RequestState::none);
    EXPECT_EQ(step_at(decision, Gate::lock).reason, Reason::link_includes_protected);
    EXPECT_EQ(step_at(decision, Gate::protection).reason, Reason::link_includes_protected);
    world.creator.role = Role::editor;
    expect_needs(world, {Need::access_grant, Need::download_grant});
    world.creator.level = Level::administrator;
    EXPECT_EQ(outcome(world), Outcome::allow);
    world.link.type = LinkType::portal;
    world.link.creator = nullptr;
    expect_needs(world, {Need::access_grant, Need::download_grant});
}

TEST(Terms, AreAskedOfEverybody) {
    World world;
    world.principal.level = Level::administrator;
    world.asset.terms = Terms{"terms-1", 2};
    expect_needs(world, {Need::terms});
    EXPECT_EQ(step_at(decide(world.facts), Gate::terms).reason, Reason::terms_not_accepted);
    world.facts.accepted.terms = Terms{"terms-2", 2};
    EXPECT_EQ(step_at(decide(world.facts), Gate::terms).reason, Reason::terms_not_accepted);
    world.facts.accepted.terms = Terms{"terms-1", 1};
    EXPECT_EQ(step_at(decide(world.facts), Gate::terms).reason, Reason::terms_of_other_version);
    world.facts.accepted.terms = Terms{"terms-1", 2};
    EXPECT_EQ(outcome(world), Outcome::allow);
    world.facts.accepted.terms.reset();
    world.facts.file.file_class = FileClass::detail;
    EXPECT_EQ(outcome(world), Outcome::allow);
}

TEST(Quota, CountsWhenNoNeedIsLeft) {
    World world;
    world.facts.quota = Quota{9, 2, 10};
    expect_denied(world, DeniedBy::quota, Reason::quota_used_up, Source::quota);
    world.facts.quota->wanted = 1;
    EXPECT_EQ(outcome(world), Outcome::allow);
    world.facts.quota->wanted = 2;
    world.asset.terms = Terms{"terms-1", 1};
    expect_needs(world, {Need::terms});
    EXPECT_EQ(step_at(decide(world.facts), Gate::quota).reason, Reason::needs_come_first);
    world.asset.terms.reset();
    world.principal.level = Level::administrator;
    EXPECT_EQ(step_at(decide(world.facts), Gate::quota).reason, Reason::administrator_exempt);
    world.facts.link = &world.link;  // through a link nobody is exempt
    expect_denied(world, DeniedBy::quota, Reason::quota_used_up, Source::quota);
    world.facts.file.file_class = FileClass::detail;
    EXPECT_EQ(outcome(world), Outcome::allow);
}

TEST(Quota, LinksAreUsedUpFirst) {
    World world;
    world.come_through_link();
    world.facts.quota = Quota{9, 2, 10};
    world.link.max_downloads = 5;
    world.link.downloads = 5;
    expect_denied(world, DeniedBy::link, Reason::link_used_up, Source::link);
    world.link.downloads = 4;
    expect_denied(world, DeniedBy::quota, Reason::quota_used_up, Source::quota);
    world.link.max_downloads = 0;
    world.link.downloads = 0;
    expect_denied(world, DeniedBy::link, Reason::link_used_up, Source::link);
    world.link.max_downloads.reset();
    world.facts.quota.reset();
    EXPECT_EQ(outcome(world), Outcome::allow);
}

TEST(Quota, TheLargestCountsDoNotOverflow) {
    World world;
    world.come_through_link();
    world.link.downloads = world.link.max_downloads.emplace(INT64_MAX);
    expect_denied(world, DeniedBy::link, Reason::link_used_up, Source::link);
    world.link.max_downloads.reset();
    world.facts.quota = Quota{INT64_MAX, INT64_MAX, INT64_MAX};
    expect_denied(world, DeniedBy::quota, Reason::quota_used_up, Source::quota);
}

}  // namespace
}  // namespace exeat::policy
