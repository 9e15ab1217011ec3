#include "usecases/members/members.h"

#include <gmock/gmock.h>

#include <random>

#include "usecases/assets/assets.h"
#include "usecases/people/people.h"
#include "usecases/testing/places_fixture.h"

namespace exeat::usecases {
namespace {

using testing::code_of;
using testing::must_have;
using testing::PlacesFixture;
using ::testing::UnorderedElementsAre;

class Members : public ::testing::Test {
protected:
    void SetUp() override {
        fixture_.add_member(library_, owner_, policy::Role::owner);
        fixture_.add_member(library_, editor_, policy::Role::editor);
    }
    House& house() { return fixture_.house(); }
    static WantedMember person(const Caller& caller, policy::Role role, std::optional<Instant> ends_at = std::nullopt) {
        return {caller.person, std::nullopt, role, ends_at};
    }
    std::vector<std::string> names() {
        std::vector<std::string> names;
        for (const auto& member : must_have(list_members_of_library(house(), owner_, library_)).members) {
            names.push_back(member.name + " " + std::string(policy::to_text(member.role)) +
                            (member.folder ? " of " + *member.folder_name : "") +
                            (member.asset ? " of " + *member.asset_name : ""));
        }
        return names;
    }
    std::int64_t version() { return must_have(list_members_of_library(house(), owner_, library_)).version; }

    PlacesFixture fixture_;
    // Made by the operator: nobody owns it yet.
    LibraryId library_ = must_have(create_library(fixture_.house(), testing::HouseFixture::the_operator(),
                                                  {"Press", domain::LibraryKind::media}))
                             .id;
    Caller owner_ = fixture_.add_person("owner", policy::Level::manager);
    Caller editor_ = fixture_.add_person("editor", policy::Level::producer);
    Caller guest_ = fixture_.add_person("guest", policy::Level::consumer);
};

TEST_F(Members, AreAddedAndRemovedByOwners) {
    EXPECT_EQ(code_of(list_libraries(house(), guest_)), "");
    const auto added = must_have(add_member(house(), owner_, {library_, {}, {}}, person(guest_, policy::Role::viewer)));
    EXPECT_EQ(added.name, "guest");
    EXPECT_EQ(added.email, "guest@example.org");
    EXPECT_EQ(must_have(list_libraries(house(), guest_)).size(), 1U) << "at once";
    EXPECT_EQ(code_of(add_member(house(), owner_, {library_, {}, {}}, person(guest_, policy::Role::editor))),
              "member-already");
    EXPECT_EQ(code_of(remove_member(house(), editor_, added.id)), "not-found") << "ids tell them nothing";
    EXPECT_EQ(code_of(remove_member(house(), guest_, added.id)), "not-found");
    must_have(remove_member(house(), owner_, added.id));
    EXPECT_EQ(must_have(list_libraries(house(), guest_)).size(), 0U);
    EXPECT_EQ(code_of(remove_member(house(), owner_, added.id)), "not-found");
    EXPECT_EQ(fixture_.ledger_entries("member_added"), 1);
    EXPECT_EQ(fixture_.ledger_entries("member_removed"), 1);
}

TEST_F(Members, OfFoldersAreAsAbsentToStrangersAsAnyOther) {
    const auto folder = must_have(create_folder(house(), owner_, {library_, {}, "Summer"})).id;
    const auto added =
        must_have(add_member(house(), owner_, {library_, folder, {}}, person(editor_, policy::Role::viewer)));
    EXPECT_EQ(code_of(remove_member(house(), guest_, added.id)), "not-found");
    EXPECT_EQ(code_of(remove_member(house(), editor_, added.id)), "not-found");
    must_have(remove_member(house(), owner_, added.id));
}

TEST_F(Members, AreNotForEditors) {
    EXPECT_EQ(code_of(list_members_of_library(house(), editor_, library_)), "denied");
    EXPECT_EQ(code_of(list_members_of_library(house(), guest_, library_)), "not-found");
    EXPECT_EQ(code_of(add_member(house(), editor_, {library_, {}, {}}, person(guest_, policy::Role::viewer))),
              "denied");
    EXPECT_EQ(code_of(write_members(house(), editor_, library_, 1, {})), "denied");
}

TEST_F(Members, AreFoundByOwnersAmongPeopleAndGroups) {
    fixture_.add_group("Guest houses");
    const auto names = [&](std::string_view text) {
        std::vector<std::string> names;
        for (const auto& one : must_have(find_candidates(house(), owner_, library_, text))) {
            names.push_back(one.name + (one.person ? " " + *one.email : one.group ? " group" : ""));
        }
        return names;
    };
    EXPECT_THAT(names("GUEST"), UnorderedElementsAre("guest guest@example.org", "Guest houses group"));
    EXPECT_EQ(code_of(find_candidates(house(), editor_, library_, "")), "denied");
    EXPECT_EQ(code_of(find_candidates(house(), guest_, library_, "")), "not-found");
    PersonChange suspension;
    suspension.active = false;
    const auto version = must_have(read_person(house(), fixture_.administrator, *guest_.person)).row.version;
    must_have(update_person(house(), fixture_.administrator, *guest_.person, suspension, version));
    EXPECT_THAT(names("guest"), UnorderedElementsAre("Guest houses group"));
}

TEST_F(Members, HavePlacesThatExist) {
    const auto folder = fixture_.add_folder(library_, "Kit");
    const auto asset = fixture_.add_asset(library_, "a.png", folder);
    const auto elsewhere = fixture_.add_folder(fixture_.add_library("Other"), "Far");
    const auto add = [&](std::optional<FolderId> at, std::optional<AssetId> of, const WantedMember& wanted) {
        return code_of(add_member(house(), owner_, {library_, at, of}, wanted));
    };
    EXPECT_EQ(add(folder, {}, person(guest_, policy::Role::viewer)), "");
    EXPECT_EQ(add({}, asset.id, person(guest_, policy::Role::editor)), "");
    EXPECT_EQ(add(folder, asset.id, person(guest_, policy::Role::viewer)), "wrong-members");
    EXPECT_EQ(add(elsewhere, {}, person(guest_, policy::Role::viewer)), "wrong-members");
    EXPECT_EQ(add({}, AssetId::make(fixture_.now()), person(guest_, policy::Role::viewer)), "wrong-members");
    EXPECT_EQ(add(folder, {}, person(editor_, policy::Role::owner)), "wrong-members") << "folders have no owners";
    EXPECT_EQ(add({}, {}, person(guest_, policy::Role::none)), "wrong-members");
    EXPECT_EQ(add({}, {}, {}), "wrong-members");
    EXPECT_EQ(add({}, {}, {PersonId::make(fixture_.now()), {}, policy::Role::viewer, {}}), "wrong-members");
    EXPECT_EQ(add({}, {}, {{}, GroupId::make(fixture_.now()), policy::Role::viewer, {}}), "wrong-members");
    EXPECT_EQ(must_have(list_members_of_folder(house(), owner_, folder)).members.size(), 1U);
    EXPECT_EQ(must_have(list_members_of_asset(house(), owner_, asset.id)).members.size(), 1U);
    EXPECT_EQ(code_of(list_members_of_asset(house(), guest_, asset.id)), "denied");
    EXPECT_EQ(code_of(list_members_of_folder(house(), guest_, FolderId::make(fixture_.now()))), "not-found");
}

TEST_F(Members, AreWrittenPlaceByPlace) {
    const auto folder = fixture_.add_folder(library_, "Kit");
    const auto press = fixture_.add_group("Press", {guest_});
    const auto before = version();
    must_have(write_members(house(), owner_, library_, before,
                            {{{}, {}, {person(owner_, policy::Role::owner), {{}, press, policy::Role::viewer, {}}}},
                             {folder, {}, {person(editor_, policy::Role::editor)}}}));
    EXPECT_THAT(names(), UnorderedElementsAre("owner owner", "Press viewer", "editor editor of Kit"));
    EXPECT_EQ(code_of(write_members(house(), owner_, library_, before, {})), "stale");

    must_have(write_members(house(), owner_, library_, version(), {{folder, {}, {}}}));
    EXPECT_THAT(names(), UnorderedElementsAre("owner owner", "Press viewer")) << "other places stay";

    const auto twice =
        write_members(house(), owner_, library_, version(),
                      {{folder, {}, {person(guest_, policy::Role::viewer), person(guest_, policy::Role::editor)}}});
    ASSERT_EQ(code_of(twice), "wrong-members");
    EXPECT_EQ(twice.error().fields[0].pointer, "/places/0/members/1");
    EXPECT_THAT(names(), UnorderedElementsAre("owner owner", "Press viewer"));
}

TEST_F(Members, AnOwnerMayLeave) {
    const auto list = must_have(
        write_members(house(), owner_, library_, version(), {{{}, {}, {person(editor_, policy::Role::editor)}}}));
    EXPECT_EQ(list.members.size(), 1U) << "and is still told what they did";
    EXPECT_EQ(code_of(list_members_of_library(house(), owner_, library_)), "not-found");
}

TEST_F(Members, NobodyWidensTheirOwnRights) {
    const auto now = fixture_.now();
    const auto soon = Instant{now.ms + 3'600'000};
    const auto later = Instant{soon.ms + 3'600'000};
    const auto brief = fixture_.add_person("brief", policy::Level::manager);
    domain::Membership until_soon;
    until_soon.library = library_;
    until_soon.person = brief.person;
    until_soon.role = policy::Role::owner;
    until_soon.ends_at = soon;
    fixture_.add_member(until_soon);
    const auto mine = fixture_.add_group("Mine", {brief});
    const auto write = [&](std::vector<WantedMember> extra) {
        std::vector<WantedMember> members{person(owner_, policy::Role::owner), person(editor_, policy::Role::editor)};
        members.insert(members.end(), extra.begin(), extra.end());
        return code_of(write_members(house(), brief, library_, version(), {{{}, {}, members}}));
    };
    EXPECT_EQ(write({person(brief, policy::Role::owner)}), "own-rights") << "for ever";
    EXPECT_EQ(write({person(brief, policy::Role::owner, later)}), "own-rights") << "for longer";
    EXPECT_EQ(write({person(brief, policy::Role::owner, soon), {{}, mine, policy::Role::viewer, {}}}), "own-rights")
        << "a way round by a group";
    EXPECT_EQ(write({{{}, mine, policy::Role::owner, later}}), "own-rights");
    EXPECT_EQ(write({person(brief, policy::Role::owner, soon), {{}, mine, policy::Role::viewer, soon}}), "");
    EXPECT_EQ(write({person(brief, policy::Role::owner, Instant{soon.ms - 1})}), "") << "less is fine";
    EXPECT_EQ(code_of(write_members(house(), fixture_.administrator, library_, version(),
                                    {{{}, {}, {person(fixture_.administrator, policy::Role::owner)}}})),
              "")
        << "administrators own everything anyway";
}

/// SAFETY.md 4, tried: whatever an owner and an editor do to members, neither has more afterwards than before.
TEST_F(Members, OwnActsNeverAddUp) {
    std::mt19937 dice(11);
    const auto folder = fixture_.add_folder(library_, "Kit");
    const auto asset = fixture_.add_asset(library_, "a.png", folder);
    const auto group = fixture_.add_group("Both", {owner_, editor_});
    const auto brief = fixture_.add_person("brief", policy::Level::manager);
    const auto end = Instant{fixture_.now().ms + 3'600'000};
    domain::Membership until;
    until.library = library_;
    until.person = brief.person;
    until.role = policy::Role::owner;
    until.ends_at = end;
    fixture_.add_member(until);
    const std::vector<Caller> actors{editor_, brief};
    const std::vector<Caller> subjects{editor_, brief, guest_};
    /// The highest role, and whether it outlasts `end`.
    const auto power = [&](const Caller& caller) {
        const auto standing = *house().authority.standing(*caller.person);
        auto now = policy::Role::none;
        auto beyond = policy::Role::none;
        for (const auto& membership : house().authority.memberships_of(*standing)) {
            now = std::max(now, membership.role);
            if (!membership.ends_at || *membership.ends_at > end) beyond = std::max(beyond, membership.role);
        }
        return std::pair(now, beyond);
    };
    for (int i = 0; i < 250; ++i) {
        const auto& actor = actors[dice() % actors.size()];
        const auto before = power(actor);
        WantedMember wanted;
        if (dice() % 4 == 0) {
            wanted.group = group;
        } else {
            wanted.person = subjects[dice() % subjects.size()].person;
        }
        wanted.role = static_cast<policy::Role>(1 + dice() % 3);
        if (dice() % 2 == 0) wanted.ends_at = Instant{end.ms + static_cast<std::int64_t>(dice() % 3) - 1};
        const auto where = dice() % 3;
        store::MemberPlace place{library_, {}, {}};
        if (where == 1) place.folder = folder;
        if (where == 2) place.asset = asset.id;
        if (dice() % 3 == 0) {
            const auto list = list_members_of_library(house(), actor, library_);
            if (list && !list->members.empty()) {
                static_cast<void>(remove_member(house(), actor, list->members[dice() % list->members.size()].id));
            }
        } else if (dice() % 2 == 0) {
            static_cast<void>(add_member(house(), actor, place, wanted));
        } else {
            const auto list = list_members_of_library(house(), actor, library_);
            static_cast<void>(write_members(house(), actor, library_, list ? list->version : 1,
                                            {{place.folder, place.asset, {wanted}}}));
        }
        const auto after = power(actor);
        EXPECT_LE(after.first, before.first) << i;
        EXPECT_LE(after.second, before.second) << i;
    }
}

}  // namespace
}  // namespace exeat::usecases
