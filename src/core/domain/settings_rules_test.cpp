#include "core/domain/settings_rules.h"

#include <gmock/gmock.h>

#include "core/policy/decide.h"

namespace exeat::domain {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

KnownNames known() {
    KnownNames names;
    names.groups = {"Press", "Legal"};
    const auto add = [&names](std::string name, AttributeType type, std::vector<std::string> words = {}) {
        Attribute attribute;
        attribute.name = std::move(name);
        attribute.type = type;
        attribute.vocabulary = std::move(words);
        names.attributes.push_back(std::move(attribute));
    };
    add("Usage", AttributeType::pulldown, {"Restricted", "Free"});
    add("Shot on", AttributeType::date);
    add("Credit", AttributeType::text);
    return names;
}

template <class Settings, class... More>
std::vector<std::string> wrong_places(const Settings& settings, const More&... more) {
    std::vector<std::string> pointers;
    for (const auto& fault : faults_of(settings, more...)) pointers.push_back(fault.pointer);
    return pointers;
}

std::vector<std::string> warned(const SiteSettings& settings) {
    std::vector<std::string> codes;
    for (const auto& warning : warnings_about(settings, known())) codes.push_back(warning.pointer + " " + warning.code);
    return codes;
}

SiteSettings with_level(int level) {
    SiteSettings settings;
    settings.justification.enabled = true;
    settings.justification.user_level = level;
    return settings;
}

TEST(SettingsRules, NewSettingsAreFaultless) {
    EXPECT_THAT(faults_of(SiteSettings{}, known()), IsEmpty());
    EXPECT_THAT(faults_of(LibrarySettings{}), IsEmpty());
    EXPECT_THAT(warned(SiteSettings{}), IsEmpty());
}

TEST(SettingsRules, LevelsThatDoNotExistAreRefused) {
    for (const int level : {0, 1, 2, 3, 4, 7, 8, 9}) EXPECT_THAT(faults_of(with_level(level), known()), IsEmpty());
    for (const int level : {-1, 5, 6, 10}) {
        EXPECT_THAT(wrong_places(with_level(level), known()), ElementsAre("/justification/user_level")) << level;
    }
    SiteSettings settings;
    settings.public_user.level = 6;
    EXPECT_THAT(wrong_places(settings, known()), ElementsAre("/public_user/level"));
}

TEST(SettingsRules, GroupsAndAttributesMustExist) {
    SiteSettings settings;
    settings.approval.groups = {"Press", "press", "Press,Legal"};
    settings.public_user.groups = {"Nobody"};
    settings.justification.attribute_name = "usage";
    settings.approval.attribute_name = "Shot on";
    settings.approval.attribute_value = "";
    EXPECT_THAT(wrong_places(settings, known()),
                ElementsAre("/justification/attribute_name", "/approval/groups/1", "/approval/groups/2",
                            "/approval/attribute_name", "/approval/attribute_value", "/public_user/groups/0"));
}

TEST(SettingsRules, AQuotaHasAWindow) {
    SiteSettings settings;
    settings.quota = {-1, 0};
    EXPECT_THAT(wrong_places(settings, known()), ElementsAre("/quota/limit", "/quota/days"));
    settings.quota = {0, 366};
    EXPECT_THAT(faults_of(settings, known()), IsEmpty());
}

TEST(SettingsRules, WhatMayNotDoWhatWasMeantIsWarnedOf) {
    SiteSettings settings;
    settings.justification.enabled = true;
    EXPECT_THAT(warned(settings), ElementsAre("/justification no-trigger"));

    settings.justification.user_level = 3;
    settings.justification.attribute_name = "Usage";
    settings.justification.attribute_value = "Secret";
    EXPECT_THAT(warned(settings), ElementsAre("/justification/user_level level-superseded",
                                              "/justification/attribute_value value-outside-vocabulary"));
    settings.justification.combine = policy::Combine::union_;
    settings.justification.attribute_value = "Restricted";
    EXPECT_THAT(warned(settings), IsEmpty());

    settings.justification.attribute_name = "Credit";
    EXPECT_THAT(warned(settings), ElementsAre("/justification/attribute_name loose-attribute"));

    settings.justification = {};
    settings.approval.enabled = true;
    settings.approval.user_level = 2;
    settings.approval.attribute_value = "Restricted";
    EXPECT_THAT(warned(settings),
                ElementsAre("/approval/attribute_value value-without-attribute", "/approval approval-at-rest"));
}

/// What decide() says of a gate of the site: whether its triggers are in effect.
bool policy_has_in_effect(const SitePolicy& site, policy::Gate gate) {
    const LibraryPolicy library(LibrarySettings{});
    const policy::Asset asset{.status = policy::AssetStatus::published};
    policy::Account account;
    account.active = true;
    account.level = policy::Level::producer;
    account.flags = {policy::Flag::download};
    account.role = policy::Role::owner;
    policy::Facts facts;
    facts.site = &site.view();
    facts.library = &library.view();
    facts.asset = &asset;
    facts.principal = &account;
    facts.action = policy::Action::download;
    const auto decision = policy::decide(facts);
    for (const auto& step : decision.trace.steps()) {
        if (step.gate == gate) return step.reason != policy::Reason::triggers_not_in_effect;
    }
    ADD_FAILURE() << "the gate was not reached";
    return false;
}

TEST(SettingsRules, InEffectAsThePolicyHasIt) {
    for (unsigned bits = 0; bits < 64; ++bits) {
        SiteSettings settings;
        TriggerSettings& triggers = settings.justification;
        triggers.enabled = (bits & 1U) != 0;
        if ((bits & 2U) != 0) triggers.user_level = 0;
        if ((bits & 4U) != 0) triggers.groups = {"Press"};
        if ((bits & 8U) != 0) triggers.attribute_name = "Usage";
        if ((bits & 16U) != 0) triggers.attribute_value = "Free";
        settings.approval = settings.justification;
        settings.approval.enabled = (bits & 32U) != 0;
        const SitePolicy policy(settings);
        EXPECT_EQ(justification_in_effect(settings), policy_has_in_effect(policy, policy::Gate::justification)) << bits;
        EXPECT_EQ(approval_in_effect(settings), policy_has_in_effect(policy, policy::Gate::approval)) << bits;
    }
}

TEST(SettingsRules, EndingJustificationUnderApprovalEndsBoth) {
    SiteSettings before = with_level(3);
    before.approval = before.justification;
    SiteSettings after = before;
    EXPECT_FALSE(ends_both(before, after));
    after.justification.enabled = false;
    EXPECT_TRUE(ends_both(before, after));
    after.justification.enabled = true;
    after.justification.user_level.reset();
    EXPECT_TRUE(ends_both(before, after));
    after.approval.enabled = false;
    EXPECT_FALSE(ends_both(before, after)) << "both were switched off in so many words";
    before.approval.enabled = false;
    after = before;
    after.justification.enabled = false;
    EXPECT_FALSE(ends_both(before, after));
}

TEST(SettingsRules, TriggersHoldNames) {
    SiteSettings settings;
    settings.approval.groups = {"Press"};
    settings.public_user.groups = {"Guests"};
    settings.justification.attribute_name = "Usage";
    EXPECT_TRUE(names_group(settings, "Press"));
    EXPECT_TRUE(names_group(settings, "Guests"));
    EXPECT_FALSE(names_group(settings, "Usage"));
    EXPECT_TRUE(names_attribute(settings, "Usage"));
    EXPECT_FALSE(names_attribute(settings, "Press"));
}

TEST(SettingsRules, OfALibrary) {
    LibrarySettings settings;
    settings.access = policy::Access::inherit;
    settings.protection = policy::Protection::inherit;
    settings.presets = {{"web", true}, {"", false}, {"custom", false}, {"web", false}};
    settings.not_offered = {"original", "preset:web", "preset:custom", "preset:gone", "everything"};
    settings.access_actions = {policy::Action::download, policy::Action::protect};
    EXPECT_THAT(wrong_places(settings),
                ElementsAre("/access", "/protection", "/presets/1/name", "/presets/2/name", "/presets/3/name",
                            "/not_offered/3", "/not_offered/4", "/access_actions/1"));
}

TEST(SettingsRules, NotesToRejectWithAreFewNamedOnceAndNoLongerThanANote) {
    LibrarySettings settings;
    auto& notes = settings.requests.rejection_notes;
    notes = {{"Rights", std::string(2'000, 'x')},
             {"Rights", "Ask the agency."},
             {"", "x"},
             {"Blank", " \n"},
             {"Long", std::string(2'001, 'x')},
             {"Odd", "\xff"}};
    EXPECT_THAT(wrong_places(settings),
                ElementsAre("/requests/rejection_notes/1/name", "/requests/rejection_notes/2/name",
                            "/requests/rejection_notes/3/text", "/requests/rejection_notes/4/text",
                            "/requests/rejection_notes/5/text"));
    notes.clear();
    while (notes.size() < 20) notes.push_back({std::to_string(notes.size()), "No"});
    EXPECT_THAT(wrong_places(settings), ::testing::IsEmpty());
    notes.push_back({"One more", "No"});
    EXPECT_THAT(wrong_places(settings), ElementsAre("/requests/rejection_notes"));
}

}  // namespace
}  // namespace exeat::domain
