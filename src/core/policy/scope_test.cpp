#include "core/policy/scope.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "core/policy/decide.h"
#include "core/policy/random_world.h"

namespace exeat::policy {
namespace {

using testing::Dice;
using testing::k_now;
using testing::World;

constexpr Lifecycle k_draft{AssetStatus::draft, {}, {}};
constexpr Lifecycle k_published{AssetStatus::published, {}, {}};

/// A library with folders and single members, and whoever lists it.
struct Place : World {
    std::vector<ScopeFolder> tree;
    std::vector<ScopeAsset> singles;

    [[nodiscard]] Scope scope_here() const {
        ScopeFacts facts;
        facts.now = this->facts.now;
        facts.site = &site;
        facts.visibility = library.visibility;
        facts.principal = this->facts.principal;
        facts.link = this->facts.link;
        facts.folders = tree;
        facts.assets = singles;
        return scope(facts);
    }
};

TEST(Scopes, OfAViewerAreWhatIsAvailable) {
    const Place place;
    const Scope scope = place.scope_here();
    EXPECT_EQ(scope.top, Reach::available);
    EXPECT_TRUE(scope.lists(1, k_no_folder, k_published));
    EXPECT_FALSE(scope.lists(1, k_no_folder, k_draft));
    EXPECT_FALSE(scope.lists(1, k_no_folder, {AssetStatus::published, Instant{k_now.ms + 1}, {}}));
    EXPECT_FALSE(scope.empty());
}

TEST(Scopes, OfNobodyAndStrangersAreEmpty) {
    Place place;
    place.tree = {{k_no_folder, Role::none}};
    place.principal.role = Role::none;
    EXPECT_TRUE(place.scope_here().empty());
    place.principal.role = Role::owner;
    place.principal.active = false;
    EXPECT_TRUE(place.scope_here().empty());
    place.facts.principal = nullptr;
    EXPECT_TRUE(place.scope_here().empty());
    EXPECT_EQ(place.scope_here().reach(1, 0), Reach::nothing);
}

TEST(Scopes, MembersOfAFolderListItAndAllBelow) {
    Place place;
    place.principal.role = Role::none;
    // Children may stand before their parents.
    place.tree = {{2, Role::none}, {k_no_folder, Role::none}, {1, Role::viewer}, {0, Role::editor}, {1, Role::none}};
    const Scope scope = place.scope_here();
    EXPECT_EQ(scope.top, Reach::nothing);
    EXPECT_EQ(scope.reach(1, 0), Reach::available);
    EXPECT_EQ(scope.reach(1, 1), Reach::nothing);
    EXPECT_EQ(scope.reach(1, 2), Reach::available);
    EXPECT_EQ(scope.reach(1, 3), Reach::everything);
    EXPECT_EQ(scope.reach(1, 4), Reach::nothing);
    EXPECT_EQ(scope.reach(1, k_no_folder), Reach::nothing);
    EXPECT_EQ(scope.available.words()[0], 0b00101U);
    EXPECT_EQ(scope.everything.words()[0], 0b01000U);
}

TEST(Scopes, SingleAssetsAreSortedAndNamedOnce) {
    Place place;
    place.principal.role = Role::none;
    place.singles = {{9, Role::viewer}, {4, Role::editor}, {4, Role::viewer}, {9, Role::viewer}, {2, Role::none}};
    const Scope scope = place.scope_here();
    EXPECT_EQ(scope.assets, (std::vector<std::int64_t>{9}));
    EXPECT_EQ(scope.whole_assets, (std::vector<std::int64_t>{4}));
    EXPECT_TRUE(scope.lists(4, k_no_folder, k_draft));
    EXPECT_FALSE(scope.lists(9, k_no_folder, k_draft));
    EXPECT_TRUE(scope.lists(9, k_no_folder, k_published));
    EXPECT_FALSE(scope.lists(2, k_no_folder, k_published));
    place.singles = {{9, Role::viewer}};
    EXPECT_FALSE(place.scope_here().empty());
    place.singles = {{4, Role::editor}};
    EXPECT_FALSE(place.scope_here().empty());
}

TEST(Scopes, OfOneFolderAreNotEmpty) {
    Place place;
    place.principal.role = Role::none;
    place.tree = {{k_no_folder, Role::viewer}};
    EXPECT_FALSE(place.scope_here().empty());
    place.tree = {{k_no_folder, Role::editor}};
    EXPECT_FALSE(place.scope_here().empty());
}

TEST(Scopes, OfAPortalAreWhatIsAvailable) {
    Place place;
    place.come_through_link();
    place.link.type = LinkType::portal;
    place.link.creator = nullptr;
    EXPECT_EQ(place.scope_here().top, Reach::available);
    place.link.enabled = false;
    EXPECT_TRUE(place.scope_here().empty());
}

TEST(Scopes, ACircleOfFoldersEnds) {
    Place place;
    place.principal.role = Role::none;
    place.tree = {{1, Role::viewer}, {0, Role::none}, {2, Role::none}, {77, Role::none}};
    const Scope scope = place.scope_here();
    EXPECT_EQ(scope.reach(1, 0), Reach::available);
    EXPECT_EQ(scope.reach(1, 2), Reach::nothing);
    EXPECT_EQ(scope.reach(1, 3), Reach::nothing);
}

TEST(Scopes, AFolderThatIsNotThereIsNotListed) {
    FolderBits bits(65);
    bits.add(64);
    EXPECT_TRUE(bits.has(64));
    EXPECT_FALSE(bits.has(63));
    EXPECT_FALSE(bits.has(k_no_folder));
    EXPECT_FALSE(bits.empty());
}

/// The person's role at an asset: the highest of their memberships.
Role role_at(const Place& place, Role on_library, std::size_t single, std::uint32_t folder) {
    Role role = std::max(on_library, place.singles[single].role);
    for (; folder != k_no_folder; folder = place.tree[folder].parent) role = std::max(role, place.tree[folder].role);
    return role;
}

TEST(Scopes, ListExactlyWhatMayBeViewed) {
    std::array<int, 2> answers{};
    for (std::uint64_t seed = 0; seed < 3'000; ++seed) {
        Dice dice(seed);
        Place place;
        World random(dice);
        place.library.visibility = random.library.visibility;
        place.site = random.site;
        place.principal = random.principal;
        place.creator = random.creator;
        if (random.facts.link != nullptr) {
            place.link = random.link;
            place.link.in_scope = true;
            if (place.link.creator != nullptr) place.link.creator = &place.creator;
            place.facts.link = &place.link;
            if (random.facts.principal == nullptr) place.facts.principal = nullptr;
        }
        Account& member = place.facts.link == nullptr ? place.principal : place.creator;
        if (dice.percent(70)) member.role = Role::none;
        const auto role = [&dice] { return dice.percent(75) ? Role::none : dice.pick({Role::viewer, Role::editor}); };
        for (std::uint32_t i = 0; i < 70; ++i) {
            place.tree.push_back({i == 0 || dice.percent(20) ? k_no_folder : static_cast<std::uint32_t>(dice.below(i)),
                                  dice.percent(80) ? Role::none : role()});
        }
        for (std::int64_t no = 0; no < 6; ++no) place.singles.push_back({no, role()});

        const Scope scope = place.scope_here();
        const Role on_library = member.role;
        place.facts.action = Action::view;
        for (std::size_t single = 0; single < place.singles.size(); ++single) {
            const World other(dice);
            place.asset = other.asset;
            const auto folder = dice.percent(20) ? k_no_folder : static_cast<std::uint32_t>(dice.below(70));
            member.role = role_at(place, on_library, single, folder);
            const bool is_allowed = decide(place.facts).outcome == Outcome::allow;
            const Lifecycle lifecycle{place.asset.status, place.asset.available_from, place.asset.available_until};
            EXPECT_EQ(scope.lists(place.singles[single].no, folder, lifecycle), is_allowed) << "world " << seed;
            ++answers[is_allowed ? 1 : 0];
        }
    }
    EXPECT_GT(answers[0], 2'000);
    EXPECT_GT(answers[1], 2'000);
}

}  // namespace
}  // namespace exeat::policy
