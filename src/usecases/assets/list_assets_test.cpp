// Lists over random worlds, through the door that everybody uses: every asset that is listed may be viewed, none that
// may be viewed is missing, and its tile says what the policy says.
#include <gmock/gmock.h>

#include <algorithm>
#include <random>
#include <set>

#include "usecases/assets/assets.h"
#include "usecases/testing/places_fixture.h"

namespace exeat::usecases {
namespace {

using testing::code_of;
using ::testing::ElementsAre;
using testing::must_have;
using testing::PlacesFixture;

class AssetLists : public ::testing::Test {
protected:
    House& house() { return fixture_.house(); }
    std::vector<std::string> names(const AssetsPage& page) {
        std::vector<std::string> names;
        for (const auto& row : page.assets) names.push_back(row.name);
        return names;
    }
    PlacesFixture fixture_;
};

TEST_F(AssetLists, HoldWhatCanBeViewed) {
    std::mt19937 dice(21);
    const auto chance = [&dice](unsigned one_in) { return dice() % one_in == 0; };
    const auto now = fixture_.now();
    const auto moment = [&]() -> std::optional<Instant> {
        if (!chance(5)) return std::nullopt;
        return Instant{now.ms + (chance(2) ? 1 : -1) * 3'600'000};
    };
    constexpr std::array k_levels{policy::Level::no_access, policy::Level::browser,  policy::Level::consumer,
                                  policy::Level::producer,  policy::Level::director, policy::Level::administrator};
    std::vector<Caller> people;
    for (std::size_t i = 0; i < k_levels.size(); ++i) {
        people.push_back(fixture_.add_person("p" + std::to_string(i), k_levels[i]));
    }
    for (int world = 0; world < 6; ++world) {
        domain::LibrarySettings settings;
        if (chance(3)) settings.visibility = policy::Visibility::everyone;
        if (chance(2)) settings.access = policy::Access::locked;
        if (chance(2)) settings.protection = policy::Protection::on_request;
        const auto library = fixture_.add_library("World " + std::to_string(world), settings);
        std::vector<FolderId> folders;
        for (int i = 0; i < 6; ++i) {
            const auto parent = folders.empty() || chance(2) ? std::optional<FolderId>{}
                                                             : std::optional(folders[dice() % folders.size()]);
            folders.push_back(fixture_.add_folder(library, "f" + std::to_string(i), parent));
        }
        std::vector<domain::Asset> assets;
        for (int i = 0; i < 25; ++i) {
            domain::Asset asset;
            asset.library = library;
            asset.name = "a" + std::to_string(dice() % 10);
            if (!chance(4)) asset.folder = folders[dice() % folders.size()];
            if (chance(3)) asset.rules.status = static_cast<policy::AssetStatus>(dice() % 3);
            asset.rules.available_from = moment();
            asset.rules.available_until = moment();
            assets.push_back(fixture_.add_asset(asset));
        }
        for (const auto& person : people) {
            for (int i = 0; i < 2; ++i) {
                const auto where = dice() % 5;
                fixture_.add_member(
                    library, person, chance(2) ? policy::Role::viewer : policy::Role::editor,
                    where == 1 || where == 2 ? std::optional(folders[dice() % folders.size()]) : std::nullopt,
                    where >= 3 ? std::optional(assets[dice() % assets.size()].id) : std::nullopt);
            }
        }
        for (const auto& person : people) {
            std::set<AssetId> expected;
            for (const auto& asset : assets) {
                const auto card = read_asset(house(), person, asset.id);
                if (card) expected.insert(asset.id);
                if (!card && card.error().code != "denied") EXPECT_EQ(card.error().code, "not-found");
            }
            std::set<AssetId> listed;
            AssetsWanted wanted;
            wanted.library = library;
            wanted.limit = 7;
            wanted.order = static_cast<store::AssetOrder>(dice() % 6);
            do {
                const auto page = list_assets(house(), person, wanted);
                if (!page) {
                    EXPECT_EQ(page.error().code, "not-found");
                    EXPECT_TRUE(expected.empty());
                    break;
                }
                for (const auto& row : page->assets) {
                    EXPECT_TRUE(listed.insert(row.id).second) << "twice";
                    const auto decision =
                        must_have(explain_decision(house(), person, row.id, policy::Action::download, "original"));
                    EXPECT_EQ(row.download.outcome, decision.answer.outcome);
                    EXPECT_EQ(row.download.needs, decision.answer.needs);
                    EXPECT_EQ(row.download.can_request, decision.answer.can_request);
                    EXPECT_EQ(row.can.download, decision.answer.outcome == policy::Outcome::allow);
                    EXPECT_EQ(row.why, decision.why);
                }
                wanted.cursor = page->next;
            } while (wanted.cursor);
            EXPECT_EQ(listed, expected);
        }
    }
    EXPECT_EQ(fixture_.site.logged().find("listed_but_not_to_be_seen"), std::string::npos);
}

TEST_F(AssetLists, AreAskedForByCursorOrByPosition) {
    const auto library = fixture_.add_library("Press");
    const auto kit = fixture_.add_folder(library, "Kit");
    for (const char* name : {"b", "A", "c", "alpha", "B2"}) fixture_.add_asset(library, name, kit);
    fixture_.add_asset(library, "top");
    const auto list = [&](auto change_it) {
        AssetsWanted wanted;
        wanted.library = library;
        change_it(wanted);
        return list_assets(house(), fixture_.administrator, wanted);
    };
    EXPECT_THAT(names(must_have(list([](auto&) {}))), ElementsAre("A", "alpha", "b", "B2", "c", "top"));
    EXPECT_THAT(names(must_have(list([](auto& wanted) { wanted.order = store::AssetOrder::name_down; }))),
                ElementsAre("top", "c", "B2", "b", "alpha", "A"));
    EXPECT_THAT(names(must_have(list([](auto& wanted) { wanted.text = "B"; }))), ElementsAre("b", "B2"));
    EXPECT_THAT(names(must_have(list([](auto& wanted) { wanted.folder = std::optional<FolderId>{}; }))),
                ElementsAre("top"));
    const auto window = must_have(list([&](auto& wanted) {
        wanted.folder = kit;
        wanted.library.reset();
        wanted.at = 1;
        wanted.limit = 2;
    }));
    EXPECT_THAT(names(window), ElementsAre("alpha", "b"));
    EXPECT_EQ(window.count, 5);
    EXPECT_TRUE(window.next);
    EXPECT_FALSE(must_have(list([](auto&) {})).count) << "counting costs: it is asked for";

    EXPECT_EQ(code_of(list([](auto& wanted) { wanted.limit = 201; })), "wrong-page");
    EXPECT_EQ(code_of(list([](auto& wanted) { wanted.limit = 0; })), "wrong-page");
    EXPECT_EQ(code_of(list([](auto& wanted) { wanted.at = -1; })), "wrong-page");
    EXPECT_EQ(code_of(list([](auto& wanted) { wanted.cursor = "zz"; })), "wrong-cursor");
    EXPECT_EQ(code_of(list([](auto& wanted) { wanted.library.reset(); })), "wrong-page");
    EXPECT_EQ(code_of(list([&](auto& wanted) {
                  wanted.at = 1;
                  wanted.cursor = window.next;
              })),
              "wrong-page");
    const auto other = fixture_.add_library("Other");
    EXPECT_EQ(code_of(list([&](auto& wanted) {
                  wanted.library = other;
                  wanted.folder = kit;
              })),
              "not-found");
    AssetsWanted wanted;
    wanted.library = library;
    const auto stranger = fixture_.add_person("stranger", policy::Level::consumer);
    EXPECT_EQ(code_of(list_assets(house(), stranger, wanted)), "not-found");
    EXPECT_EQ(code_of(list_assets(house(), Caller{}, wanted)), "not-signed-in");
}

TEST_F(AssetLists, ATileTellsAnOutsiderNothingOfFoldersTheyCannotSee) {
    const auto library = fixture_.add_library("Press");
    const auto kit = fixture_.add_folder(library, "Secret kit");
    const auto asset = fixture_.add_asset(library, "a.png", kit);
    FolderChange lock;
    lock.access = policy::Access::locked;
    must_have(change_folder(house(), fixture_.administrator, kit, 1, lock));
    const auto single = fixture_.add_person("single", policy::Level::consumer);
    fixture_.add_member(library, single, policy::Role::viewer, std::nullopt, asset.id);
    const auto card = must_have(read_asset(house(), single, asset.id));
    EXPECT_FALSE(card.folder);
    EXPECT_FALSE(card.access);
    EXPECT_FALSE(card.not_offered);
    ASSERT_TRUE(card.why_not.contains("download"));
    EXPECT_FALSE(card.why.empty());
    for (const auto& [action, sentences] : card.why_not) {
        for (const auto& sentence : sentences) EXPECT_EQ(sentence.find("Secret kit"), std::string::npos) << sentence;
    }
    const auto told = must_have(explain_decision(house(), single, asset.id, policy::Action::download, "original"));
    for (const auto& line : told.trace) {
        EXPECT_FALSE(line.folder);
        EXPECT_EQ(line.text.find("Secret kit"), std::string::npos);
    }
    EXPECT_FALSE(told.good_until);

    const auto viewer = fixture_.add_person("viewer", policy::Level::consumer);
    fixture_.add_member(library, viewer, policy::Role::viewer, kit);
    EXPECT_EQ(must_have(read_asset(house(), viewer, asset.id)).folder, kit);
    const auto& why = must_have(read_asset(house(), viewer, asset.id)).why;
    EXPECT_TRUE(std::ranges::any_of(why, [](const auto& line) { return line.find("Secret kit") != std::string::npos; }))
        << ::testing::PrintToString(why);
}

}  // namespace
}  // namespace exeat::usecases
