#include "core/policy/explain.h"

#include <gtest/gtest.h>

#include "core/policy/decide.h"
#include "core/policy/random_world.h"

namespace exeat::policy {
namespace {

using testing::Dice;
using testing::World;

Explanation explain_to(const World& world, std::uint64_t folders_seen = 0) {
    return explain(decide(world.facts), sight_of(world.facts, folders_seen));
}

struct LockedByFolders : World {
    LockedByFolders() {
        folders = {{}, {Access::locked, Protection::inherit}};
        facts.folders = folders;
    }
};

TEST(Explain, InsidersAreToldTheFolder) {
    LockedByFolders world;
    world.principal.role = Role::editor;
    const Explanation explanation = explain_to(world);
    ASSERT_NE(explanation.decisive(), nullptr);
    EXPECT_EQ(explanation.decisive()->gate, Gate::lock);
    EXPECT_EQ(explanation.decisive()->result, StepResult::need);
    EXPECT_EQ(explanation.decisive()->reason, Reason::locked);
    EXPECT_EQ(explanation.decisive()->source, Source::folder);
    EXPECT_EQ(explanation.decisive()->index, 1U);
    EXPECT_EQ(explanation.decisive()->setting, "access");
}

TEST(Explain, OutsidersAreToldFoldersThatTheySee) {
    const LockedByFolders world;
    const Explanation blind = explain_to(world, 0b01);
    EXPECT_EQ(blind.decisive()->index, k_unnamed);
    EXPECT_EQ(blind.decisive()->setting, "");
    const Explanation seeing = explain_to(world, 0b10);
    EXPECT_EQ(seeing.decisive()->index, 1U);
}

TEST(Explain, FoldersFarAboveHaveNoName) {
    World world;
    world.folders.resize(64);
    world.folders.push_back({Access::locked, Protection::inherit});
    world.facts.folders = world.folders;
    EXPECT_EQ(explain_to(world, UINT64_MAX).decisive()->index, k_unnamed);
}

TEST(Explain, AHiddenAnswerSaysNothingToOutsiders) {
    World world;
    world.asset.status = AssetStatus::draft;
    EXPECT_TRUE(explain_to(world).lines().empty());
    EXPECT_EQ(explain_to(world).decisive(), nullptr);
    world.principal.role = Role::editor;
    world.facts.file = {FileClass::conversion, FileClass::original, "gone", false};
    EXPECT_EQ(explain_to(world).decisive()->reason, Reason::preset_unknown);
}

TEST(Explain, GatesThatWereNotAskedAreLeftOut) {
    World world;
    world.facts.action = Action::view;
    const Explanation explanation = explain_to(world);
    EXPECT_EQ(explanation.lines().size(), 4U);
    EXPECT_EQ(explanation.decisive(), nullptr);
}

TEST(Explain, ADenialIsDecisiveNotAnEarlierLine) {
    World world;
    world.facts.quota = Quota{1, 1, 1};
    EXPECT_EQ(explain_to(world).decisive()->gate, Gate::quota);
    EXPECT_EQ(explain_to(world).decisive()->setting, "limit");
}

TEST(Explain, TriggersAreToldToDirectors) {
    World world;
    world.site.justification.enabled = true;
    world.site.justification.user_level = Level::director;
    EXPECT_EQ(explain_to(world).decisive()->reason, Reason::site_rule);
    EXPECT_EQ(explain_to(world).decisive()->source, Source::site);
    EXPECT_EQ(explain_to(world).decisive()->setting, "");
    world.principal.role = Role::owner;
    EXPECT_EQ(explain_to(world).decisive()->reason, Reason::site_rule);
    world.principal.level = Level::director;
    EXPECT_EQ(explain_to(world).decisive()->reason, Reason::level_trigger);
    EXPECT_EQ(explain_to(world).decisive()->setting, "user_level");
}

TEST(Explain, GuestsLearnNothingOfTheCreator) {
    World world;
    world.come_through_link();
    world.creator.flags.remove(Flag::download);
    EXPECT_EQ(explain_to(world).decisive()->reason, Reason::link_without_downloads);
    EXPECT_EQ(explain_to(world).decisive()->source, Source::link);
    EXPECT_EQ(explain_to(world).decisive()->setting, "allow_download");
    world.creator.active = false;
    EXPECT_EQ(explain_to(world).decisive()->reason, Reason::link_at_rest);
    EXPECT_EQ(explain_to(world).decisive()->setting, "");
    world.creator.active = true;
    world.library.access = Access::locked;
    world.creator.role = Role::none;
    EXPECT_TRUE(explain_to(world).lines().empty());
}

TEST(Sights, OfPeople) {
    World world;
    EXPECT_FALSE(sight_of(world.facts, 0).insider);
    world.principal.level = Level::administrator;
    EXPECT_TRUE(sight_of(world.facts, 0).insider);
    EXPECT_TRUE(sight_of(world.facts, 0).site_settings);
    world.principal.active = false;
    EXPECT_FALSE(sight_of(world.facts, 0).insider);
    world.principal = {true, Level::consumer, {}, {}, Role::editor};
    EXPECT_TRUE(sight_of(world.facts, 0).insider);
    EXPECT_FALSE(sight_of(world.facts, 0).site_settings);
    world.facts.link = &world.link;
    EXPECT_FALSE(sight_of(world.facts, 0).insider);
    world.facts.principal = nullptr;
    EXPECT_FALSE(sight_of(world.facts, 0).site_settings);
}

TEST(Explain, OutsidersNeverReadOfSettingsAndCreators) {
    for (std::uint64_t seed = 0; seed < 10'000; ++seed) {
        Dice dice(seed);
        const World world(dice);
        const Sight sight = sight_of(world.facts, 0);
        if (sight.insider || sight.site_settings) continue;
        const Decision decision = decide(world.facts);
        const Explanation explanation = explain(decision, sight);
        EXPECT_TRUE(decision.outcome != Outcome::hidden || explanation.lines().empty());
        for (const Because& line : explanation.lines()) {
            EXPECT_NE(line.source, Source::creator) << to_text(line.reason);
            EXPECT_NE(line.source, Source::public_user) << to_text(line.reason);
            EXPECT_NE(line.source, Source::opener) << to_text(line.reason);
            if (line.source == Source::folder) EXPECT_EQ(line.index, k_unnamed);
            if (line.source == Source::library || line.source == Source::site) EXPECT_EQ(line.setting, "");
        }
    }
}

}  // namespace
}  // namespace exeat::policy
