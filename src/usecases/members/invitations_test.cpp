#include "usecases/members/invitations.h"

#include <gmock/gmock.h>

#include "usecases/assets/assets.h"
#include "usecases/people/people.h"
#include "usecases/people/roles.h"
#include "usecases/settings/site_settings.h"
#include "usecases/testing/people_fixture.h"
#include "usecases/testing/places_fixture.h"

namespace exeat::usecases {
namespace {

using testing::code_of;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::must_have;
using testing::PlacesFixture;
using ::testing::SizeIs;

constexpr const char* k_base = "https://exeat.example.org";
constexpr auto k_giver_flags = policy::Flags{policy::Flag::download, policy::Flag::edit};

class Invitations : public ::testing::TestWithParam<sql::Engine> {
protected:
    void SetUp() override { fixture_.add_member(library_, owner_, policy::Role::owner); }

    House& house() { return fixture_.house(); }
    Result<InvitesMade> inviting(const Caller& caller, const std::string& email,
                                 policy::Role role = policy::Role::viewer,
                                 std::optional<Instant> ends_at = std::nullopt, InviteWants account = {}) {
        return invite_people(house(), caller, {{email}, {library_, {}, {}}, role, ends_at, std::move(account)}, k_base);
    }
    store::PersonRow person(const std::string& email) {
        return must_have(find_person(house(), fixture_.administrator, email)).row;
    }
    std::vector<InvitationShown> waiting() { return must_have(list_invitations(house(), owner_, library_)); }
    void let_owners(const domain::InviteSettings& settings) {
        const auto before = must_have(read_invite_settings(house(), fixture_.administrator));
        must_have(write_invite_settings(house(), fixture_.administrator, before.version, settings));
    }
    Instant in_days(std::int64_t days) { return Instant{fixture_.now().ms + days * 86'400'000}; }

    PlacesFixture fixture_{GetParam()};
    Caller owner_ = fixture_.add_person("owner", policy::Level::producer, k_giver_flags);
    LibraryId library_ = fixture_.add_library("Press");
};
INSTANTIATE_TEST_SUITE_P(Engines, Invitations, ::testing::Values(sql::Engine::sqlite, sql::Engine::postgresql),
                         testing::engine_name);

TEST_P(Invitations, SetLevelRolesAndPlaceInOneStep) {
    const auto role = must_have(create_role(house(), fixture_.administrator, "Download", {"download"})).row.id;
    const auto made = must_have(
        inviting(fixture_.administrator, "mira@example.org", policy::Role::owner, in_days(7), {4, std::vector{role}}));
    ASSERT_THAT(made.items, SizeIs(1));
    EXPECT_EQ(made.items[0].outcome, InviteOutcome::invited);
    EXPECT_EQ(made.items[0].member.role, policy::Role::owner);
    ASSERT_THAT(made.warnings, SizeIs(1)) << "an owner without the flag edit";
    EXPECT_EQ(made.warnings[0].code, "flag-missing");
    const auto mira = person("mira@example.org");
    EXPECT_EQ(mira.level, policy::Level::producer);
    EXPECT_EQ(mira.name, "mira");
    const auto mails = testing::mails(fixture_.site);
    ASSERT_THAT(mails, SizeIs(1));
    EXPECT_THAT(mails[0], HasSubstr("admin invites you to the library \"Press\""));
    EXPECT_EQ(fixture_.ledger_entries("invitation_sent"), 1);
    ASSERT_THAT(waiting(), SizeIs(1));
    must_have(
        reset_password(house(), testing::HouseFixture::nobody(), testing::secret_of(mails[0]), "seven quiet herons"));
    EXPECT_THAT(waiting(), IsEmpty());
    EXPECT_EQ(code_of(withdraw_invitation(house(), owner_, "0")), "not-found");
}

TEST_P(Invitations, OwnersGiveWhatTheSiteSaysAndNothingThatTheyHaveNot) {
    EXPECT_EQ(code_of(inviting(owner_, "mira@example.org")), "not-invited");
    const auto mild = must_have(create_role(house(), fixture_.administrator, "Mild", {"download"})).row.id;
    const auto strong =
        must_have(create_role(house(), fixture_.administrator, "Strong", {"download", "curate"})).row.id;
    let_owners({true, 4, {mild, strong}});
    EXPECT_EQ(code_of(inviting(owner_, "mira@example.org", policy::Role::viewer, {}, {2, {}})), "level-too-low");
    must_have(inviting(owner_, "mira@example.org"));
    const auto roles = must_have(read_person(house(), fixture_.administrator, person("mira@example.org").id)).roles;
    ASSERT_THAT(roles, SizeIs(1)) << "one role holds a flag that the owner has not";
    EXPECT_EQ(roles[0].id, mild);
    const auto other = fixture_.add_library("Other");
    EXPECT_EQ(code_of(invite_people(house(), owner_, {{"x@example.org"}, {other, {}, {}}, policy::Role::viewer, {}, {}},
                                    k_base)),
              "not-found");
}

TEST_P(Invitations, NobodyIsInvitedForLongerThanTheInviterOwns) {
    let_owners({true, 2, {}});
    const auto passing = fixture_.add_person("passing", policy::Level::producer, k_giver_flags);
    domain::Membership membership;
    membership.library = library_;
    membership.person = passing.person;
    membership.role = policy::Role::owner;
    membership.ends_at = in_days(7);
    fixture_.add_member(membership);
    EXPECT_EQ(code_of(inviting(passing, "mira@example.org", policy::Role::owner)), "own-rights");
    EXPECT_EQ(code_of(inviting(passing, "mira@example.org", policy::Role::owner, in_days(8))), "own-rights");
    EXPECT_EQ(code_of(find_person(house(), fixture_.administrator, "mira@example.org")), "no-such-person");
    EXPECT_EQ(code_of(inviting(passing, "mira@example.org", policy::Role::owner, in_days(6))), "");
}

TEST_P(Invitations, WhatBindsAnInviterBindsWhomTheyInvite) {
    let_owners({true, 2, {}});
    must_have(update_person(house(), fixture_.administrator, *owner_.person,
                            {.quota_limit = json::Change<std::int64_t>::to(3)}, std::nullopt));
    must_have(inviting(owner_, "mira@example.org"));
    EXPECT_EQ(person("mira@example.org").quota_limit, 3);
    must_have(withdraw_invitation(house(), owner_, waiting().at(0).id));
    must_have(inviting(owner_, "mira@example.org"));
    EXPECT_EQ(person("mira@example.org").quota_limit, 3);
    must_have(inviting(fixture_.administrator, "noor@example.org"));
    EXPECT_FALSE(person("noor@example.org").quota_limit);

    fixture_.add_group("Freelance", {owner_});
    EXPECT_EQ(code_of(inviting(owner_, "vera@example.org")), "");
    const auto name_group = [](domain::SiteSettings& settings) -> Done {
        settings.approval.groups = {"Freelance"};
        return {};
    };
    must_have(change_site_settings(house(), fixture_.administrator, std::nullopt, name_group, Confirmed::nothing));
    const auto refused = inviting(owner_, "self@example.org");
    ASSERT_EQ(code_of(refused), "not-invited");
    EXPECT_THAT(refused.error().text, HasSubstr("a group that you are in"));
    EXPECT_FALSE(must_have(read_invite_terms(house(), owner_, library_, {})).may_invite);
    EXPECT_EQ(code_of(inviting(fixture_.administrator, "self@example.org")), "");
}

TEST_P(Invitations, WhomSomebodyInvitedGetsNoMoreFromThemThanTheyHave) {
    let_owners({true, 2, {}});
    const auto passing = fixture_.add_person("passing", policy::Level::producer, k_giver_flags);
    domain::Membership membership;
    membership.library = library_;
    membership.person = passing.person;
    membership.role = policy::Role::owner;
    membership.ends_at = in_days(7);
    fixture_.add_member(membership);
    must_have(inviting(passing, "self@example.org", policy::Role::viewer, in_days(6)));
    const auto self = person("self@example.org").id;
    must_have(remove_member(house(), passing, waiting().at(0).member->id));
    const store::MemberPlace place{library_, {}, {}};
    EXPECT_EQ(code_of(add_member(house(), passing, place, {self, {}, policy::Role::owner, {}})), "own-rights");
    EXPECT_EQ(code_of(add_member(house(), passing, place, {self, {}, policy::Role::owner, in_days(8)})), "own-rights");
    EXPECT_EQ(code_of(add_member(house(), passing, place, {self, {}, policy::Role::owner, in_days(6)})), "");
    const auto known = fixture_.add_person("known", policy::Level::browser, {});
    EXPECT_EQ(code_of(add_member(house(), passing, place, {known.person, {}, policy::Role::owner, {}})), "");
}

TEST_P(Invitations, ATokenOfAnOwnerMakesNoAccounts) {
    let_owners({true, 2, {}});
    auto token = owner_;
    token.session.reset();
    token.token = TokenId{};
    EXPECT_EQ(code_of(inviting(token, "self@example.org")), "not-with-a-token");
    EXPECT_EQ(code_of(find_person(house(), fixture_.administrator, "self@example.org")), "no-such-person");
    fixture_.add_person("known", policy::Level::browser, {});
    EXPECT_EQ(code_of(inviting(token, "known@example.org")), "");
    auto all = fixture_.administrator;
    all.session.reset();
    all.token = TokenId{};
    EXPECT_EQ(code_of(inviting(all, "mira@example.org")), "");
}

TEST_P(Invitations, AWithdrawnOneEndsTheAccountUntilItIsInvitedAgain) {
    must_have(inviting(fixture_.administrator, "mira@example.org", policy::Role::editor, {}, {4, {}}));
    const auto id = waiting().at(0).id;
    must_have(withdraw_invitation(house(), owner_, id));
    EXPECT_FALSE(person("mira@example.org").active);
    EXPECT_EQ(code_of(withdraw_invitation(house(), owner_, id)), "invitation-ended");
    must_have(inviting(fixture_.administrator, "mira@example.org"));
    EXPECT_TRUE(person("mira@example.org").active);
    EXPECT_EQ(person("mira@example.org").level, policy::Level::consumer) << "nothing of the first one comes back";
    must_have(withdraw_invitation(house(), owner_, waiting().at(0).id));
    must_have(
        update_person(house(), fixture_.administrator, person("mira@example.org").id, {.name = "Mira"}, std::nullopt));
    EXPECT_EQ(code_of(inviting(fixture_.administrator, "mira@example.org")), "account-suspended")
        << "an administrator has seen to it since";
}

TEST_P(Invitations, AWithdrawnOneLeavesAnAccountThatHasMore) {
    must_have(inviting(fixture_.administrator, "mira@example.org"));
    const auto other = fixture_.add_library("Other");
    fixture_.add_member(other, testing::HouseFixture::as(person("mira@example.org").id), policy::Role::viewer);
    must_have(withdraw_invitation(house(), owner_, waiting().at(0).id));
    EXPECT_TRUE(person("mira@example.org").active);
    must_have(inviting(fixture_.administrator, "chief@example.org", policy::Role::viewer, {}, {8, {}}));
    must_have(withdraw_invitation(house(), owner_, waiting().at(0).id));
    EXPECT_TRUE(person("chief@example.org").active) << "nobody ends an account above their own";
}

TEST_P(Invitations, WhatAnAdministratorSetOnAWaitingAccountIsLiftedByNoWithdrawal) {
    let_owners({true, 2, {}});
    must_have(inviting(owner_, "mira@example.org"));
    const auto group = fixture_.add_group("Freelance");
    must_have(update_person(house(), fixture_.administrator, person("mira@example.org").id,
                            {.level = 1, .groups = std::vector{group}}, std::nullopt));
    must_have(withdraw_invitation(house(), owner_, waiting().at(0).id));
    EXPECT_TRUE(person("mira@example.org").active);
    must_have(inviting(owner_, "mira@example.org"));
    const auto mira = must_have(find_person(house(), fixture_.administrator, "mira@example.org"));
    EXPECT_EQ(mira.row.level, policy::Level::browser);
    EXPECT_THAT(mira.groups, SizeIs(1));
}

TEST_P(Invitations, AnAccountWhoseLevelAnAdministratorSetIsNotEnded) {
    let_owners({true, 2, {}});
    must_have(inviting(owner_, "mira@example.org"));
    must_have(
        update_person(house(), fixture_.administrator, person("mira@example.org").id, {.level = 1}, std::nullopt));
    must_have(withdraw_invitation(house(), owner_, waiting().at(0).id));
    EXPECT_TRUE(person("mira@example.org").active);
}

TEST_P(Invitations, TheLastOfTwoEndsTheAccountInEitherOrder) {
    const auto other = fixture_.add_library("Other");
    const auto inviting_twice = [&](const std::string& email) {
        must_have(inviting(fixture_.administrator, email));
        must_have(invite_people(house(), fixture_.administrator,
                                {{email}, {other, {}, {}}, policy::Role::viewer, {}, {}}, k_base));
        const auto there = must_have(list_invitations(house(), fixture_.administrator, other));
        return std::pair(waiting().at(0).id, there.at(0).id);
    };
    const auto [first, second] = inviting_twice("mira@example.org");
    must_have(withdraw_invitation(house(), fixture_.administrator, first));
    EXPECT_TRUE(person("mira@example.org").active) << "the other one waits";
    must_have(withdraw_invitation(house(), fixture_.administrator, second));
    EXPECT_FALSE(person("mira@example.org").active);
    EXPECT_EQ(code_of(inviting(fixture_.administrator, "mira@example.org")), "");
    must_have(withdraw_invitation(house(), fixture_.administrator, waiting().at(0).id));

    const auto [made, joined] = inviting_twice("noor@example.org");
    must_have(withdraw_invitation(house(), fixture_.administrator, joined));
    EXPECT_TRUE(person("noor@example.org").active);
    must_have(withdraw_invitation(house(), fixture_.administrator, made));
    EXPECT_FALSE(person("noor@example.org").active);
    EXPECT_EQ(code_of(inviting(fixture_.administrator, "noor@example.org")), "");
}

TEST_P(Invitations, AreListedAndWithdrawnWhenTheirMembershipIsGone) {
    must_have(inviting(fixture_.administrator, "mira@example.org"));
    must_have(remove_member(house(), owner_, waiting().at(0).member->id));
    ASSERT_THAT(waiting(), SizeIs(1));
    EXPECT_FALSE(waiting()[0].member);
    EXPECT_EQ(code_of(resend_invitation(house(), fixture_.administrator, waiting()[0].id, k_base)), "invitation-ended");
    must_have(withdraw_invitation(house(), owner_, waiting()[0].id));
    EXPECT_THAT(waiting(), IsEmpty());
    EXPECT_FALSE(person("mira@example.org").active);
}

TEST_P(Invitations, AreListedAndWithdrawnWhenTheirAssetIsInTheBin) {
    const auto asset = fixture_.add_asset(library_, "quay.png").id;
    must_have(invite_people(house(), fixture_.administrator,
                            {{"mira@example.org"}, {library_, {}, asset}, policy::Role::viewer, {}, {}}, k_base));
    const auto id = waiting().at(0).id;
    must_have(delete_asset(house(), fixture_.administrator, asset));
    ASSERT_THAT(waiting(), SizeIs(1));
    EXPECT_FALSE(waiting()[0].member);
    const auto viewer = fixture_.add_person("viewer", policy::Level::consumer);
    fixture_.add_member(library_, viewer, policy::Role::viewer);
    EXPECT_EQ(code_of(withdraw_invitation(house(), viewer, id)), "not-found");
    EXPECT_EQ(code_of(resend_invitation(house(), fixture_.administrator, id, k_base)), "invitation-ended");
    must_have(withdraw_invitation(house(), owner_, id));
    EXPECT_THAT(waiting(), IsEmpty());
    EXPECT_FALSE(person("mira@example.org").active);
}

TEST_P(Invitations, AreSentAgainByWhoCouldMakeThemNow) {
    let_owners({true, 2, {}});
    must_have(inviting(owner_, "mira@example.org"));
    const auto id = waiting().at(0).id;
    EXPECT_EQ(code_of(resend_invitation(house(), owner_, id, k_base)), "");
    let_owners({false, 2, {}});
    EXPECT_EQ(code_of(resend_invitation(house(), owner_, id, k_base)), "not-invited");
    EXPECT_EQ(code_of(resend_invitation(house(), fixture_.administrator, id, k_base)), "");
    let_owners({true, 2, {}});
    const auto passing = fixture_.add_person("passing", policy::Level::producer, k_giver_flags);
    domain::Membership membership;
    membership.library = library_;
    membership.person = passing.person;
    membership.role = policy::Role::owner;
    membership.ends_at = in_days(7);
    fixture_.add_member(membership);
    EXPECT_EQ(code_of(resend_invitation(house(), passing, id, k_base)), "own-rights");
    EXPECT_THAT(testing::mails(fixture_.site), SizeIs(3));
}

TEST_P(Invitations, WhoHasAnAccountIsAddedAndWrittenNothing) {
    const auto known = fixture_.add_person("known", policy::Level::browser, {});
    const auto made = must_have(inviting(owner_, "known@example.org"));
    ASSERT_THAT(made.items, SizeIs(1));
    EXPECT_EQ(made.items[0].outcome, InviteOutcome::added);
    EXPECT_THAT(made.items[0].warnings, IsEmpty()) << "levels are for administrators to know";
    EXPECT_THAT(testing::mails(fixture_.site), IsEmpty());
    EXPECT_EQ(code_of(inviting(owner_, "known@example.org", policy::Role::editor)), "member-already");
    EXPECT_EQ(code_of(inviting(owner_, "owner@example.org")), "member-already");
}

TEST_P(Invitations, ARepeatedCallTellsAgainWhoWasLeftOut) {
    const auto known = fixture_.add_person("known", policy::Level::browser, {});
    fixture_.add_member(library_, known, policy::Role::viewer);
    auto caller = fixture_.administrator;
    caller.once = Once{caller.person->text(), "key-1", Digest{}};
    const InviteWish wanted{
        {"known@example.org", "mira@example.org"}, {library_, {}, {}}, policy::Role::editor, {}, {}};
    const auto first = must_have(invite_people(house(), caller, wanted, k_base));
    const auto second = must_have(invite_people(house(), caller, wanted, k_base));
    ASSERT_THAT(second.items, SizeIs(1));
    EXPECT_EQ(second.items[0].member.id, first.items.at(0).member.id);
    ASSERT_THAT(second.left, SizeIs(1));
    EXPECT_EQ(second.left[0].email, "known@example.org");
    EXPECT_EQ(second.left[0].code, "member-already");
    EXPECT_EQ(second.left[0].text, first.left.at(0).text);
    EXPECT_THAT(testing::mails(fixture_.site), SizeIs(1));
}

TEST_P(Invitations, AreForWhoMayChangeMembers) {
    must_have(inviting(fixture_.administrator, "mira@example.org"));
    const auto id = waiting().at(0).id;
    const auto viewer = fixture_.add_person("viewer", policy::Level::consumer);
    fixture_.add_member(library_, viewer, policy::Role::viewer);
    EXPECT_EQ(code_of(inviting(viewer, "noor@example.org")), "denied");
    EXPECT_EQ(code_of(list_invitations(house(), viewer, library_)), "denied");
    EXPECT_EQ(code_of(read_invite_terms(house(), viewer, library_, {})), "denied");
    EXPECT_EQ(code_of(resend_invitation(house(), viewer, id, k_base)), "not-found");
    EXPECT_EQ(code_of(withdraw_invitation(house(), viewer, id)), "not-found");
    EXPECT_EQ(code_of(read_invite_settings(house(), owner_)), "level-too-low");
    EXPECT_EQ(code_of(write_invite_settings(house(), owner_, 1, {})), "level-too-low");
}

}  // namespace
}  // namespace exeat::usecases
