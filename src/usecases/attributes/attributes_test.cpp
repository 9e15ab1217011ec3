#include "usecases/attributes/attributes.h"

#include <gmock/gmock.h>

#include "usecases/assets/assets.h"
#include "usecases/settings/site_settings.h"
#include "usecases/terms/terms.h"
#include "usecases/testing/places_fixture.h"

namespace exeat::usecases {
namespace {

using Values = std::map<std::string, std::vector<std::string>>;

using testing::code_of;
using ::testing::ElementsAre;
using testing::must_have;
using testing::PlacesFixture;

class Attributes : public ::testing::Test {
protected:
    House& house() { return fixture_.house(); }
    PlacesFixture fixture_;
    Caller director_ = fixture_.add_person("director", policy::Level::director);
    Caller browser_ = fixture_.add_person("browser", policy::Level::browser);
    Caller nobody_ = fixture_.add_person("nobody", policy::Level::no_access);
};

TEST_F(Attributes, AreDefinedByDirectors) {
    EXPECT_EQ(code_of(create_attribute(house(), browser_, {"Usage", domain::AttributeType::tag, {}})), "level-too-low");
    const auto made =
        must_have(create_attribute(house(), director_, {"Usage", domain::AttributeType::pulldown, {"Press", "Print"}}));
    EXPECT_EQ(code_of(create_attribute(house(), director_, {"Usage", domain::AttributeType::tag, {}})), "name-taken");
    EXPECT_EQ(code_of(create_attribute(house(), director_, {"Other", domain::AttributeType::pulldown, {}})),
              "wrong-vocabulary");
    EXPECT_EQ(must_have(list_attributes(house(), browser_)).size(), 1U);
    EXPECT_EQ(code_of(list_attributes(house(), nobody_)), "level-too-low");

    const auto changed = must_have(
        change_attribute(house(), director_, made.id, made.version, {"Use", std::vector<std::string>{"Press"}}));
    EXPECT_EQ(changed.name, "Use");
    EXPECT_THAT(changed.vocabulary, ElementsAre("Press"));
    EXPECT_EQ(code_of(change_attribute(house(), director_, made.id, made.version, {"Again", {}})), "stale");
    must_have(delete_attribute(house(), director_, made.id));
    EXPECT_EQ(code_of(read_attribute(house(), director_, made.id)), "not-found");
    EXPECT_EQ(fixture_.ledger_entries("attribute_deleted"), 1);
}

TEST_F(Attributes, ThatATriggerNamesStay) {
    const auto made = must_have(create_attribute(house(), director_, {"Usage", domain::AttributeType::tag, {}}));
    domain::SiteSettings settings;
    settings.approval.attribute_name = "Usage";
    must_have(write_site_settings(house(), fixture_.administrator, std::nullopt, settings, Confirmed::nothing));
    EXPECT_EQ(code_of(change_attribute(house(), director_, made.id, made.version, {"Use", {}})), "named-by-trigger");
    EXPECT_EQ(code_of(delete_attribute(house(), director_, made.id)), "named-by-trigger");
    must_have(write_site_settings(house(), fixture_.administrator, std::nullopt, {}, Confirmed::nothing));
    EXPECT_EQ(code_of(delete_attribute(house(), director_, made.id)), "");
}

TEST_F(Attributes, ThatAssetsCarryStay) {
    const auto library = fixture_.add_library("Press");
    const auto asset = fixture_.add_asset(library, "a.png");
    const auto made = must_have(
        create_attribute(house(), director_, {"Usage", domain::AttributeType::multi_select, {"Press", "Print"}}));
    AssetChange say;
    say.attributes = Values{{"Usage", {"Press"}}};
    must_have(change_asset(house(), fixture_.administrator, asset.id, 1, say));
    EXPECT_EQ(code_of(delete_attribute(house(), director_, made.id)), "attribute-in-use");
    EXPECT_EQ(code_of(change_attribute(house(), director_, made.id, 1, {{}, std::vector<std::string>{"Print"}})),
              "word-in-use");
    const auto narrowed =
        must_have(change_attribute(house(), director_, made.id, 1, {"Use", std::vector<std::string>{"Press"}}));
    EXPECT_EQ(must_have(read_asset(house(), fixture_.administrator, asset.id)).attributes.count("Use"), 1U)
        << "what is kept in memory knows the new name";
    say.attributes = Values{{"Use", {}}};
    must_have(change_asset(house(), fixture_.administrator, asset.id, 2, say));
    must_have(delete_attribute(house(), director_, narrowed.id));
}

TEST_F(Attributes, TermsGetNewTextsAndAssetsCarryTheNewest) {
    EXPECT_EQ(code_of(create_terms(house(), browser_, {"Press", "Be kind."})), "level-too-low");
    EXPECT_EQ(code_of(create_terms(house(), director_, {"", "Be kind."})), "name-empty");
    EXPECT_EQ(code_of(create_terms(house(), director_, {"Press", " \n"})), "wrong-text");
    const auto first = must_have(create_terms(house(), director_, {"Press", "Be kind."}));
    EXPECT_EQ(first.number, 1);

    const auto library = fixture_.add_library("Press");
    const auto asset = fixture_.add_asset(library, "a.png");
    AssetChange carry;
    carry.terms = json::Change<TermsId>::to(first.id);
    must_have(change_asset(house(), fixture_.administrator, asset.id, 1, carry));
    const auto second = must_have(create_terms_version(house(), director_, first.id, 1, {"Press", "Be kinder."}));
    EXPECT_EQ(second.number, 2);
    EXPECT_EQ(code_of(create_terms_version(house(), director_, first.id, 1, {"Press", "Mine."})), "stale");
    EXPECT_EQ(code_of(create_terms_version(house(), director_, TermsId::make(fixture_.now()), 1, {"P", "Mine."})),
              "not-found");
    const auto card = must_have(read_asset(house(), fixture_.administrator, asset.id));
    ASSERT_TRUE(card.terms);
    EXPECT_EQ(card.terms->number, 2);
    EXPECT_EQ(card.terms->body, "Be kinder.");
    EXPECT_THAT(card.download.needs, ElementsAre(policy::Need::terms)) << "nobody is exempt";
    EXPECT_EQ(must_have(list_terms(house(), browser_)).size(), 1U);
    EXPECT_EQ(must_have(read_terms_history(house(), browser_, first.id)).size(), 2U);
    EXPECT_EQ(code_of(read_terms_history(house(), browser_, TermsId::make(fixture_.now()))), "not-found");
}

}  // namespace
}  // namespace exeat::usecases
