// The sentences of POLICY.md, one by one, on a calm world. The cases of the contract and the random worlds stand beside
// this (app/policy_eval, properties_test.cpp); here each test names what it shows, and looks at the trace.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/policy/testing/decisions.h"

namespace exeat::policy {
namespace {

using testing::expect_denied;
using testing::expect_hidden;
using testing::k_now;
using testing::last_step;
using testing::outcome;
using testing::step_at;
using testing::World;

TEST(Entry, NobodyIsDenied) {
    World world;
    world.facts.principal = nullptr;
    expect_denied(world, DeniedBy::account, Reason::nobody_signed_in, Source::account);
}

TEST(Entry, AccountsAreActiveAndHaveALevel) {
    World world;
    world.principal.active = false;
    expect_denied(world, DeniedBy::account, Reason::account_inactive, Source::account);
    world.principal.active = true;
    world.principal.level = Level::no_access;
    expect_denied(world, DeniedBy::account, Reason::account_level_none, Source::account);
}

TEST(Entry, LinksHaveTheirTime) {
    World world;
    world.come_through_link();
    EXPECT_EQ(outcome(world), Outcome::allow);
    world.link.starts_at = k_now;
    EXPECT_EQ(outcome(world), Outcome::allow);
    world.link.starts_at = Instant{k_now.ms + 1};
    expect_denied(world, DeniedBy::link, Reason::link_not_started, Source::link);
    world.link.starts_at.reset();
    world.link.expires_at = Instant{k_now.ms + 1};
    EXPECT_EQ(outcome(world), Outcome::allow);
    world.link.expires_at = k_now;
    expect_denied(world, DeniedBy::link, Reason::link_ended, Source::link);
    world.link.enabled = false;
    expect_denied(world, DeniedBy::link, Reason::link_switched_off, Source::link);
}

TEST(Entry, APublicUserOfLevelNoneClosesLinks) {
    World world;
    world.come_through_link();
    world.site.public_user.level = Level::no_access;
    expect_denied(world, DeniedBy::link, Reason::public_user_level_none, Source::public_user);
}

TEST(Entry, CreatorsMustBeAbleToShareSuchAThingStill) {
    World world;
    world.come_through_link();
    const std::array flags{Flag::share_file, Flag::share_card, Flag::use_collections, Flag::curate};
    for (std::size_t type = 0; type < flags.size(); ++type) {
        world.link.type = static_cast<LinkType>(type);
        world.creator.flags = {flags[type], Flag::download};
        EXPECT_EQ(outcome(world), Outcome::allow) << type;
        world.creator.flags = WordSet<Flag>::from_bits(0xFF);
        world.creator.flags.remove(flags[type]);
        expect_denied(world, DeniedBy::link, Reason::creator_flag_missing, Source::creator);
        world.creator.level = Level::administrator;
        EXPECT_EQ(outcome(world), Outcome::allow) << type;
        world.creator.level = Level::browser;
        expect_denied(world, DeniedBy::link, Reason::creator_level_too_low, Source::creator);
        world.creator.level = Level::consumer;
    }
    world.creator.level = Level::administrator;
    world.creator.active = false;
    expect_denied(world, DeniedBy::link, Reason::creator_inactive, Source::creator);
    world.link.creator = nullptr;
    expect_denied(world, DeniedBy::link, Reason::creator_missing, Source::link);
    world.link.type = LinkType::portal;
    EXPECT_EQ(outcome(world), Outcome::allow);
}

TEST(Visible, ToMembersOrEverybodyOrDirectors) {
    World world;
    EXPECT_EQ(step_at(decide(world.facts), Gate::visible).reason, Reason::member);
    world.principal.role = Role::none;
    expect_hidden(world, Reason::not_a_member);
    world.library.visibility = Visibility::everyone;
    EXPECT_EQ(step_at(decide(world.facts), Gate::visible).reason, Reason::visible_to_everyone);
    world.library.visibility = Visibility::members;
    world.principal.level = Level::director;
    EXPECT_EQ(step_at(decide(world.facts), Gate::visible).reason, Reason::director_sees_all);
    world.principal.level = Level::administrator;
    const Decision decision = decide(world.facts);
    EXPECT_EQ(step_at(decision, Gate::visible).reason, Reason::administrator_owns_all);
    EXPECT_EQ(step_at(decision, Gate::lock).reason, Reason::owner_is_free);
}

TEST(Visible, LinksShowWhatTheyHoldAndTheirCreatorSees) {
    World world;
    world.come_through_link();
    world.creator.role = Role::none;
    expect_hidden(world, Reason::creator_not_a_member);
    world.library.visibility = Visibility::everyone;
    EXPECT_EQ(outcome(world), Outcome::allow);
    world.link.in_scope = false;
    expect_hidden(world, Reason::not_in_link);
}

TEST(Lifecycle, HoldsForOutsidersOnly) {
    World world;
    world.asset.status = AssetStatus::archived;
    expect_hidden(world, Reason::not_published);
    world.principal.role = Role::editor;
    EXPECT_EQ(step_at(decide(world.facts), Gate::lifecycle).reason, Reason::insider);
    world.facts.link = &world.link;  // an editor who comes through a link is an outsider
    expect_hidden(world, Reason::not_published);
}

TEST(Lifecycle, EmbargoAndExpiryTurnAtTheirInstant) {
    World world;
    world.asset.available_from = k_now;
    EXPECT_EQ(outcome(world), Outcome::allow);
    world.asset.available_from = Instant{k_now.ms + 1};
    expect_hidden(world, Reason::not_yet_available);
    world.asset.available_from.reset();
    world.asset.available_until = Instant{k_now.ms + 1};
    EXPECT_EQ(outcome(world), Outcome::allow);
    world.asset.available_until = k_now;
    expect_hidden(world, Reason::no_longer_available);
}

TEST(Capability, IsLookedAtAsLevelThenFlagThenRole) {
    World world;
    world.facts.action = Action::protect;
    world.principal.flags = {};
    expect_denied(world, DeniedBy::capability, Reason::level_too_low, Source::account);
    world.principal.level = Level::producer;
    expect_denied(world, DeniedBy::capability, Reason::flag_missing, Source::account);
    world.principal.flags = {Flag::edit};
    expect_denied(world, DeniedBy::capability, Reason::role_too_low, Source::role);
    world.principal.role = Role::editor;
    expect_denied(world, DeniedBy::capability, Reason::role_too_low, Source::role);
    world.principal.role = Role::owner;
    EXPECT_EQ(outcome(world), Outcome::allow);
}

TEST(Capability, EachActionHasItsRow) {
    struct Row {
        Action action;
        Level level;
        Flags flags;
        Role role;
    };
    const std::array<Row, 7> rows{{{Action::view, Level::browser, {}, Role::viewer},
                                   {Action::comment, Level::browser, {}, Role::viewer},
                                   {Action::download, Level::consumer, {Flag::download}, Role::viewer},
                                   {Action::share, Level::consumer, {Flag::share_card}, Role::viewer},
                                   {Action::collect, Level::consumer, {Flag::use_collections}, Role::viewer},
                                   {Action::upload, Level::importer, {Flag::upload}, Role::editor},
                                   {Action::publish, Level::producer, {Flag::publish}, Role::editor}}};
    for (const Row& row : rows) {
        World world;
        world.facts.action = row.action;
        world.facts.share_type = LinkType::card;
        world.principal = {true, row.level, {}, row.flags, row.role};
        EXPECT_EQ(outcome(world), Outcome::allow) << to_text(row.action);
        if (!row.flags.empty()) {
            world.principal.flags = WordSet<Flag>::from_bits(static_cast<std::uint32_t>(~row.flags.bits()));
            expect_denied(world, DeniedBy::capability, Reason::flag_missing, Source::account);
            world.principal.level = Level::administrator;  // needs no flag, counts as owner
            world.principal.role = Role::none;
            EXPECT_EQ(outcome(world), Outcome::allow) << to_text(row.action);
        }
    }
}

TEST(Capability, AProxyAsksForWhatViewAsksFor) {
    World world;
    world.principal.level = Level::browser;
    world.principal.flags = {};
    for (const FileClass file : {FileClass::metadata, FileClass::pdf, FileClass::detail}) {
        world.facts.file.file_class = file;
        expect_denied(world, DeniedBy::capability, Reason::level_too_low, Source::account);
    }
    world.facts.file.file_class = FileClass::proxy;
    EXPECT_EQ(outcome(world), Outcome::allow);
}

TEST(Capability, LinksKnowThreeActions) {
    World world;
    world.come_through_link();
    for (std::size_t i = 0; i < k_words<Action>.size(); ++i) {
        world.facts.action = static_cast<Action>(i);
        if (i <= 2) continue;
        expect_denied(world, DeniedBy::capability, Reason::action_not_through_link, Source::wish);
    }
    world.facts.action = Action::view;
    EXPECT_EQ(outcome(world), Outcome::allow);
    world.facts.action = Action::comment;
    expect_denied(world, DeniedBy::link, Reason::link_without_comments, Source::link);
    world.link.comments = true;
    EXPECT_EQ(outcome(world), Outcome::allow);
}

TEST(Capability, DownloadsThroughLinks) {
    World world;
    world.come_through_link();
    world.site.public_user.level = Level::browser;
    world.creator.flags.remove(Flag::download);
    world.link.files = FileSet{{FileClass::version}, {}, false};
    world.link.allow_download = false;
    expect_denied(world, DeniedBy::link, Reason::link_without_downloads, Source::link);
    world.link.allow_download = true;
    expect_denied(world, DeniedBy::link, Reason::link_without_file, Source::link);
    world.link.files = FileSet{{FileClass::original}, {}, false};
    expect_denied(world, DeniedBy::link, Reason::creator_may_not_download, Source::creator);
    world.creator.level = Level::administrator;
    expect_denied(world, DeniedBy::capability, Reason::public_user_level_too_low, Source::public_user);
    world.site.public_user.level = Level::consumer;
    EXPECT_EQ(outcome(world), Outcome::allow);
}

TEST(Capability, LooksThroughLinksNeedNoDownload) {
    World world;
    world.come_through_link();
    world.link.allow_download = false;
    world.site.public_user.level = Level::browser;
    for (const FileClass file : {FileClass::proxy, FileClass::pdf}) {
        world.facts.file.file_class = file;
        EXPECT_EQ(outcome(world), Outcome::allow);
    }
    world.facts.file.file_class = FileClass::metadata;
    expect_denied(world, DeniedBy::link, Reason::link_without_metadata, Source::link);
    world.link.show_metadata = true;
    EXPECT_EQ(outcome(world), Outcome::allow);
}

TEST(Offered, UnknownPresetsAreThereForNobody) {
    World world;
    world.principal.level = Level::administrator;
    world.facts.file = {FileClass::conversion, FileClass::original, "gone", false};
    expect_hidden(world, Reason::preset_unknown);
    world.facts.file.preset = "custom";
    EXPECT_EQ(outcome(world), Outcome::allow);
    world.facts.file.preset = "print";
    EXPECT_EQ(step_at(decide(world.facts), Gate::offered).reason, Reason::insider);
    world.facts.file.preset = "gone";
    world.facts.action = Action::view;
    EXPECT_EQ(outcome(world), Outcome::allow);
}

TEST(Offered, ListsOfLibraryAndAssetAddUp) {
    World world;
    world.library.not_offered = FileSet{{FileClass::original}, {}, false};
    world.asset.not_offered = FileSet{{FileClass::attachment}, {}, false};
    expect_hidden(world, Reason::not_offered);
    EXPECT_EQ(last_step(decide(world.facts)).source, Source::library);
    world.facts.file.file_class = FileClass::attachment;
    expect_hidden(world, Reason::not_offered);
    EXPECT_EQ(last_step(decide(world.facts)).source, Source::asset);
    for (const FileClass looked : {FileClass::detail, FileClass::proxy}) {
        world.facts.file = {looked, FileClass::attachment, {}, false};
        expect_hidden(world, Reason::not_offered);
    }
    world.facts.file = {FileClass::proxy, FileClass::original, {}, false};
    EXPECT_EQ(outcome(world), Outcome::allow);
    world.facts.file.file_class = FileClass::pdf;
    EXPECT_EQ(outcome(world), Outcome::allow);
}

TEST(Offered, VersionsStayInside) {
    World world;
    for (const FileClass file : {FileClass::version, FileClass::detail, FileClass::proxy}) {
        world.facts.file = {file, FileClass::version, {}, false};
        expect_hidden(world, Reason::version_kept_inside);
    }
    world.principal.role = Role::editor;
    EXPECT_EQ(outcome(world), Outcome::allow);
}

}  // namespace
}  // namespace exeat::policy
