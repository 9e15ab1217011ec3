// What is written is read again, on both engines: libraries, folders, memberships, assets, attributes, terms, settings,
// changes.
#include "state/store/places.h"

#include <gmock/gmock.h>

#include "platform/sql/testing/engine_name.h"
#include "state/store/attributes.h"
#include "state/store/site.h"
#include "state/store/terms.h"
#include "state/store/testing/site_database.h"

namespace exeat::store {
namespace {

using store::testing::k_day;
using store::testing::SiteDatabase;
using ::testing::ElementsAre;
using ::testing::UnorderedElementsAre;

class Store : public ::testing::TestWithParam<sql::Engine> {
protected:
    SiteDatabase site_{GetParam()};

    template <class Work>
    std::string refused(Work work) {
        const auto answer = site_.database().write(std::move(work));
        return answer ? "" : answer.error().code;
    }
};
INSTANTIATE_TEST_SUITE_P(Engines, Store, ::testing::Values(sql::Engine::sqlite, sql::Engine::postgresql),
                         sql::testing::engine_name);

TEST_P(Store, LibrariesKeepTheirSettings) {
    domain::LibrarySettings settings;
    settings.access = policy::Access::locked;
    settings.not_offered = {"version", "preset:web"};
    settings.presets = {{"web", true}};
    settings.access_actions = {policy::Action::delete_};
    auto library = site_.add_library("Press", settings);

    auto read = site_.read([&](sql::Session& session) { return read_library(session, library.id); });
    ASSERT_TRUE(read);
    EXPECT_EQ(read->name, "Press");
    EXPECT_EQ(read->policy->settings(), settings);
    EXPECT_EQ(read->version, 1);

    library.name = "PRESS kit";
    library.archived_at = k_day;
    site_.write([&](sql::Transaction& transaction) { return update_library(transaction, library); });
    EXPECT_EQ(refused([&](sql::Transaction& transaction) { return update_library(transaction, library); }), "stale");
    EXPECT_EQ(site_.read([&](sql::Session& session) { return libraries_named(session, "press KIT"); }),
              std::vector{library.id});
    EXPECT_TRUE(site_.read([&](sql::Session& session) { return libraries_named(session, "press"); }).empty());
    read = site_.read([&](sql::Session& session) { return read_library(session, library.id); });
    ASSERT_TRUE(read);
    EXPECT_EQ(read->version, 2);
    EXPECT_EQ(read->archived_at, k_day);

    auto twin = library;
    twin.id = LibraryId::make(k_day);
    site_.write([&](sql::Transaction& transaction) { return insert_library(transaction, twin); });
    EXPECT_THAT(site_.read([&](sql::Session& session) { return libraries_named(session, "Press Kit"); }),
                ::testing::UnorderedElementsAre(library.id, twin.id));
}

TEST_P(Store, MembersVersionTellsTwoEditorsApart) {
    const auto library = site_.add_library("Press");
    const auto raise = [&](std::optional<std::int64_t> version) {
        return refused(
            [&](sql::Transaction& transaction) { return raise_members_version(transaction, library.id, version); });
    };
    EXPECT_EQ(raise(1), "");
    EXPECT_EQ(raise(1), "stale");
    EXPECT_EQ(raise(std::nullopt), "");
    EXPECT_EQ(site_.read([&](sql::Session& session) { return read_members_version(session, library.id); }), 3);
}

TEST_P(Store, FoldersNestMoveAndCount) {
    const auto library = site_.add_library("Press");
    const auto top = site_.add_folder(library.id, "Top");
    const auto middle = site_.add_folder(library.id, "Middle", top.id);
    auto low = site_.add_folder(library.id, "Low", middle.id);
    site_.add_asset(library.id, "a.png", middle.id);

    const auto below = site_.read([&](sql::Session& session) { return read_folders_below(session, top.id); });
    ASSERT_EQ(below.size(), 2U);
    for (const auto& one : below) EXPECT_EQ(one.depth, one.id == middle.id ? 1 : 2);
    EXPECT_EQ(below[0].id == middle.id ? below[1].id : below[0].id, low.id);
    const auto content = site_.read([&](sql::Session& session) { return count_content(session, middle); });
    EXPECT_EQ(content.folders, 1);
    EXPECT_EQ(content.assets, 1);
    EXPECT_EQ(content.in_bin, 0);

    const auto path = site_.read([&](sql::Session& session) {
        StoredPlaces places(session, k_day);
        return places.folder_path(low.id);
    });
    ASSERT_EQ(path.size(), 3U);
    EXPECT_EQ(path[0]->id, low.id);
    EXPECT_EQ(path[2]->id, top.id);

    low.parent = std::nullopt;
    low.name = "TOP";
    EXPECT_EQ(refused([&](sql::Transaction& transaction) { return update_folder(transaction, low); }), "name-taken");
    low.name = "Low";
    low.access = policy::Access::locked;
    site_.write([&](sql::Transaction& transaction) { return update_folder(transaction, low); });
    EXPECT_EQ(refused([&](sql::Transaction& transaction) { return update_folder(transaction, low); }), "stale");
    const auto found =
        site_.read([&](sql::Session& session) { return find_folder(session, library.id, std::nullopt, "low"); });
    ASSERT_TRUE(found);
    EXPECT_EQ(found->access, policy::Access::locked);
    site_.write([&](sql::Transaction& transaction) { return delete_folder(transaction, low.id); });
    EXPECT_FALSE(site_.read([&](sql::Session& session) { return read_folder(session, low.id); }));
}

TEST_P(Store, MembershipsAreFoundForAPersonAndTheirGroups) {
    const auto library = site_.add_library("Press");
    const auto folder = site_.add_folder(library.id, "Kit");
    const auto asset = site_.add_asset(library.id, "a.png");
    const auto ann = site_.add_person("ann@example.org", policy::Level::importer);
    const auto bob = site_.add_person("bob@example.org", policy::Level::importer);
    const auto press = site_.add_group("Press", {ann});
    site_.add_member(library.id, bob, policy::Role::owner);
    domain::Membership in_folder;
    in_folder.library = library.id;
    in_folder.folder = folder.id;
    in_folder.group = press;
    in_folder.role = policy::Role::editor;
    in_folder.ends_at = Instant{k_day.ms + 1};
    const auto in_folder_id = site_.add_member(in_folder);
    domain::Membership on_asset;
    on_asset.library = library.id;
    on_asset.asset = asset.id;
    on_asset.person = ann;
    site_.add_member(on_asset);

    const auto roles_of = [&](std::optional<FolderId> at, std::optional<AssetId> of) {
        return site_.read([&](sql::Session& session) -> Result<std::vector<policy::Role>> {
            StoredPlaces places(session, k_day);
            EXEAT_TAKE(const auto standing, places.standing(ann));
            std::vector<std::shared_ptr<const domain::Folder>> path;
            if (at) {
                EXEAT_TAKE(path, places.folder_path(*at));
            }
            EXEAT_TAKE(const auto memberships, places.memberships(*standing, library.id, path, of));
            std::vector<policy::Role> roles;
            for (const auto& membership : memberships) roles.push_back(membership.role);
            return roles;
        });
    };
    EXPECT_THAT(roles_of(std::nullopt, std::nullopt), ElementsAre());
    EXPECT_THAT(roles_of(folder.id, std::nullopt), ElementsAre(policy::Role::editor));
    EXPECT_THAT(roles_of(folder.id, asset.id), UnorderedElementsAre(policy::Role::editor, policy::Role::viewer));

    auto changed = in_folder;
    changed.role = policy::Role::viewer;
    changed.ends_at.reset();
    site_.write([&](sql::Transaction& transaction) { return update_member(transaction, {in_folder_id, changed}); });
    EXPECT_THAT(roles_of(folder.id, std::nullopt), ElementsAre(policy::Role::viewer));
    site_.write([&](sql::Transaction& transaction) { return delete_member(transaction, in_folder_id); });
    EXPECT_THAT(roles_of(folder.id, std::nullopt), ElementsAre());

    const auto named = site_.read([&](sql::Session& session) { return read_named_members(session, library.id); });
    ASSERT_EQ(named.size(), 2U);
    EXPECT_EQ(named[0].name, "bob@example.org");
    EXPECT_EQ(named[1].asset, "a.png");

    const auto other = site_.add_library("Other");
    site_.write([&](sql::Transaction& transaction) { return move_members(transaction, asset.id, other.id); });
    EXPECT_EQ(site_.read([&](sql::Session& session) { return read_named_members(session, other.id); }).size(), 1U);
}

TEST_P(Store, NobodyOwnsAFolder) {
    const auto library = site_.add_library("Press");
    const auto folder = site_.add_folder(library.id, "Kit");
    domain::Membership owner;
    owner.library = library.id;
    owner.folder = folder.id;
    owner.person = site_.add_person("ann@example.org", policy::Level::importer);
    owner.role = policy::Role::owner;
    EXPECT_EQ(refused([&](sql::Transaction& transaction) {
                  return insert_member(transaction, {GroupId::make(k_day).text(), owner}, k_day);
              }),
              "duplicate")
        << "a check constraint says no";
}

TEST_P(Store, AssetsKeepTheirRules) {
    const auto library = site_.add_library("Press");
    const auto terms = TermsId::make(k_day);
    domain::Attribute usage{AttributeId::make(k_day), "Usage", domain::AttributeType::tag, {}, 1};
    site_.write([&](sql::Transaction& transaction) -> Done {
        EXEAT_TRY(insert_terms(transaction, {terms, 1, "Press", "Be kind.", k_day}));
        return insert_attribute(transaction, usage);
    });
    domain::Asset asset;
    asset.library = library.id;
    asset.name = "Quarry.TIFF";
    asset.size = 17;
    asset.rules.access = policy::Access::locked;
    asset.rules.status = policy::AssetStatus::draft;
    asset.rules.available_from = k_day;
    asset.rules.not_offered = {"original"};
    asset.rules.terms = domain::TermsVersion{terms, 1};
    asset = site_.add_asset(asset);
    const auto plain = site_.add_asset(library.id, "plain.png");
    site_.write([&](sql::Transaction& transaction) -> Done {
        EXEAT_TRY(write_asset_attribute(transaction, asset.id, usage.id, {"Press", "Print"}));
        return insert_terms(transaction, {terms, 2, "Press", "Be kinder.", k_day});
    });

    const auto read = [&](AssetId id) {
        return site_.read([&](sql::Session& session) { return read_asset(session, id); });
    };
    auto again = read(asset.id);
    ASSERT_TRUE(again);
    EXPECT_EQ(again->no, asset.no);
    EXPECT_EQ(again->name, "Quarry.TIFF");
    EXPECT_EQ(again->rules.access, policy::Access::locked);
    EXPECT_EQ(again->rules.available_from, k_day);
    EXPECT_THAT(again->rules.not_offered, ElementsAre("original"));
    EXPECT_EQ(again->rules.terms, (domain::TermsVersion{terms, 2})) << "the newest text";
    ASSERT_EQ(again->rules.attributes.size(), 1U);
    EXPECT_EQ(again->rules.attributes[0].name, "Usage");
    EXPECT_THAT(again->rules.attributes[0].values, ElementsAre("Press", "Print"));

    const std::vector<AssetId> ids{plain.id, AssetId::make(k_day), asset.id};
    const auto many = site_.read([&](sql::Session& session) { return read_assets(session, ids); });
    ASSERT_EQ(many.size(), 2U);
    for (const auto& one : many) EXPECT_EQ(one.rules.attributes.size(), one.id == asset.id ? 1U : 0U);

    again->deleted_at = k_day;
    site_.write([&](sql::Transaction& transaction) { return update_asset(transaction, *again); });
    EXPECT_EQ(refused([&](sql::Transaction& transaction) { return update_asset(transaction, *again); }), "stale");
    EXPECT_EQ(read(asset.id)->deleted_at, k_day);
    EXPECT_EQ(read(asset.id)->version, 2);
}

TEST_P(Store, ManyAssetsAreReadAtOnce) {
    const auto library = site_.add_library("Press");
    std::vector<AssetId> ids;
    for (int i = 0; i < 300; ++i) ids.push_back(site_.add_asset(library.id, "a" + std::to_string(i)).id);
    for (const std::size_t count : {std::size_t{0}, std::size_t{1}, std::size_t{9}, std::size_t{65}, ids.size()}) {
        const auto some = std::span(ids).first(count);
        EXPECT_EQ(site_.read([&](sql::Session& session) { return read_assets(session, some); }).size(), count);
    }
}

TEST_P(Store, AttributesAreCountedBeforeTheyGo) {
    const auto library = site_.add_library("Press");
    const auto asset = site_.add_asset(library.id, "a.png");
    domain::Attribute usage{AttributeId::make(k_day), "Usage", domain::AttributeType::pulldown, {"A", "B"}, 1};
    site_.write([&](sql::Transaction& transaction) { return insert_attribute(transaction, usage); });
    EXPECT_EQ(refused([&](sql::Transaction& transaction) {
                  auto twin = usage;
                  twin.id = AttributeId::make(k_day);
                  return insert_attribute(transaction, twin);
              }),
              "name-taken");
    const auto carriers = [&](std::optional<std::string_view> value) {
        return site_.read([&](sql::Session& session) { return count_carriers(session, usage.id, value); });
    };
    EXPECT_EQ(carriers(std::nullopt), 0);
    site_.write(
        [&](sql::Transaction& transaction) { return write_asset_attribute(transaction, asset.id, usage.id, {"A"}); });
    EXPECT_EQ(carriers(std::nullopt), 1);
    EXPECT_EQ(carriers("A"), 1);
    EXPECT_EQ(carriers("B"), 0);

    usage.name = "Use";
    usage.vocabulary = {"A"};
    site_.write([&](sql::Transaction& transaction) { return update_attribute(transaction, usage); });
    EXPECT_EQ(refused([&](sql::Transaction& transaction) { return update_attribute(transaction, usage); }), "stale");
    const auto all = site_.read([&](sql::Session& session) { return read_attributes(session); });
    ASSERT_EQ(all.size(), 1U);
    EXPECT_EQ(all[0].name, "Use");
    EXPECT_THAT(all[0].vocabulary, ElementsAre("A"));
    EXPECT_EQ(
        site_.read([&](sql::Session& session) { return read_asset(session, asset.id); })->rules.attributes[0].name,
        "Use");
    site_.write([&](sql::Transaction& transaction) -> Done {
        EXEAT_TRY(write_asset_attribute(transaction, asset.id, usage.id, {}));
        return delete_attribute(transaction, usage.id);
    });
    EXPECT_FALSE(site_.read([&](sql::Session& session) { return read_attribute(session, usage.id); }));
}

TEST_P(Store, TermsKeepTheirHistory) {
    const auto id = TermsId::make(k_day);
    const auto put = [&](std::int64_t number, const std::string& title) {
        return refused([&](sql::Transaction& transaction) {
            return insert_terms(transaction, {id, number, title, "Text " + std::to_string(number), k_day});
        });
    };
    EXPECT_EQ(put(1, "Press"), "");
    EXPECT_EQ(put(2, "Press use"), "");
    EXPECT_EQ(put(2, "Somebody else's"), "stale");
    const auto newest = site_.read([&](sql::Session& session) { return read_terms(session, id); });
    EXPECT_EQ(newest->number, 2);
    EXPECT_EQ(newest->title, "Press use");
    EXPECT_EQ(site_.read([&](sql::Session& session) { return read_terms(session, id, 1); })->body, "Text 1");
    EXPECT_FALSE(site_.read([&](sql::Session& session) { return read_terms(session, id, 3); }));
    EXPECT_EQ(site_.read([&](sql::Session& session) { return read_all_terms(session); }).size(), 1U);
    EXPECT_EQ(site_.read([&](sql::Session& session) { return read_terms_history(session, id); }).size(), 2U);
}

TEST_P(Store, SiteSettingsHaveOneVersion) {
    domain::SiteSettings settings;
    settings.justification.enabled = true;
    settings.justification.user_level = 3;
    settings.quota.limit = 10;
    site_.write([&](sql::Transaction& transaction) { return write_site_settings(transaction, settings, 1); });
    EXPECT_EQ(refused([&](sql::Transaction& transaction) { return write_site_settings(transaction, settings, 1); }),
              "stale");
    const auto row = site_.read([](sql::Session& session) { return read_site(session); });
    EXPECT_EQ(row.settings, settings);
    EXPECT_EQ(row.version, 2);
}

TEST_P(Store, SettingsOfAnOlderProgramHaveTheDefaultsOfThisOne) {
    site_.write([&](sql::Transaction& transaction) {
        return transaction.change("update site set settings = '{\"justification\":{\"enabled\":true}}'");
    });
    domain::SiteSettings expected;
    expected.justification.enabled = true;
    EXPECT_EQ(site_.read([](sql::Session& session) { return read_site(session); }).settings, expected);
}

TEST_P(Store, ChangesAreNumberedInTheOrderOfCommits) {
    const auto before = site_.read([](sql::Session& session) { return newest_change(session); });
    site_.write([](sql::Transaction& transaction) -> Done {
        EXEAT_TRY(note_change(transaction, ChangeKind::terms, "b"));
        return note_change(transaction, ChangeKind::site, "");
    });
    static_cast<void>(refused([](sql::Transaction& transaction) -> Done {
        EXEAT_TRY(note_change(transaction, ChangeKind::asset, "never"));
        return fail(ErrorKind::conflict, "rolled-back", "");
    }));
    site_.write([](sql::Transaction& transaction) { return note_change(transaction, ChangeKind::attribute, "c"); });
    const auto after = site_.read([&](sql::Session& session) { return changes_after(session, before, 10); });
    ASSERT_EQ(after.size(), 3U);
    EXPECT_EQ(after[0].kind, ChangeKind::terms);
    EXPECT_EQ(after[0].id, "b");
    EXPECT_EQ(after[1].kind, ChangeKind::site);
    EXPECT_EQ(after[2].kind, ChangeKind::attribute);
    EXPECT_LT(after[0].no, after[1].no);
    EXPECT_LT(after[1].no, after[2].no);
    EXPECT_EQ(site_.read([&](sql::Session& session) { return changes_after(session, before, 2); }).size(), 2U);
    EXPECT_EQ(site_.read([](sql::Session& session) { return newest_change(session); }), after[2].no);
}

}  // namespace
}  // namespace exeat::store
