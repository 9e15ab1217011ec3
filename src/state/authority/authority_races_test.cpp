// Authority under threads that change and ask at once, and held against the rows themselves. Run under the thread
// sanitizer, too.
#include <gmock/gmock.h>

#include <atomic>
#include <random>
#include <thread>

#include "state/authority/recent.h"
#include "state/authority/testing/authority_fixture.h"
#include "state/store/places.h"

namespace exeat::authority {
namespace {

using store::testing::k_day;

using AuthorityRaces = testing::AuthorityOnBoth;
INSTANTIATE_TEST_SUITE_P(Engines, AuthorityRaces, ::testing::Values(sql::Engine::sqlite, sql::Engine::postgresql),
                         testing::engine_name);

/// Writers change, readers ask and the heart beats, all at once; in the end everything is as in the database. Run under
/// the thread sanitizer, too.
TEST_P(AuthorityRaces, AgreesWithTheDatabaseAfterARace) {
    const auto library = site_.add_library("Press");
    const auto ann = site_.add_person("ann@example.org", policy::Level::importer);
    std::vector<domain::Asset> assets;
    for (int i = 0; i < 8; ++i) assets.push_back(site_.add_asset(library.id, std::to_string(i)));
    AuthorityOptions options;
    options.assets_kept = 4;  // so that much is read again
    options.people_kept = 2;
    const auto authority = open(options);

    std::atomic<bool> stop{false};
    std::vector<std::thread> threads;
    for (unsigned reader = 0; reader < 3; ++reader) {
        threads.emplace_back([&, reader] {
            std::mt19937 dice(reader);
            while (!stop) {
                const auto& asset = assets[dice() % assets.size()];
                const auto found = authority->asset(asset.id);
                if (!found) EXPECT_EQ(found.error().code, "changing");
                const auto standing = authority->standing(ann);
                if (standing) static_cast<void>(authority->memberships_of(**standing));
                static_cast<void>(authority->tree(library.id));
                static_cast<void>(authority->now());
            }
        });
    }
    threads.emplace_back([&] {
        while (!stop) EXPECT_TRUE(authority->beat());
    });
    std::mt19937 dice(99);
    std::vector<std::string> members;
    for (int i = 0; i < 60; ++i) {
        const auto& chosen = assets[dice() % assets.size()];
        site_.write([&](sql::Transaction& transaction) -> Done {
            EXEAT_TAKE(auto asset, store::read_asset(transaction, chosen.id));
            asset->rules.access = static_cast<policy::Access>(dice() % 3);
            return store::update_asset(transaction, *asset);
        });
        if (dice() % 2 == 0) members.push_back(site_.add_member(library.id, ann, policy::Role::viewer));
        if (dice() % 4 == 0) site_.add_folder(library.id, "f" + std::to_string(i));
        if (dice() % 3 == 0 && !members.empty()) {
            site_.write(
                [&](sql::Transaction& transaction) { return store::delete_member(transaction, members.back()); });
            members.pop_back();
        }
        EXPECT_TRUE(authority->catch_up());
    }
    stop = true;
    for (auto& thread : threads) thread.join();

    ASSERT_TRUE(authority->catch_up());
    for (const auto& asset : assets) {
        const auto stored = site_.read([&](sql::Session& session) { return store::read_asset(session, asset.id); });
        EXPECT_EQ((*authority->asset(asset.id))->rules.access, stored->rules.access);
        EXPECT_EQ((*authority->asset(asset.id))->version, stored->version);
    }
    EXPECT_EQ(authority->memberships_of(**authority->standing(ann)).size(), members.size());
    EXPECT_EQ(authority->tree(library.id)->folders.size(),
              site_.read([](sql::Session& session) { return store::read_folders(session); }).size());
}

/// The same answers from memory and from rows.
TEST_P(AuthorityRaces, AnswersAsStoredPlacesDo) {
    std::mt19937 dice(5);
    const auto library = site_.add_library("Press");
    std::vector<PersonId> people;
    for (int i = 0; i < 4; ++i) {
        people.push_back(site_.add_person("p" + std::to_string(i) + "@example.org", policy::Level::importer));
    }
    std::vector<GroupId> groups{site_.add_group("A", {people[0], people[1]}), site_.add_group("B", {people[1]})};
    std::vector<FolderId> folders;
    for (int i = 0; i < 6; ++i) {
        const auto parent = folders.empty() || dice() % 3 == 0 ? std::optional<FolderId>{}
                                                               : std::optional(folders[dice() % folders.size()]);
        folders.push_back(site_.add_folder(library.id, "f" + std::to_string(i), parent).id);
    }
    std::vector<AssetId> assets;
    for (int i = 0; i < 3; ++i) assets.push_back(site_.add_asset(library.id, "a" + std::to_string(i)).id);
    for (int i = 0; i < 25; ++i) {
        domain::Membership membership;
        membership.library = library.id;
        if (dice() % 2 == 0) {
            membership.person = people[dice() % people.size()];
        } else {
            membership.group = groups[dice() % groups.size()];
        }
        const auto where = dice() % 3;
        if (where == 1) membership.folder = folders[dice() % folders.size()];
        if (where == 2) membership.asset = assets[dice() % assets.size()];
        membership.role = static_cast<policy::Role>(1 + dice() % (where == 0 ? 3 : 2));
        if (dice() % 3 == 0) membership.ends_at = Instant{k_day.ms + static_cast<std::int64_t>(dice() % 3) - 1};
        site_.add_member(membership);
    }
    std::vector<policy::Role> from_rows;
    site_.read([&](sql::Session& session) -> Result<int> {
        from_rows.clear();
        store::StoredPlaces stored(session, k_day);
        const auto role = [&](domain::Places& places, PersonId person, std::optional<FolderId> folder,
                              std::optional<AssetId> asset) -> Result<policy::Role> {
            EXEAT_TAKE(const auto standing, places.standing(person));
            std::vector<std::shared_ptr<const domain::Folder>> path;
            if (folder) {
                EXEAT_TAKE(path, places.folder_path(*folder));
            }
            EXEAT_TAKE(const auto memberships, places.memberships(*standing, library.id, path, asset));
            return domain::highest_role(memberships, k_day);
        };
        for (const auto& person : people) {
            for (std::size_t f = 0; f <= folders.size(); ++f) {
                for (std::size_t a = 0; a <= assets.size(); ++a) {
                    const auto folder = f < folders.size() ? std::optional(folders[f]) : std::nullopt;
                    const auto asset = a < assets.size() ? std::optional(assets[a]) : std::nullopt;
                    EXEAT_TAKE(const auto found, role(stored, person, folder, asset));
                    from_rows.push_back(found);
                }
            }
        }
        return 0;
    });
    const auto authority = open();
    std::size_t at = 0;
    for (const auto& person : people) {
        const auto standing = *authority->standing(person);
        for (std::size_t f = 0; f <= folders.size(); ++f) {
            const auto path = f < folders.size() ? *authority->folder_path(folders[f])
                                                 : std::vector<std::shared_ptr<const domain::Folder>>{};
            for (std::size_t a = 0; a <= assets.size(); ++a) {
                const auto asset = a < assets.size() ? std::optional(assets[a]) : std::nullopt;
                const auto memberships = *authority->memberships(*standing, library.id, path, asset);
                EXPECT_EQ(domain::highest_role(memberships, k_day), from_rows.at(at++));
            }
        }
    }
}

TEST(Recent, KeepsWhatIsUsed) {
    Recent<int, std::string> recent(10);
    recent.put(0, "zero");
    for (int i = 1; i <= 100; ++i) {
        recent.put(i, std::to_string(i));
        const auto found = recent.find(0);
        ASSERT_NE(found.value, nullptr) << i;
        EXPECT_EQ(*found.value, "zero");
        if (found.is_old) recent.use(0);
        EXPECT_LE(recent.size(), 12U);
    }
    EXPECT_EQ(recent.find(1).value, nullptr);
    EXPECT_NE(recent.find(100).value, nullptr);
    recent.put(100, "again");
    EXPECT_EQ(*recent.find(100).value, "again");
    recent.erase(100);
    EXPECT_EQ(recent.find(100).value, nullptr);
    recent.clear();
    EXPECT_EQ(recent.size(), 0U);
}

}  // namespace
}  // namespace exeat::authority
