#include <gmock/gmock.h>

#include "usecases/attributes/attributes.h"
#include "usecases/mail/subjects.h"
#include "usecases/settings/properties.h"
#include "usecases/settings/site_settings.h"
#include "usecases/testing/places_fixture.h"

namespace exeat::usecases {
namespace {

using testing::code_of;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::must_have;
using testing::PlacesFixture;

class Settings : public ::testing::Test {
protected:
    void SetUp() override {
        fixture_.add_group("Press");
        const auto add = [&](std::string name, domain::AttributeType type, std::vector<std::string> words) {
            must_have(create_attribute(house(), admin(), {std::move(name), type, std::move(words)}));
        };
        add("Usage", domain::AttributeType::pulldown, {"Restricted", "Free"});
        add("Credit", domain::AttributeType::text, {});
        add("Shot on", domain::AttributeType::date, {});
    }
    House& house() { return fixture_.house(); }
    const Caller& admin() { return fixture_.administrator; }
    Result<Property> put(std::string_view name, std::string_view value, Confirmed confirmed = Confirmed::nothing) {
        return write_property(house(), admin(), std::nullopt, "image.download" + std::string(name), value, confirmed);
    }
    Property get(std::string_view name) {
        return must_have(read_property(house(), admin(), "image.download" + std::string(name)));
    }

    PlacesFixture fixture_;
    Caller director_ = fixture_.add_person("director", policy::Level::director);
    Caller manager_ = fixture_.add_person("manager", policy::Level::manager);
};

TEST_F(Settings, AreReadByDirectorsAndWrittenByAdministrators) {
    EXPECT_EQ(code_of(read_site_settings(house(), manager_)), "level-too-low");
    const auto before = must_have(read_site_settings(house(), director_));
    EXPECT_FALSE(before.in_effect.justification.in_effect);
    EXPECT_EQ(code_of(write_site_settings(house(), director_, before.version, {}, Confirmed::nothing)),
              "level-too-low");
    domain::SiteSettings settings;
    settings.justification.enabled = true;
    settings.justification.user_level = 4;
    const auto after = must_have(write_site_settings(house(), admin(), before.version, settings, Confirmed::nothing));
    EXPECT_TRUE(after.in_effect.justification.in_effect);
    EXPECT_EQ(after.version, before.version + 1);
    EXPECT_EQ(must_have(read_site_settings(house(), admin())).settings, settings);
    EXPECT_TRUE((*house().authority.site())->settings().justification.enabled) << "at once";
    EXPECT_EQ(code_of(write_site_settings(house(), admin(), before.version, {}, Confirmed::nothing)), "stale");
    EXPECT_EQ(fixture_.ledger_entries("site_settings_changed"), 1);
}

TEST_F(Settings, WrongOnesAreRefusedWithEveryPlace) {
    domain::SiteSettings settings;
    settings.justification.user_level = 5;
    settings.justification.attribute_name = "Shot on";
    settings.approval.groups = {"Nobody", "Press"};
    const auto refused = write_site_settings(house(), admin(), std::nullopt, settings, Confirmed::nothing);
    ASSERT_EQ(code_of(refused), "wrong-settings");
    std::vector<std::string> pointers;
    for (const auto& field : refused.error().fields) pointers.push_back(field.pointer);
    EXPECT_THAT(pointers,
                ElementsAre("/justification/user_level", "/justification/attribute_name", "/approval/groups/0"));
    EXPECT_EQ(fixture_.ledger_entries("site_settings_changed"), 0);
}

TEST_F(Settings, SetAndInEffectAreBothTold) {
    domain::SiteSettings settings;
    settings.justification.enabled = true;
    auto shown = must_have(write_site_settings(house(), admin(), std::nullopt, settings, Confirmed::nothing));
    EXPECT_FALSE(shown.in_effect.justification.in_effect);
    EXPECT_TRUE(shown.in_effect.justification.why_not);
    ASSERT_EQ(shown.warnings.size(), 1U);

    settings.justification.user_level = 4;
    settings.justification.attribute_name = "Usage";
    settings.justification.attribute_value = "Restricted";
    shown = must_have(write_site_settings(house(), admin(), std::nullopt, settings, Confirmed::nothing));
    EXPECT_TRUE(shown.in_effect.justification.in_effect);
    EXPECT_TRUE(shown.in_effect.justification.level_superseded);
    EXPECT_EQ(shown.in_effect.justification.attribute_job, "has_value");
    ASSERT_EQ(shown.warnings.size(), 1U);
    EXPECT_EQ(shown.warnings[0].code, "level-superseded");
}

TEST_F(Settings, EndingJustificationUnderApprovalIsConfirmed) {
    domain::SiteSettings settings;
    settings.justification.enabled = settings.approval.enabled = true;
    settings.justification.user_level = settings.approval.user_level = 4;
    must_have(write_site_settings(house(), admin(), std::nullopt, settings, Confirmed::nothing));
    settings.justification.enabled = false;
    EXPECT_EQ(code_of(write_site_settings(house(), admin(), std::nullopt, settings, Confirmed::nothing)),
              "confirm-both");
    EXPECT_EQ(code_of(put("JustificationUserLevel", "")), "confirm-both");
    EXPECT_TRUE(must_have(read_site_settings(house(), admin())).in_effect.approval.in_effect);
    const auto ended = must_have(write_site_settings(house(), admin(), std::nullopt, settings, Confirmed::both_end));
    EXPECT_FALSE(ended.in_effect.approval.in_effect);
    EXPECT_TRUE(ended.in_effect.approval.why_not);
    EXPECT_TRUE(ended.settings.approval.enabled) << "switching off keeps what is set";
}

TEST_F(Settings, SubjectsOfMailsArePropertiesWithAVersionOfTheirOwn) {
    const auto usual = get("RequestSubject");
    EXPECT_EQ(usual.value, "");
    EXPECT_EQ(usual.in_effect, "Request: {asset}");
    EXPECT_EQ(must_have(put("ApprovedSubject", "Yours until {until}: {asset}")).in_effect,
              "Yours until {until}: {asset}");
    EXPECT_EQ(get("RequestSubject").version, usual.version + 1) << "one row for the three";
    EXPECT_EQ(code_of(put("RejectedSubject", "{until}")), "wrong-subject") << "nothing ends there";
    EXPECT_EQ(code_of(put("RequestSubject", "A\r\nBcc: eve@example.org")), "wrong-subject");
    EXPECT_EQ(get("RejectedSubject").value, "");
    EXPECT_EQ(must_have(read_mail_subjects(house(), director_)).subjects.approved, "Yours until {until}: {asset}");
    EXPECT_EQ(code_of(write_mail_subjects(house(), admin(), usual.version, {})), "stale");
    EXPECT_EQ(code_of(write_mail_subjects(house(), director_, std::nullopt, {})), "level-too-low");
}

TEST_F(Settings, PropertiesSpeakOfTheSameSettings) {
    EXPECT_EQ(must_have(list_properties(house(), director_)).size(), 13U);
    EXPECT_EQ(get("JustificationEnabled").value, "false");
    EXPECT_EQ(must_have(put("JustificationEnabled", "true")).in_effect, "false") << "nothing triggers it";
    EXPECT_EQ(must_have(put("JustificationGroups", "Press")).value, "Press");
    EXPECT_EQ(get("JustificationEnabled").in_effect, "true");
    EXPECT_EQ(must_have(put("JustificationUserLevel", "3")).in_effect, "3");
    must_have(put("JustificationAttributeName", "Usage"));
    must_have(put("JustificationAttributeValue", "Free"));
    const auto level = get("JustificationUserLevel");
    EXPECT_EQ(level.value, "3");
    EXPECT_EQ(level.in_effect, "");
    ASSERT_EQ(level.warnings.size(), 1U);
    EXPECT_EQ(level.warnings[0].code, "level-superseded");
    EXPECT_THAT(get("ApprovalEnabled").warnings, IsEmpty());

    const auto settings = must_have(read_site_settings(house(), admin())).settings.justification;
    EXPECT_EQ(settings.user_level, 3);
    EXPECT_THAT(settings.groups, ElementsAre("Press"));
    EXPECT_EQ(settings.attribute_value, "Free");
    EXPECT_EQ(must_have(put("JustificationGroups", "")).value, "");
    EXPECT_EQ(must_have(put("JustificationAttributeValue", "")).value, "");
    EXPECT_FALSE(must_have(read_site_settings(house(), admin())).settings.justification.attribute_value);
}

TEST_F(Settings, WrongPropertiesAreRefused) {
    const auto refused = [&](std::string_view name, std::string_view value) {
        const auto answer = put(name, value);
        if (!answer) EXPECT_EQ(answer.error().fields.at(0).pointer, "/value");
        return code_of(answer);
    };
    EXPECT_EQ(refused("JustificationEnabled", "yes"), "wrong-property");
    EXPECT_EQ(refused("JustificationUserLevel", "1,2"), "wrong-property") << "a list where one level belongs";
    EXPECT_EQ(refused("JustificationUserLevel", "three"), "wrong-property");
    EXPECT_EQ(refused("JustificationUserLevel", "5"), "wrong-settings");
    EXPECT_EQ(refused("JustificationGroups", "Press,,"), "wrong-property");
    EXPECT_EQ(refused("JustificationGroups", "Press, Legal"), "wrong-settings");
    EXPECT_EQ(refused("ApprovalAttributeName", "Shot on"), "wrong-settings");
    EXPECT_EQ(code_of(read_property(house(), admin(), "image.downloadSubject")), "no-such-property");
    EXPECT_EQ(code_of(write_property(house(), director_, std::nullopt, "image.downloadJustificationEnabled", "true",
                                     Confirmed::nothing)),
              "level-too-low");
    const auto version = get("JustificationEnabled").version;
    must_have(put("JustificationEnabled", "true"));
    EXPECT_EQ(code_of(write_property(house(), admin(), version, "image.downloadJustificationEnabled", "false",
                                     Confirmed::nothing)),
              "stale");
}

}  // namespace
}  // namespace exeat::usecases
