#include "core/domain/invite_rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

namespace exeat::domain {
namespace {

using policy::Flag;
using policy::Flags;
using policy::Level;
using policy::Role;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr Flags k_every_flag = Flags::from_bits(0xFF);

std::vector<std::string> codes(const Invited& invited) {
    std::vector<std::string> found;
    for (const auto& warning : warnings_about(invited)) found.push_back(warning.code + " " + warning.pointer);
    return found;
}

std::string text_of(const Invited& invited, std::string_view code) {
    for (const auto& warning : warnings_about(invited)) {
        if (warning.code == code) return warning.text;
    }
    return "";
}

TEST(InviteWarnings, WhatFitsTogetherIsWarnedOfNowhere) {
    EXPECT_THAT(codes({Level::consumer, {Flag::download}, Role::viewer}), IsEmpty());
    EXPECT_THAT(codes({Level::consumer, {Flag::download, Flag::share_card}, Role::viewer, true}), IsEmpty())
        << "sharing comes from flags alone";
    EXPECT_THAT(codes({Level::producer, k_every_flag, Role::editor}), IsEmpty());
    EXPECT_THAT(codes({Level::producer, k_every_flag, Role::owner}), IsEmpty());
}

TEST(InviteWarnings, ALevelBelowTheRoleIsNamedWithTheOneThatWouldDo) {
    const auto owner = text_of({Level::browser, k_every_flag, Role::owner}, "level-stops");
    EXPECT_THAT(owner, HasSubstr("Level 1 does not allow what the role of owner is for"));
    EXPECT_THAT(owner, HasSubstr("download, upload, edit, update, organise, delete, publish and protect"));
    EXPECT_THAT(owner, HasSubstr("All of it takes level 4."));
    EXPECT_THAT(text_of({Level::browser, k_every_flag, Role::viewer}, "level-stops"),
                HasSubstr("is for: download. All of it takes level 2."));
    EXPECT_THAT(text_of({Level::importer, k_every_flag, Role::editor}, "level-stops"),
                HasSubstr("is for: edit, update, organise, delete and publish. All of it takes level 4."));
    EXPECT_THAT(codes({Level::no_access, k_every_flag, Role::viewer}), ElementsAre("level-stops /level"));
}

TEST(InviteWarnings, AMissingFlagIsNamedWithWhatItStops) {
    EXPECT_EQ(text_of({Level::consumer, {}, Role::viewer}, "flag-missing"),
              "None of the roles has download: as viewer they cannot download.");
    EXPECT_EQ(text_of({Level::producer, {Flag::download, Flag::upload, Flag::publish}, Role::owner}, "flag-missing"),
              "None of the roles has edit: as owner they cannot edit, update, organise, delete and protect.");
    EXPECT_THAT(codes({Level::consumer, {Flag::download}, Role::editor}),
                ElementsAre("level-stops /level", "flag-missing /roles"))
        << "both are told at once";
}

TEST(InviteWarnings, AFlagThatTheRoleLeavesNothingToDoForIsNamed) {
    EXPECT_THAT(text_of({Level::producer, {Flag::download, Flag::upload, Flag::edit}, Role::viewer}, "role-stops"),
                HasSubstr("Their roles have edit and upload, of which a viewer makes no use here"));
    EXPECT_EQ(text_of({Level::producer, k_every_flag, Role::editor}, "role-stops"), "");
}

TEST(InviteWarnings, ARoleThatAddsNothingAndAnEndThatEndsNothing) {
    EXPECT_THAT(codes({Level::administrator, {}, Role::owner, true}),
                ElementsAre("role-adds-nothing /role", "outlives-end /ends_at"));
    EXPECT_THAT(codes({Level::director, {Flag::download}, Role::viewer}), ElementsAre("role-adds-nothing /role"));
    EXPECT_THAT(codes({Level::director, k_every_flag, Role::owner, true}), ElementsAre("outlives-end /ends_at"));
    EXPECT_THAT(codes({Level::consumer, {Flag::download}, Role::viewer, true, policy::Visibility::everyone}),
                ElementsAre("role-adds-nothing /role", "outlives-end /ends_at"));
    EXPECT_THAT(codes({Level::producer, k_every_flag, Role::editor, true, policy::Visibility::everyone}),
                ElementsAre("outlives-end /ends_at"));
}

TEST(InviteSettingsRules, TriggersMayNameAGroupByItselfOrByAnAttribute) {
    const std::vector<GroupName> groups{{GroupId{}, "Freelance"}};
    SiteSettings settings;
    EXPECT_FALSE(triggers_may_name(settings, groups));
    settings.approval.groups = {"Press", "Freelance"};
    EXPECT_TRUE(triggers_may_name(settings, groups));
    settings.approval.groups = {"Press", "freelance"};
    EXPECT_FALSE(triggers_may_name(settings, groups));
    settings.justification.attribute_name = "Reserved for";
    EXPECT_TRUE(triggers_may_name(settings, groups)) << "an asset may name it";
    EXPECT_FALSE(triggers_may_name(settings, {}));
    settings.justification.attribute_value = "yes";
    EXPECT_FALSE(triggers_may_name(settings, groups)) << "that value is for everybody";
}

TEST(InviteSettingsRules, OwnersGiveNoHighLevels) {
    for (const int level : {1, 2, 3, 4}) EXPECT_THAT(faults_of(InviteSettings{true, level, {}}), IsEmpty()) << level;
    for (const int level : {-1, 0, 5, 7, 8, 9, 10}) {
        const auto faults = faults_of(InviteSettings{true, level, {}});
        ASSERT_EQ(faults.size(), 1U) << level;
        EXPECT_EQ(faults.front().pointer, "/level");
    }
    InviteSettings many;
    many.roles.resize(k_most_invite_roles + 1);
    EXPECT_EQ(faults_of(many).at(0).pointer, "/roles");
}

}  // namespace
}  // namespace exeat::domain
