// Authority answers as the database does, knows how fresh it is, and rings the bell: on both engines, with a clock that
// the test moves.
#include "state/authority/authority.h"

#include <gmock/gmock.h>

#include <atomic>
#include <barrier>
#include <thread>

#include "state/authority/testing/authority_fixture.h"
#include "state/store/attributes.h"
#include "state/store/site.h"
#include "state/store/terms.h"

namespace exeat::authority {
namespace {

using store::testing::k_day;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

using AuthorityTest = testing::AuthorityOnBoth;
INSTANTIATE_TEST_SUITE_P(Engines, AuthorityTest, ::testing::Values(sql::Engine::sqlite, sql::Engine::postgresql),
                         testing::engine_name);

TEST_P(AuthorityTest, IsFreshForASecondAfterSendingTheHeartbeat) {
    const auto authority = open();
    const auto begin = authority->now();
    ASSERT_TRUE(begin);
    ticks_ += 1'000;
    const auto later = authority->now();
    ASSERT_TRUE(later);
    EXPECT_EQ(later->ms - begin->ms, 1'000);
    ticks_ += 1;
    const auto stale = authority->now();
    ASSERT_FALSE(stale);
    EXPECT_EQ(stale.error().kind, ErrorKind::unavailable);
    EXPECT_EQ(stale.error().code, "not-fresh");
    EXPECT_GT(stale.error().retry_after_seconds, 0);
    ASSERT_TRUE(authority->beat());
    EXPECT_TRUE(authority->now());
}

TEST_P(AuthorityTest, ASlowHeartbeatCountsFromWhenItWasSent) {
    // The clock moves while the database is asked: two readings of it a beat, the first when it is sent.
    std::atomic<std::int64_t> step{0};
    auto opened = Authority::open(site_.database(), [&] { return ticks_.fetch_add(step.load()); },
                                  {.heartbeat = std::chrono::hours(24), .fresh_for = std::chrono::milliseconds(1000)});
    ASSERT_TRUE(opened);
    ASSERT_TRUE((*opened)->now());
    step = 1'001;
    ASSERT_TRUE((*opened)->beat());
    EXPECT_FALSE((*opened)->now()) << "the answer came 1,001 ms after the question";
}

TEST_P(AuthorityTest, TimeNeverGoesBack) {
    const auto authority = open();
    ticks_ += 900;  // much more than has passed for the database
    const auto ahead = authority->now();
    ASSERT_TRUE(ahead);
    ASSERT_TRUE(authority->beat());
    const auto after = authority->now();
    ASSERT_TRUE(after);
    EXPECT_GE(*after, *ahead);
}

TEST_P(AuthorityTest, LoadsWhatIsThere) {
    const auto library = site_.add_library("Press");
    const auto top = site_.add_folder(library.id, "Top");
    const auto low = site_.add_folder(library.id, "Low", top.id);
    const auto ann = site_.add_person("ann@example.org", policy::Level::importer, {policy::Flag::upload});
    const auto press = site_.add_group("Press", {ann});
    site_.add_member(library.id, ann, policy::Role::viewer);
    domain::Membership by_group;
    by_group.library = library.id;
    by_group.folder = top.id;
    by_group.group = press;
    by_group.role = policy::Role::editor;
    site_.add_member(by_group);

    const auto authority = open();
    ASSERT_EQ(authority->libraries().size(), 1U);
    EXPECT_EQ((*authority->library(library.id))->name, "Press");
    EXPECT_EQ(*authority->library(LibraryId::make(k_day)), nullptr);
    const auto path = *authority->folder_path(low.id);
    ASSERT_EQ(path.size(), 2U);
    EXPECT_EQ(path[0]->id, low.id);
    EXPECT_EQ(path[1]->id, top.id);
    EXPECT_THAT(*authority->folder_path(FolderId::make(k_day)), IsEmpty());

    const auto standing = *authority->standing(ann);
    ASSERT_NE(standing, nullptr);
    EXPECT_EQ(standing->level, policy::Level::importer);
    EXPECT_TRUE(standing->flags.has(policy::Flag::upload));
    EXPECT_EQ(*authority->standing(PersonId::make(k_day)), nullptr);
    EXPECT_THAT(roles(*authority->memberships(*standing, library.id, {}, std::nullopt)),
                ElementsAre(policy::Role::viewer));
    EXPECT_THAT(roles(*authority->memberships(*standing, library.id, path, std::nullopt)),
                UnorderedElementsAre(policy::Role::viewer, policy::Role::editor));
    EXPECT_EQ(authority->memberships_of(*standing).size(), 2U);

    const auto tree = authority->tree(library.id);
    ASSERT_EQ(tree->folders.size(), 2U);
    const auto at = tree->numbers.at(low.id);
    EXPECT_EQ(tree->folders[at]->id, low.id);
    EXPECT_EQ(tree->parents[at].parent, tree->numbers.at(top.id));
    EXPECT_EQ(tree->parents[tree->numbers.at(top.id)].parent, policy::k_no_folder);
    EXPECT_EQ(authority->tree(library.id), tree) << "made once";
}

TEST_P(AuthorityTest, TakesInEveryKindOfChange) {
    auto library = site_.add_library("Press");
    auto folder = site_.add_folder(library.id, "Kit");
    const auto gone = site_.add_folder(library.id, "Gone");
    const auto ann = site_.add_person("ann@example.org", policy::Level::importer);
    const auto press = site_.add_group("Press", {ann});
    const auto member = site_.add_member(library.id, ann, policy::Role::viewer);
    auto asset = site_.add_asset(library.id, "a.png");
    const domain::Attribute usage{AttributeId::make(k_day), "Usage", domain::AttributeType::tag, {}, 1};
    const auto terms = TermsId::make(k_day);
    site_.write([&](sql::Transaction& transaction) -> Done {
        EXEAT_TRY(store::insert_attribute(transaction, usage));
        EXEAT_TRY(store::write_asset_attribute(transaction, asset.id, usage.id, {"x"}));
        return store::insert_terms(transaction, {terms, 1, "T", "B", k_day});
    });
    asset.rules.terms = domain::TermsVersion{terms, 1};
    site_.write([&](sql::Transaction& transaction) { return store::update_asset(transaction, asset); });

    const auto authority = open();
    const auto tree = authority->tree(library.id);
    const auto standing = *authority->standing(ann);
    EXPECT_EQ(standing->groups.size(), 1U);
    EXPECT_EQ((*authority->asset(asset.id))->rules.terms->number, 1);

    site_.write([&](sql::Transaction& transaction) -> Done {
        domain::SiteSettings settings;
        settings.attachments_count_as_original = true;
        EXEAT_TRY(store::write_site_settings(transaction, settings, 1));
        library.archived_at = k_day;
        EXEAT_TRY(store::update_library(transaction, library));
        folder.access = policy::Access::locked;
        EXEAT_TRY(store::update_folder(transaction, folder));
        EXEAT_TRY(store::delete_folder(transaction, gone.id));
        EXEAT_TRY(store::delete_member(transaction, member));
        EXEAT_TRY(store::delete_group(transaction, press, 2));
        auto renamed = usage;
        renamed.name = "Use";
        EXEAT_TRY(store::update_attribute(transaction, renamed));
        return store::insert_terms(transaction, {terms, 2, "T", "C", k_day});
    });
    EXPECT_FALSE((*authority->site())->settings().attachments_count_as_original) << "not heard of yet";
    ASSERT_TRUE(authority->catch_up());
    EXPECT_TRUE((*authority->site())->settings().attachments_count_as_original);
    EXPECT_EQ((*authority->library(library.id))->archived_at, k_day);
    EXPECT_EQ((*authority->folder_path(folder.id)).front()->access, policy::Access::locked);
    EXPECT_THAT(*authority->folder_path(gone.id), IsEmpty());
    EXPECT_EQ(authority->tree(library.id)->folders.size(), 1U);
    EXPECT_EQ(tree->folders.size(), 2U) << "whoever holds the old tree keeps it";
    const auto after = *authority->standing(ann);
    EXPECT_THAT(after->groups, IsEmpty());
    EXPECT_THAT(authority->memberships_of(*after), IsEmpty());
    const auto again = *authority->asset(asset.id);
    EXPECT_EQ(again->rules.terms->number, 2);
    EXPECT_EQ(again->rules.attributes.at(0).name, "Use");

    asset.version = 2;
    asset.deleted_at = k_day;
    site_.write([&](sql::Transaction& transaction) { return store::update_asset(transaction, asset); });
    ASSERT_TRUE(authority->catch_up());
    EXPECT_EQ(*authority->asset(asset.id), nullptr);
}

TEST_P(AuthorityTest, ManyAssetsComeInTheOrderAskedFor) {
    const auto library = site_.add_library("Press");
    const auto one = site_.add_asset(library.id, "1");
    const auto two = site_.add_asset(library.id, "2");
    const auto authority = open();
    ASSERT_TRUE(authority->asset(two.id));
    const std::vector<AssetId> ids{two.id, AssetId::make(k_day), one.id, two.id};
    for (int round = 0; round < 2; ++round) {
        const auto found = authority->assets(ids);
        ASSERT_TRUE(found);
        ASSERT_EQ(found->size(), 4U);
        EXPECT_EQ((*found)[0]->id, two.id);
        EXPECT_EQ((*found)[1], nullptr);
        EXPECT_EQ((*found)[2]->id, one.id);
        EXPECT_EQ((*found)[3], (*found)[0]);
    }
}

TEST_P(AuthorityTest, TheBellRingsWithWhatChanged) {
    const auto authority = open();
    std::vector<std::string> heard;
    auto handle = authority->on_change([&](const std::vector<store::Change>& changes) {
        for (const auto& change : changes) heard.push_back(change.id);
    });
    const auto library = site_.add_library("Press");
    ASSERT_TRUE(authority->catch_up());
    EXPECT_THAT(heard, ElementsAre(library.id.text()));
    ASSERT_TRUE(authority->catch_up());
    EXPECT_EQ(heard.size(), 1U) << "once for a change";
    handle.reset();
    site_.add_library("Other");
    ASSERT_TRUE(authority->catch_up());
    EXPECT_EQ(heard.size(), 1U);
}

TEST_P(AuthorityTest, WhoeverLetsGoOfTheBellIsCalledNoMore) {
    const auto authority = open();
    for (int round = 0; round < 20; ++round) {
        auto alive = std::make_unique<std::atomic<bool>>(true);
        auto handle = authority->on_change([raw = alive.get()](const auto&) { EXPECT_TRUE(raw->load()); });
        site_.add_library("Library " + std::to_string(round));
        std::barrier both(2);
        std::thread ringing([&] {
            both.arrive_and_wait();
            EXPECT_TRUE(authority->catch_up());
        });
        both.arrive_and_wait();
        handle.reset();
        *alive = false;
        alive.reset();
        ringing.join();
    }
}

TEST_P(AuthorityTest, AChangeOnAnotherNodeIsHeard) {
    const auto here = open();
    // Another node has its own connections, and writes without anybody here catching up.
    auto other = site_.place().open();
    std::mutex mutex;
    std::condition_variable heard;
    bool rang = false;
    const auto handle = here->on_change([&](const auto&) {
        const std::scoped_lock lock(mutex);
        rang = true;
        heard.notify_all();
    });
    ASSERT_TRUE(other->write([](sql::Transaction& transaction) -> Done {
        domain::SiteSettings settings;
        settings.conversions_count_as_original = true;
        return store::write_site_settings(transaction, settings, 1);
    }));
    if (GetParam() == sql::Engine::sqlite) {
        ASSERT_TRUE(here->beat());  // one process alone has the file: there is no other node
    }
    std::unique_lock lock(mutex);
    EXPECT_TRUE(heard.wait_for(lock, std::chrono::seconds(30), [&] { return rang; }));
    EXPECT_TRUE((*here->site())->settings().conversions_count_as_original);
}

TEST_P(AuthorityTest, WhatIsReadIsOfTheNumberThatWasTakenIn) {
    const auto library = site_.add_library("Press");
    auto asset = site_.add_asset(library.id, "a.png");
    const auto authority = open();

    // An asset that is not kept yet is read after changes that nobody took in: they are taken in first.
    asset.rules.access = policy::Access::locked;
    site_.write([&](sql::Transaction& transaction) -> Done {
        auto locked = library;
        locked.archived_at = k_day;
        EXEAT_TRY(store::update_library(transaction, locked));
        return store::update_asset(transaction, asset);
    });
    EXPECT_EQ((*authority->asset(asset.id))->rules.access, policy::Access::locked);
    EXPECT_EQ((*authority->library(library.id))->archived_at, k_day) << "no newer row beside older ones";
}

TEST_P(AuthorityTest, ForgottenChangesMakeItLoadEverything) {
    auto library = site_.add_library("Press");
    const auto authority = open();
    const auto asset = site_.add_asset(library.id, "a.png");
    ASSERT_TRUE(authority->asset(asset.id));
    library.name = "Renamed";
    site_.write([&](sql::Transaction& transaction) { return store::update_library(transaction, library); });
    const auto folder = site_.add_folder(library.id, "Kit");
    site_.write([](sql::Transaction& transaction) {
        return transaction.change("delete from changes where no < (select max(no) from changes)");
    });
    ASSERT_TRUE(authority->catch_up());
    EXPECT_EQ((*authority->library(library.id))->name, "Renamed");
    EXPECT_EQ((*authority->folder_path(folder.id)).size(), 1U);
    EXPECT_TRUE(authority->asset(asset.id));
}

}  // namespace
}  // namespace exeat::authority
