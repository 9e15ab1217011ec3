#include "usecases/assets/bin.h"

#include <gtest/gtest.h>

#include "usecases/testing/places_fixture.h"

namespace exeat::usecases {
namespace {

using testing::code_of;
using testing::must_have;
using testing::PlacesFixture;

class Bin : public ::testing::TestWithParam<sql::Engine> {
protected:
    void SetUp() override {
        fixture_.add_member(library_, owner_, policy::Role::owner);
        fixture_.add_member(library_, editor_, policy::Role::editor);
        fixture_.add_member(library_, viewer_, policy::Role::viewer);
    }
    House& house() { return fixture_.house(); }
    std::vector<std::string> names(const Caller& caller) {
        std::vector<std::string> found;
        for (const auto& row : must_have(list_bin(house(), caller, {library_, std::nullopt, 50})).rows)
            found.push_back(row.name);
        return found;
    }
    void lock(const domain::Asset& asset) {
        AssetChange locked;
        locked.access = policy::Access::locked;
        must_have(change_asset(house(), owner_, asset.id, 1, locked));
    }

    PlacesFixture fixture_{GetParam()};
    Caller owner_ = fixture_.add_person("owner", policy::Level::manager);
    Caller editor_ = fixture_.add_person("editor", policy::Level::producer);
    Caller viewer_ = fixture_.add_person("viewer", policy::Level::consumer);
    Caller stranger_ = fixture_.add_person("stranger", policy::Level::producer);
    LibraryId library_ = fixture_.add_library("Press");
    FolderId folder_ = fixture_.add_folder(library_, "Kit");
    domain::Asset asset_ = fixture_.add_asset(library_, "quarry.png", folder_);
};

TEST_P(Bin, GivesBackWhatWasDeletedAsItWas) {
    must_have(delete_asset(house(), editor_, asset_.id));
    EXPECT_EQ(code_of(read_asset(house(), editor_, asset_.id)), "not-found");
    const auto card = must_have(restore_asset(house(), editor_, asset_.id));
    EXPECT_EQ(card.name, "quarry.png");
    EXPECT_EQ(card.folder, folder_);
    EXPECT_EQ(must_have(read_asset(house(), viewer_, asset_.id)).version, card.version);
    EXPECT_TRUE(names(editor_).empty());
    EXPECT_EQ(fixture_.ledger_entries("asset_restored"), 1);
    must_have(restore_asset(house(), editor_, asset_.id));
    EXPECT_EQ(fixture_.ledger_entries("asset_restored"), 1) << "what is in no bin stays as it is";
}

TEST_P(Bin, IsForThoseWhoMayDelete) {
    const auto locked = fixture_.add_asset(library_, "locked.png");
    lock(locked);
    must_have(delete_asset(house(), owner_, asset_.id));
    must_have(delete_asset(house(), owner_, locked.id));
    EXPECT_EQ(names(owner_), (std::vector<std::string>{"locked.png", "quarry.png"}));
    EXPECT_EQ(names(editor_), (std::vector<std::string>{"quarry.png"}));
    EXPECT_EQ(code_of(list_bin(house(), viewer_, {library_, std::nullopt, 50})), "insiders-only");
    EXPECT_EQ(code_of(list_bin(house(), stranger_, {library_, std::nullopt, 50})), "not-found");
    for (const auto& caller : {viewer_, stranger_}) {
        EXPECT_EQ(code_of(restore_asset(house(), caller, asset_.id)), "not-found");
    }
    EXPECT_EQ(code_of(restore_asset(house(), editor_, locked.id)), "not-found");
    EXPECT_EQ(code_of(restore_asset(house(), Caller{}, locked.id)), "not-signed-in");
    EXPECT_EQ(fixture_.ledger_entries("asset_restored"), 0);
    must_have(restore_asset(house(), owner_, locked.id));
    EXPECT_EQ(code_of(restore_asset(house(), viewer_, locked.id)), "needs") << "what is in no bin is no secret";
}

TEST_P(Bin, IsReadPageByPage) {
    for (const auto* name : {"a.png", "b.png", "c.png"}) {
        must_have(delete_asset(house(), owner_, fixture_.add_asset(library_, name).id));
    }
    std::vector<std::string> seen;
    BinWanted wanted{library_, std::nullopt, 2};
    auto page = must_have(list_bin(house(), owner_, wanted));
    ASSERT_EQ(page.rows.size(), 2U);
    ASSERT_TRUE(page.next);
    EXPECT_EQ(page.rows.front().name, "c.png");
    wanted.cursor = page.next;
    page = must_have(list_bin(house(), owner_, wanted));
    ASSERT_EQ(page.rows.size(), 1U);
    EXPECT_EQ(page.rows.front().name, "a.png");
    EXPECT_FALSE(page.next);
    for (const auto* cursor : {"", "7", "7-", "7-x", "x-7", "7-7-7"}) {
        wanted.cursor = cursor;
        EXPECT_EQ(code_of(list_bin(house(), owner_, wanted)), "wrong-cursor") << cursor;
    }
}

INSTANTIATE_TEST_SUITE_P(Engines, Bin, ::testing::Values(sql::Engine::sqlite, sql::Engine::postgresql),
                         testing::engine_name);

}  // namespace
}  // namespace exeat::usecases
