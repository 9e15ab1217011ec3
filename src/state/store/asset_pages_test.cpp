// Pages of assets against a plain list that is filtered and sorted here, on both engines.
#include "state/store/asset_pages.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <random>

#include "platform/sql/testing/engine_name.h"
#include "state/store/testing/site_database.h"

namespace exeat::store {
namespace {

using store::testing::k_day;
using store::testing::SiteDatabase;

constexpr std::array k_all_orders{AssetOrder::name,         AssetOrder::name_down, AssetOrder::created,
                                  AssetOrder::created_down, AssetOrder::size,      AssetOrder::size_down};

class AssetPages : public ::testing::TestWithParam<sql::Engine> {
protected:
    void SetUp() override {
        std::mt19937 dice(7);
        const auto library = site_.add_library("Press");
        const auto folder = site_.add_folder(library.id, "Kit");
        library_ = library.id;
        folder_ = folder.id;
        const std::vector<std::string> names{"Alpha", "alpha", "beta_1", "beta%2", "Beta!3", "\xC3\xA9t\xC3\xA9", "z"};
        for (int i = 0; i < 60; ++i) {
            domain::Asset asset;
            asset.library = library_;
            if (dice() % 2 == 0) asset.folder = folder_;
            asset.name = names[dice() % names.size()];
            asset.size = static_cast<std::int64_t>(dice() % 5);
            asset.digest.bytes[0] = static_cast<std::uint8_t>(asset.size);
            asset.created_at = Instant{k_day.ms + static_cast<std::int64_t>(dice() % 5)};
            asset.rules.status = static_cast<policy::AssetStatus>(dice() % 3);
            if (dice() % 3 == 0) asset.rules.available_from = Instant{k_day.ms + static_cast<std::int64_t>(dice() % 3)};
            if (dice() % 3 == 0)
                asset.rules.available_until = Instant{k_day.ms + static_cast<std::int64_t>(dice() % 3)};
            all_.push_back(site_.add_asset(asset));
        }
        auto gone = site_.add_asset(library_, "alpha");
        gone.deleted_at = k_day;
        site_.write([&](sql::Transaction& transaction) { return update_asset(transaction, gone); });
        site_.add_asset(site_.add_library("Other").id, "alpha");
    }

    static AssetKey key_of(const domain::Asset& asset, AssetOrder order) {
        switch (order) {
            case AssetOrder::name:
            case AssetOrder::name_down:
                return {name_key(asset.name), asset.no};
            case AssetOrder::created:
            case AssetOrder::created_down:
                return {asset.created_at.ms, asset.no};
            case AssetOrder::size:
            case AssetOrder::size_down:
                return {asset.size, asset.no};
        }
        return {};
    }

    [[nodiscard]] std::vector<std::int64_t> expected(const AssetsWanted& wanted) const {
        std::vector<domain::Asset> kept;
        for (const auto& asset : all_) {
            if (wanted.folder && *wanted.folder != (asset.folder ? asset.folder->text() : "")) continue;
            if (name_key(asset.name).find(wanted.text) == std::string::npos) continue;
            const policy::Lifecycle lifecycle{asset.rules.status, asset.rules.available_from,
                                              asset.rules.available_until};
            if (wanted.available_at && !policy::is_available(lifecycle, *wanted.available_at)) continue;
            kept.push_back(asset);
        }
        std::ranges::sort(kept, [&](const auto& one, const auto& other) {
            return comes_before(key_of(one, wanted.order), key_of(other, wanted.order), wanted.order);
        });
        std::vector<std::int64_t> nos;
        for (const auto& asset : kept) nos.push_back(asset.no);
        return nos;
    }

    std::vector<std::int64_t> walked(const AssetsWanted& wanted, std::int64_t limit) {
        std::vector<std::int64_t> nos;
        std::optional<AssetKey> after;
        while (true) {
            const auto page =
                site_.read([&](sql::Session& session) { return pick_assets(session, wanted, after, 0, limit); });
            if (page.empty()) return nos;
            for (const auto& picked : page) nos.push_back(picked.key.no);
            after = page.back().key;
        }
    }

    SiteDatabase site_{GetParam()};
    LibraryId library_;
    FolderId folder_;
    std::vector<domain::Asset> all_;
};
INSTANTIATE_TEST_SUITE_P(Engines, AssetPages, ::testing::Values(sql::Engine::sqlite, sql::Engine::postgresql),
                         sql::testing::engine_name);

TEST_P(AssetPages, EveryOrderWalksEverythingOnce) {
    for (const auto order : k_all_orders) {
        for (const auto& folder :
             {std::optional<std::string>{}, std::optional(folder_.text()), std::optional(std::string())}) {
            for (const auto& now : {std::optional<Instant>{}, std::optional(Instant{k_day.ms + 1})}) {
                const AssetsWanted wanted{library_, folder, "", order, now};
                const auto whole = expected(wanted);
                EXPECT_EQ(walked(wanted, 7), whole) << static_cast<int>(order);
                EXPECT_EQ(site_.read([&](sql::Session& session) { return count_assets(session, wanted); }),
                          static_cast<std::int64_t>(whole.size()));
            }
        }
    }
}

TEST_P(AssetPages, TheTextIsLookedForAsItIs) {
    for (const std::string text : {"a", "alpha", "_", "%", "!", "eta", "\xC3\xA9", "nothing"}) {
        const AssetsWanted wanted{library_, std::nullopt, text, AssetOrder::name, std::nullopt};
        EXPECT_EQ(walked(wanted, 7), expected(wanted)) << text;
    }
}

TEST_P(AssetPages, AWindowBeginsAnywhere) {
    const AssetsWanted wanted{library_, std::nullopt, "", AssetOrder::size_down, std::nullopt};
    const auto whole = expected(wanted);
    const auto window =
        site_.read([&](sql::Session& session) { return pick_assets(session, wanted, std::nullopt, 20, 10); });
    ASSERT_EQ(window.size(), 10U);
    for (std::size_t i = 0; i < window.size(); ++i) EXPECT_EQ(window[i].key.no, whole[20 + i]);
}

TEST_P(AssetPages, SinglesArePickedInOrder) {
    std::vector<std::int64_t> nos;
    for (std::size_t i = 0; i < all_.size(); i += 2) nos.push_back(all_[i].no);
    nos.push_back(999'999);
    for (const auto order : k_all_orders) {
        const AssetsWanted wanted{library_, folder_.text(), "", order, std::nullopt};
        const auto picked = site_.read([&](sql::Session& session) { return pick_among(session, wanted, nos); });
        std::vector<std::int64_t> found;
        for (const auto& one : picked) found.push_back(one.key.no);
        auto rest = expected(wanted);
        std::erase_if(rest, [&](std::int64_t no) { return std::ranges::find(nos, no) == nos.end(); });
        EXPECT_EQ(found, rest);
    }
}

}  // namespace
}  // namespace exeat::store
