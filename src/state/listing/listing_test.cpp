// Lists against decide(view), over random worlds: every asset that is listed may be seen, and none that may be seen is
// missing, in every order, by cursor, by position, in a folder, with a text; and the count is right.
#include <gmock/gmock.h>

#include <algorithm>
#include <random>

#include "core/domain/case.h"
#include "platform/sql/testing/engine_name.h"
#include "state/listing/pages.h"
#include "state/store/testing/site_database.h"

namespace exeat::listing {
namespace {

using store::testing::k_day;
using store::testing::SiteDatabase;

/// A library in which every rule of listing has its chance.
class World {
public:
    World(SiteDatabase& site, std::uint32_t seed, std::size_t folders) : site_(site), dice_(seed) {
        domain::LibrarySettings settings;
        if (chance(4)) settings.visibility = policy::Visibility::everyone;
        auto made = site_.add_library("Library " + std::to_string(seed), settings);
        id_ = made.id;
        if (chance(6)) {
            made.archived_at = k_day;
            site_.write([&](sql::Transaction& transaction) { return store::update_library(transaction, made); });
        }
        for (std::size_t i = 0; i < folders; ++i) {
            const auto parent =
                folders_.empty() || chance(3) ? std::optional<FolderId>{} : std::optional(pick(folders_));
            folders_.push_back(site_.add_folder(id_, "f" + std::to_string(i), parent).id);
        }
        for (int i = 0; i < 40; ++i) add_asset();
        add_people(seed);
    }

    [[nodiscard]] LibraryId id() const { return id_; }
    [[nodiscard]] const std::vector<FolderId>& folders() const { return folders_; }
    [[nodiscard]] const std::vector<domain::Asset>& assets() const { return assets_; }
    [[nodiscard]] const std::vector<PersonId>& people() const { return people_; }

private:
    bool chance(unsigned one_in) { return dice_() % one_in == 0; }
    template <class T>
    const T& pick(const std::vector<T>& from) {
        return from[dice_() % from.size()];
    }
    std::optional<Instant> moment(unsigned one_in) {
        if (!chance(one_in)) return std::nullopt;
        return Instant{k_day.ms + static_cast<std::int64_t>(dice_() % 3) - 1};
    }
    void add_asset() {
        domain::Asset asset;
        asset.library = id_;
        if (!folders_.empty() && !chance(4)) asset.folder = pick(folders_);
        asset.name = std::string(1, static_cast<char>('a' + dice_() % 5)) + (chance(2) ? "X" : "y");
        asset.size = static_cast<std::int64_t>(dice_() % 4);
        asset.digest.bytes[0] = static_cast<std::uint8_t>(asset.size);
        asset.created_at = Instant{k_day.ms - static_cast<std::int64_t>(dice_() % 4)};
        if (chance(3)) asset.rules.status = static_cast<policy::AssetStatus>(dice_() % 3);
        asset.rules.available_from = moment(4);
        asset.rules.available_until = moment(4);
        assets_.push_back(site_.add_asset(asset));
    }
    void add_people(std::uint32_t seed) {
        constexpr std::array k_levels{policy::Level::no_access, policy::Level::browser,  policy::Level::consumer,
                                      policy::Level::producer,  policy::Level::director, policy::Level::administrator};
        for (std::size_t i = 0; i < 10; ++i) {
            const auto level = i < k_levels.size() ? k_levels[i] : policy::Level::consumer;
            people_.push_back(site_.add_person(std::to_string(seed) + "-" + std::to_string(i), level));
        }
        const auto group = site_.add_group("group " + std::to_string(seed), {people_[1], people_[7], people_[8]});
        for (int i = 0; i < 30; ++i) {
            domain::Membership membership;
            membership.library = id_;
            if (chance(5)) {
                membership.group = group;
            } else {
                membership.person = pick(people_);
            }
            const auto where = dice_() % 8;
            if (where > 0 && where < 5 && !folders_.empty()) membership.folder = pick(folders_);
            if (where >= 5) membership.asset = pick(assets_).id;
            membership.role = chance(3) ? policy::Role::editor : policy::Role::viewer;
            membership.ends_at = moment(4);
            site_.add_member(membership);
        }
    }

    SiteDatabase& site_;
    std::mt19937 dice_;
    LibraryId id_;
    std::vector<FolderId> folders_;
    std::vector<domain::Asset> assets_;
    std::vector<PersonId> people_;
};

class Listing : public ::testing::TestWithParam<sql::Engine> {
protected:
    void open() {
        auto opened =
            authority::Authority::open(site_.database(), [] { return 0; }, {.heartbeat = std::chrono::hours(24)});
        ASSERT_TRUE(opened);
        authority_ = std::move(*opened);
    }

    /// What the policy says of looking at each asset.
    std::vector<domain::Asset> visible(const World& world, PersonId person) {
        std::vector<domain::Asset> seen;
        for (const auto& asset : world.assets()) {
            const auto standing = *authority_->standing(person);
            std::vector<std::shared_ptr<const domain::Folder>> path;
            if (asset.folder) path = *authority_->folder_path(*asset.folder);
            const auto memberships = *authority_->memberships(*standing, world.id(), path, asset.id);
            const domain::Case facts(k_day, *authority_->site(), *authority_->library(world.id()), path,
                                     std::make_shared<const domain::AssetRules>(asset.rules), standing,
                                     domain::highest_role(memberships, k_day));
            if (facts.decide({}).outcome == policy::Outcome::allow) seen.push_back(asset);
        }
        return seen;
    }
    View view(const World& world, PersonId person) {
        auto made = view_of(*authority_, **authority_->standing(person), *authority_->library(world.id()), k_day);
        if (!made) throw std::runtime_error(made.error().text);
        return std::move(*made);
    }
    Page page(const View& view, const Wanted& wanted) {
        return site_.read([&](sql::Session& session) { return page_of(session, view, wanted); });
    }
    std::vector<std::int64_t> walked(const View& view, Wanted wanted) {
        std::vector<std::int64_t> nos;
        wanted.limit = 7;
        while (true) {
            const auto here = page(view, wanted);
            for (const auto& one : here.assets) nos.push_back(one.key.no);
            if (!here.next) return nos;
            // As a client does: by the text of the cursor.
            wanted.after = *parse_cursor(cursor_text(*here.next, wanted.order), wanted.order);
        }
    }
    static store::AssetKey key_of(const domain::Asset& asset, store::AssetOrder order) {
        if (order == store::AssetOrder::name || order == store::AssetOrder::name_down) {
            return {store::name_key(asset.name), asset.no};
        }
        const bool by_size = order == store::AssetOrder::size || order == store::AssetOrder::size_down;
        return {by_size ? asset.size : asset.created_at.ms, asset.no};
    }
    static std::vector<std::int64_t> expected(const std::vector<domain::Asset>& seen, const Wanted& wanted) {
        std::vector<domain::Asset> kept;
        for (const auto& asset : seen) {
            if (wanted.folder && *wanted.folder != asset.folder) continue;
            if (store::name_key(asset.name).find(store::name_key(wanted.text)) == std::string::npos) continue;
            kept.push_back(asset);
        }
        std::ranges::sort(kept, [&](const auto& one, const auto& other) {
            return store::comes_before(key_of(one, wanted.order), key_of(other, wanted.order), wanted.order);
        });
        std::vector<std::int64_t> nos;
        for (const auto& asset : kept) nos.push_back(asset.no);
        return nos;
    }
    void check(const World& world, PersonId person, std::mt19937& dice) {
        const auto seen = visible(world, person);
        const auto here = view(world, person);
        for (const auto& asset : world.assets()) {
            const bool is_seen = std::ranges::any_of(seen, [&](const auto& one) { return one.no == asset.no; });
            EXPECT_EQ(here.lists(asset.no, asset.folder,
                                 {asset.rules.status, asset.rules.available_from, asset.rules.available_until}),
                      is_seen);
        }
        for (int i = 0; i < 6; ++i) {
            Wanted wanted;
            wanted.order = static_cast<store::AssetOrder>(i);
            if (dice() % 3 == 0) wanted.text = dice() % 2 == 0 ? "X" : "B";
            if (dice() % 4 == 0) wanted.folder = std::optional<FolderId>{};
            if (dice() % 4 == 0 && !world.folders().empty()) {
                wanted.folder = world.folders()[dice() % world.folders().size()];
            }
            const auto whole = expected(seen, wanted);
            EXPECT_EQ(walked(here, wanted), whole);

            wanted.at = static_cast<std::int64_t>(dice() % 45);
            wanted.limit = 5;
            wanted.counting = Counting::exact;
            const auto window = page(here, wanted);
            EXPECT_EQ(window.count, static_cast<std::int64_t>(whole.size()));
            const auto from = std::min(static_cast<std::size_t>(wanted.at), whole.size());
            const auto to = std::min(from + 5, whole.size());
            ASSERT_EQ(window.assets.size(), to - from);
            for (std::size_t n = from; n < to; ++n) EXPECT_EQ(window.assets[n - from].key.no, whole[n]);
            EXPECT_EQ(window.next.has_value(), to < whole.size());
        }
    }

    SiteDatabase site_{GetParam()};
    std::unique_ptr<authority::Authority> authority_;
};
INSTANTIATE_TEST_SUITE_P(Engines, Listing, ::testing::Values(sql::Engine::sqlite, sql::Engine::postgresql),
                         sql::testing::engine_name);

TEST_P(Listing, HoldsWhatDecideShowsAndNothingElse) {
    std::vector<World> worlds;
    const std::uint32_t count = GetParam() == sql::Engine::sqlite ? 12 : 4;
    for (std::uint32_t seed = 1; seed <= count; ++seed) worlds.emplace_back(site_, seed, seed % 4 * 4);
    open();
    std::mt19937 dice(3);
    for (const auto& world : worlds) {
        SCOPED_TRACE("library of the seed " + std::to_string(&world - worlds.data() + 1));
        for (const auto& person : world.people()) check(world, person, dice);
    }
}

TEST_P(Listing, ManyFoldersAreWalkedUnderTheBitmap) {
    const World world(site_, 100, 140);
    const auto widely = site_.add_person("widely", policy::Level::consumer);
    for (std::size_t i = 0; i < world.folders().size(); i += 2) {
        domain::Membership membership;
        membership.library = world.id();
        membership.folder = world.folders()[i];
        membership.person = widely;
        membership.role = i % 3 == 0 ? policy::Role::editor : policy::Role::viewer;
        site_.add_member(membership);
    }
    open();
    std::mt19937 dice(4);
    check(world, widely, dice);
    EXPECT_FALSE(visible(world, widely).empty());
}

TEST_P(Listing, LibrariesAreSeenByWhoeverSeesAnythingInThem) {
    std::vector<World> worlds;
    for (std::uint32_t seed = 200; seed < 208; ++seed) worlds.emplace_back(site_, seed, 3);
    open();
    for (const auto& world : worlds) {
        for (const auto& person : world.people()) {
            const auto libraries = *libraries_seen_by(*authority_, **authority_->standing(person), k_day);
            for (const auto& other : worlds) {
                const bool is_listed =
                    std::ranges::any_of(libraries, [&](const auto& library) { return library->id == other.id(); });
                const auto here = view(other, person);
                const bool can_see = here.has_available()
                                         ? !here.scope.empty()
                                         : here.scope.top == policy::Reach::everything ||
                                               !here.scope.everything.empty() || !here.scope.whole_assets.empty();
                EXPECT_EQ(is_listed, can_see);
                if (!visible(other, person).empty()) EXPECT_TRUE(is_listed);
            }
        }
    }
}

TEST(Cursor, IsForOneOrderOnly) {
    const store::AssetKey by_name{"na me \xC3\xA9", 12};
    const auto text = cursor_text(by_name, store::AssetOrder::name);
    EXPECT_EQ(*parse_cursor(text, store::AssetOrder::name), by_name);
    EXPECT_FALSE(parse_cursor(text, store::AssetOrder::name_down));
    EXPECT_FALSE(parse_cursor(text, store::AssetOrder::size));
    const store::AssetKey by_size{std::int64_t{-5}, 7};
    EXPECT_EQ(*parse_cursor(cursor_text(by_size, store::AssetOrder::size_down), store::AssetOrder::size_down), by_size);
    for (const char* wrong : {"", "zz", "30", "3020", "302031", "30203120ff", "3020312061620061"}) {
        const auto refused = parse_cursor(wrong, store::AssetOrder::name);
        ASSERT_FALSE(refused) << wrong;
        EXPECT_EQ(refused.error().code, "wrong-cursor");
    }
}

}  // namespace
}  // namespace exeat::listing
