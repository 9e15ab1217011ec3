#include "usecases/folders/folders.h"

#include <gmock/gmock.h>

#include "usecases/assets/assets.h"
#include "usecases/libraries/libraries.h"
#include "usecases/testing/places_fixture.h"

namespace exeat::usecases {
namespace {

using testing::code_of;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::must_have;
using testing::PlacesFixture;

class Folders : public ::testing::Test {
protected:
    House& house() { return fixture_.house(); }
    std::vector<std::string> names_for(const Caller& caller,
                                       std::optional<std::optional<FolderId>> parent = std::nullopt) {
        std::vector<std::string> names;
        for (const auto& folder : must_have(list_folders(house(), caller, {library_, parent}))) {
            names.push_back(folder.name);
        }
        return names;
    }
    Result<FolderShown> move(const Caller& caller, FolderId folder, std::optional<FolderId> to) {
        FolderChange change;
        change.parent = to ? json::Change<FolderId>::to(*to) : json::Change<FolderId>::to_null();
        return change_folder(house(), caller, folder, version_of(folder), change);
    }
    std::int64_t version_of(FolderId folder) {
        return must_have(read_folder(house(), fixture_.administrator, folder)).version;
    }
    void protect(FolderId folder, std::optional<policy::Access> access, std::optional<policy::Protection> protection) {
        FolderChange change;
        change.access = access;
        change.protection = protection;
        must_have(change_folder(house(), fixture_.administrator, folder, version_of(folder), change));
    }

    PlacesFixture fixture_;
    LibraryId library_ = fixture_.add_library("Press");
    Caller editor_ = fixture_.add_person("editor", policy::Level::producer);
    Caller viewer_ = fixture_.add_person("viewer", policy::Level::consumer);
    Caller owner_ = fixture_.add_person("owner", policy::Level::manager);
    void SetUp() override {
        fixture_.add_member(library_, editor_, policy::Role::editor);
        fixture_.add_member(library_, viewer_, policy::Role::viewer);
        fixture_.add_member(library_, owner_, policy::Role::owner);
    }
};

TEST_F(Folders, AreMadeByWhoeverOrganises) {
    const auto made = must_have(create_folder(house(), editor_, {library_, std::nullopt, "Kit"}));
    EXPECT_EQ(made.name, "Kit");
    EXPECT_EQ(made.access->in_force, policy::Access::unlocked);
    EXPECT_EQ(made.access->set_on, domain::SetOn::library);
    EXPECT_EQ(code_of(create_folder(house(), editor_, {library_, std::nullopt, "KIT"})), "name-taken");
    EXPECT_EQ(code_of(create_folder(house(), editor_, {library_, std::nullopt, "a/b"})), "name-with-slash");
    EXPECT_EQ(code_of(create_folder(house(), viewer_, {library_, std::nullopt, "Mine"})), "needs");
    EXPECT_EQ(code_of(create_folder(house(), editor_, {library_, FolderId::make(fixture_.now()), "Lost"})),
              "no-such-folder");
    const auto stranger = fixture_.add_person("stranger", policy::Level::producer);
    EXPECT_EQ(code_of(create_folder(house(), stranger, {library_, made.id, "Mine"})), "no-such-folder")
        << "hidden and absent look the same";
    EXPECT_EQ(code_of(read_folder(house(), stranger, made.id)), "not-found");
    EXPECT_EQ(fixture_.ledger_entries("folder_created"), 1);
}

TEST_F(Folders, AreNotMadeInAnArchivedLibrary) {
    const auto library = must_have(read_library(house(), owner_, library_));
    must_have(change_library(house(), owner_, library_, library.version, {.archived = true}));
    EXPECT_EQ(code_of(create_folder(house(), editor_, {library_, std::nullopt, "Late"})), "library-archived");
    EXPECT_EQ(fixture_.ledger_entries("folder_created"), 0);
}

TEST_F(Folders, NestSixtyFourDeep) {
    std::optional<FolderId> at;
    for (int depth = 1; depth <= 64; ++depth) at = fixture_.add_folder(library_, "f" + std::to_string(depth), at);
    EXPECT_EQ(code_of(create_folder(house(), editor_, {library_, at, "too deep"})), "folder-too-deep");
    const auto pair = fixture_.add_folder(library_, "pair");
    fixture_.add_folder(library_, "inner", pair);
    const auto path = must_have(house().authority.folder_path(*at));
    EXPECT_EQ(code_of(move(editor_, pair, path[1]->id)), "folder-too-deep");
    EXPECT_EQ(code_of(move(editor_, pair, path[2]->id)), "");
}

TEST_F(Folders, AreListedForWhoeverSeesThem) {
    const auto top = fixture_.add_folder(library_, "Top");
    const auto low = fixture_.add_folder(library_, "Low", top);
    EXPECT_THAT(names_for(viewer_), ElementsAre("Low", "Top"));
    EXPECT_THAT(names_for(viewer_, std::optional<FolderId>{}), ElementsAre("Top"));
    EXPECT_THAT(names_for(viewer_, top), ElementsAre("Low"));

    const auto guest = fixture_.add_person("guest", policy::Level::consumer);
    EXPECT_EQ(code_of(list_folders(house(), guest, {library_, std::nullopt})), "not-found");
    fixture_.add_member(library_, guest, policy::Role::viewer, low);
    EXPECT_THAT(names_for(guest), ElementsAre("Low"));
    const auto seen = must_have(read_folder(house(), guest, low));
    EXPECT_FALSE(seen.parent) << "the folder above is not theirs to see";
    EXPECT_FALSE(seen.access) << "nor the settings";
    EXPECT_EQ(code_of(read_folder(house(), guest, top)), "not-found");

    const auto single = fixture_.add_person("single", policy::Level::consumer);
    fixture_.add_member(library_, single, policy::Role::viewer, std::nullopt,
                        fixture_.add_asset(library_, "a.png", low).id);
    EXPECT_THAT(names_for(single), IsEmpty());
    EXPECT_EQ(code_of(read_folder(house(), single, low)), "not-found");
}

TEST_F(Folders, LocksAreForOwners) {
    const auto folder = fixture_.add_folder(library_, "Kit");
    const auto below = fixture_.add_folder(library_, "Below", folder);
    FolderChange lock;
    lock.access = policy::Access::locked;
    lock.protection = policy::Protection::on_request;
    EXPECT_EQ(code_of(change_folder(house(), editor_, folder, 1, lock)), "denied");
    EXPECT_EQ(code_of(change_folder(house(), owner_, folder, 7, lock)), "stale");
    const auto locked = must_have(change_folder(house(), owner_, folder, 1, lock));
    EXPECT_EQ(locked.access->set_on, domain::SetOn::itself);
    const auto inherits = must_have(read_folder(house(), editor_, below));
    EXPECT_EQ(inherits.access->in_force, policy::Access::locked);
    EXPECT_EQ(inherits.access->set_on, domain::SetOn::folder);
    EXPECT_EQ(inherits.access->folder, folder);
    EXPECT_EQ(inherits.access->folder_name, "Kit");
    EXPECT_EQ(inherits.protection->in_force, policy::Protection::on_request);
    EXPECT_FALSE(inherits.can.organise);
    EXPECT_FALSE(inherits.why_not.at("organise").empty());
    FolderChange rename;
    rename.name = "Mine";
    EXPECT_EQ(code_of(change_folder(house(), editor_, below, 1, rename)), "needs");
}

TEST_F(Folders, MoveWhereNothingChangesButThePlace) {
    const auto kit = fixture_.add_folder(library_, "Kit");
    const auto logos = fixture_.add_folder(library_, "Logos");
    const auto inner = fixture_.add_folder(library_, "Inner", logos);
    EXPECT_EQ(must_have(move(editor_, logos, kit)).parent, kit);
    EXPECT_EQ(code_of(move(editor_, kit, inner)), "folder-in-itself");
    EXPECT_EQ(code_of(move(editor_, kit, kit)), "folder-in-itself");
    EXPECT_EQ(code_of(move(viewer_, logos, std::nullopt)), "needs");
    EXPECT_EQ(code_of(move(editor_, logos, FolderId::make(fixture_.now()))), "no-such-folder");
    EXPECT_FALSE(must_have(move(editor_, logos, std::nullopt)).parent);
    EXPECT_EQ(fixture_.ledger_entries("folder_moved"), 2);
}

TEST_F(Folders, AMoveThatChangesRulesIsForOwners) {
    const auto kit = fixture_.add_folder(library_, "Kit");
    const auto open = fixture_.add_folder(library_, "Open");
    const auto secret = fixture_.add_folder(library_, "Secret");
    protect(secret, std::nullopt, policy::Protection::on_request);
    EXPECT_EQ(code_of(move(editor_, kit, secret)), "denied") << "protection would differ";
    EXPECT_EQ(code_of(move(owner_, kit, secret)), "");
    EXPECT_EQ(code_of(move(editor_, kit, open)), "denied") << "and the way back";

    const auto plain = fixture_.add_folder(library_, "Plain");
    const auto guest = fixture_.add_person("guest", policy::Level::consumer);
    fixture_.add_member(library_, guest, policy::Role::viewer, open);
    EXPECT_EQ(code_of(move(editor_, plain, open)), "denied") << "the circle of members would differ";
    EXPECT_EQ(code_of(move(owner_, plain, open)), "");
}

TEST_F(Folders, TakeLockedAssetsAlongOnlyWithLeave) {
    const auto kit = fixture_.add_folder(library_, "Kit");
    const auto inner = fixture_.add_folder(library_, "Inner", kit);
    const auto other = fixture_.add_folder(library_, "Other");
    domain::Asset asset;
    asset.library = library_;
    asset.folder = inner;
    asset.name = "locked.png";
    asset.rules.access = policy::Access::locked;
    fixture_.add_asset(asset);
    EXPECT_EQ(code_of(move(editor_, kit, other)), "needs");
    EXPECT_EQ(code_of(move(owner_, kit, other)), "");
}

TEST_F(Folders, AreDeletedWhenEmpty) {
    const auto kit = fixture_.add_folder(library_, "Kit");
    const auto asset = fixture_.add_asset(library_, "a.png", kit);
    const auto full = delete_folder(house(), editor_, kit);
    ASSERT_EQ(code_of(full), "folder-not-empty");
    EXPECT_NE(full.error().text.find("1 asset"), std::string::npos) << full.error().text;
    must_have(delete_asset(house(), editor_, asset.id));
    EXPECT_EQ(code_of(delete_folder(house(), editor_, kit)), "folder-not-empty") << "the bin would bring it back";

    const auto empty = fixture_.add_folder(library_, "Empty");
    EXPECT_EQ(code_of(delete_folder(house(), viewer_, empty)), "needs");
    must_have(delete_folder(house(), editor_, empty));
    EXPECT_EQ(code_of(read_folder(house(), editor_, empty)), "not-found");
    const auto shared = fixture_.add_folder(library_, "Shared");
    fixture_.add_member(library_, fixture_.add_person("guest", policy::Level::consumer), policy::Role::viewer, shared);
    EXPECT_EQ(code_of(delete_folder(house(), editor_, shared)), "denied") << "it has members";
    must_have(delete_folder(house(), owner_, shared));
}

}  // namespace
}  // namespace exeat::usecases
