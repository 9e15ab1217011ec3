#include "usecases/people/people.h"

#include <gmock/gmock.h>

#include <thread>

#include "state/store/site.h"
#include "usecases/people/groups.h"
#include "usecases/people/roles.h"
#include "usecases/testing/people_fixture.h"

namespace exeat::usecases {
namespace {

using testing::add_person;
using testing::code_of;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::HouseFixture;
using testing::must_have;

constexpr const char* k_base = "https://exeat.example.org";

class People : public ::testing::TestWithParam<sql::Engine> {
protected:
    HouseFixture site_{GetParam()};
    House& house_ = site_.house();
    Caller operator_ = HouseFixture::the_operator();
    Caller admin_ = HouseFixture::as(add_person(site_, "admin@example.org", 9).row.id);

    std::string updating(const Caller& caller, PersonId person, const PersonChange& wanted) {
        return code_of(update_person(house_, caller, person, wanted, std::nullopt));
    }
    std::shared_ptr<const domain::Standing> standing(PersonId person) {
        return must_have(house_.authority.standing(person));
    }
    void set_trigger_groups(const std::vector<std::string>& groups) {
        must_have(change(house_, [&](sql::Transaction& transaction) -> Done {
            EXEAT_TAKE(auto site, store::read_site(transaction));
            site.settings.approval.groups = groups;
            return store::write_site_settings(transaction, site.settings, site.version);
        }));
    }
    std::vector<std::string> trigger_groups() { return must_have(house_.authority.site())->settings().approval.groups; }
};
INSTANTIATE_TEST_SUITE_P(Engines, People, ::testing::Values(sql::Engine::sqlite, sql::Engine::postgresql),
                         testing::engine_name);

TEST_P(People, AreMadeWithRolesAndGroups) {
    const auto role = must_have(create_role(house_, admin_, "Download", {"download", "share_file"}));
    const auto group = must_have(create_group(house_, admin_, "Press"));
    NewPerson wanted{"Mira@Example.org", " Mira Holt ", 4};
    wanted.roles = {role.row.id};
    wanted.groups = {group.row.id};
    wanted.quota_limit = 3;
    const auto made = must_have(create_person(house_, admin_, wanted, k_base));
    EXPECT_EQ(made.person.row.email, "Mira@Example.org");
    EXPECT_EQ(made.person.row.name, "Mira Holt");
    EXPECT_FALSE(made.person.row.has_password);
    ASSERT_TRUE(made.link);
    EXPECT_TRUE(made.link->url.starts_with("https://exeat.example.org/reset/"));
    const auto seen = standing(made.person.row.id);
    EXPECT_EQ(seen->level, policy::Level::producer);
    EXPECT_EQ(seen->flags, (policy::Flags{policy::Flag::download, policy::Flag::share_file}));
    EXPECT_EQ(seen->groups.at(0).name, "Press");
    EXPECT_EQ(seen->quota_limit, 3);
    ASSERT_EQ(testing::mails(site_).size(), 1U);
    must_have(reset_password(house_, HouseFixture::nobody(), testing::secret_of(made.link->url), "seven quiet herons"));
    EXPECT_EQ(testing::sign_in(site_, "mira@example.org", "seven quiet herons").caller.person, made.person.row.id);
    EXPECT_EQ(code_of(create_person(house_, admin_, {"mira@example.ORG", "Twin", 1}, k_base)), "email-taken");
}

TEST_P(People, WrongOnesAreRefusedWithTheReason) {
    const auto creating = [&](const NewPerson& wanted) {
        return code_of(create_person(house_, admin_, wanted, k_base));
    };
    EXPECT_EQ(creating({"mira", "Mira", 2}), "wrong-email");
    EXPECT_EQ(creating({"mira@example.org", "", 2}), "name-empty");
    for (const std::int64_t level : std::vector<std::int64_t>{5, 6, 10, -1, 1'000'000'000'000}) {
        const auto answer = create_person(house_, admin_, {"mira@example.org", "Mira", level}, k_base);
        EXPECT_EQ(code_of(answer), "no-such-level") << level;
        EXPECT_EQ(answer.error().fields.at(0).pointer, "/level");
        EXPECT_EQ(answer.error().text.starts_with("Levels 5 and 6 do not exist."), level == 5 || level == 6);
    }
    EXPECT_EQ(creating({"mira@example.org", "Mira", 2, "short"}), "password-too-short");
    EXPECT_EQ(creating({.email = "mira@example.org", .name = "Mira", .level = 2, .roles = {RoleId{}}}), "no-such-role");
    EXPECT_EQ(creating({.email = "mira@example.org", .name = "Mira", .level = 2, .groups = {GroupId{}}}),
              "no-such-group");
    EXPECT_EQ(creating({.email = "mira@example.org", .name = "Mira", .level = 2, .quota_limit = -1}), "wrong-quota");
    EXPECT_EQ(code_of(find_person(house_, admin_, "mira@example.org")), "no-such-person") << "nothing is left of it";
    EXPECT_TRUE(testing::mails(site_).empty());
}

TEST_P(People, ARepeatedCallMakesOnePerson) {
    auto caller = admin_;
    caller.once = Once{"admin", "key-1", Digest{}};
    const NewPerson wanted{"mira@example.org", "Mira", 2};
    const auto first = must_have(create_person(house_, caller, wanted, k_base));
    const auto second = must_have(create_person(house_, caller, wanted, k_base));
    EXPECT_EQ(first.person.row.id, second.person.row.id);
    EXPECT_FALSE(second.link);
    EXPECT_EQ(testing::mails(site_).size(), 1U);
}

TEST_P(People, AreKeptByAdministratorsOnly) {
    const auto director = HouseFixture::as(add_person(site_, "director@example.org", 8).row.id);
    const auto person = add_person(site_, "mira@example.org").row.id;
    const auto group = must_have(create_group(house_, admin_, "Press")).row.id;
    const auto role = must_have(create_role(house_, admin_, "Download", {"download"})).row.id;
    for (const auto& caller : {director, HouseFixture::as(person), HouseFixture::nobody()}) {
        const std::string expected = caller.person ? "level-too-low" : "not-signed-in";
        EXPECT_EQ(code_of(list_people(house_, caller, {})), expected);
        EXPECT_EQ(code_of(read_person(house_, caller, person)), expected);
        EXPECT_EQ(code_of(find_person(house_, caller, "mira@example.org")), expected);
        EXPECT_EQ(code_of(create_person(house_, caller, {"eve@example.org", "Eve", 9}, k_base)), expected);
        EXPECT_EQ(code_of(create_person(house_, caller, {"eve@example.org", "Eve", 9, testing::k_password}, k_base)),
                  expected);
        EXPECT_EQ(updating(caller, person, {.level = 9}), expected);
        EXPECT_EQ(code_of(send_password_link(house_, caller, person, k_base)), expected);
        EXPECT_EQ(code_of(list_groups(house_, caller, {})), expected);
        EXPECT_EQ(code_of(read_group(house_, caller, group)), expected);
        EXPECT_EQ(code_of(create_group(house_, caller, "Mine")), expected);
        EXPECT_EQ(code_of(rename_group(house_, caller, group, "Mine", Triggers::follow, std::nullopt)), expected);
        EXPECT_EQ(code_of(delete_group(house_, caller, group, std::nullopt)), expected);
        EXPECT_EQ(code_of(write_people_of_group(house_, caller, group, {person}, std::nullopt)), expected);
        EXPECT_EQ(code_of(list_roles(house_, caller, {})), expected);
        EXPECT_EQ(code_of(read_role(house_, caller, role)), expected);
        EXPECT_EQ(code_of(create_role(house_, caller, "Mine", {"curate"})), expected);
        EXPECT_EQ(code_of(update_role(house_, caller, role, {.name = "Mine"}, std::nullopt)), expected);
        EXPECT_EQ(code_of(delete_role(house_, caller, role, std::nullopt)), expected);
        EXPECT_EQ(code_of(write_people_of_role(house_, caller, role, {person}, std::nullopt)), expected);
    }
}

TEST_P(People, AreListedAndFoundInPages) {
    for (const auto* name : {"noor", "mira", "ada"}) add_person(site_, std::string(name) + "@example.org");
    const auto first = must_have(list_people(house_, admin_, {.limit = 3}));
    ASSERT_EQ(first.people.size(), 3U);
    ASSERT_TRUE(first.next);
    const auto rest = must_have(list_people(house_, admin_, {.after = *first.next, .limit = 3}));
    EXPECT_EQ(rest.people.size(), 1U);
    EXPECT_FALSE(rest.next);
    EXPECT_EQ(must_have(list_people(house_, admin_, {.text = "MIRA@"})).people.size(), 1U);
    EXPECT_EQ(must_have(find_person(house_, operator_, "NOOR@example.org")).row.email, "noor@example.org");
}

TEST_P(People, AreChangedOverTheirVersion) {
    const auto mira = add_person(site_, "mira@example.org");
    const auto changed = must_have(update_person(
        house_, admin_, mira.row.id,
        {.email = "holt@example.org", .level = 3, .quota_limit = json::Change<std::int64_t>::to(9)}, mira.row.version));
    EXPECT_EQ(changed.row.email, "holt@example.org");
    EXPECT_EQ(changed.row.level, policy::Level::importer);
    EXPECT_EQ(changed.row.quota_limit, 9);
    EXPECT_EQ(changed.row.name, "Somebody");
    EXPECT_EQ(code_of(update_person(house_, admin_, mira.row.id, {.name = "Mira"}, mira.row.version)), "stale");
    EXPECT_EQ(updating(admin_, mira.row.id, {.level = 5}), "no-such-level");
    EXPECT_EQ(updating(admin_, mira.row.id, {.email = "admin@example.org"}), "email-taken");
    EXPECT_EQ(updating(admin_, PersonId{}, {.level = 3}), "not-found");
    const auto without = must_have(update_person(house_, admin_, mira.row.id,
                                                 {.quota_limit = json::Change<std::int64_t>::to_null()}, std::nullopt));
    EXPECT_EQ(without.row.quota_limit, std::nullopt);
    EXPECT_EQ(testing::sign_in(site_, "holt@example.org").caller.person, mira.row.id);
}

TEST_P(People, ALinkToAnOldAddressOpensNothing) {
    const auto mira = add_person(site_, "mira@example.org");
    const auto link = must_have(send_password_link(house_, admin_, mira.row.id, k_base));
    ASSERT_TRUE(link);
    must_have(update_person(house_, admin_, mira.row.id, {.email = "holt@example.org"}, std::nullopt));
    EXPECT_EQ(
        code_of(reset_password(house_, HouseFixture::nobody(), testing::secret_of(link->url), "seven quiet herons")),
        "password-link-ended");
}

TEST_P(People, ATokenComesToNoPasswordAndNoLink) {
    auto token = admin_;
    token.session.reset();
    token.token = TokenId{};
    const auto made = must_have(create_person(house_, token, {"mira@example.org", "Mira", 8}, k_base));
    EXPECT_FALSE(made.link);
    EXPECT_FALSE(must_have(send_password_link(house_, token, made.person.row.id, k_base)));
    EXPECT_EQ(testing::mails(site_).size(), 2U);
    EXPECT_EQ(code_of(create_person(house_, token, {"noor@example.org", "Noor", 8, testing::k_password}, k_base)),
              "not-with-a-token");
}

TEST_P(People, ATokenComesToNoAdministrator) {
    auto token = admin_;
    token.session.reset();
    token.token = TokenId{};
    EXPECT_EQ(code_of(create_person(house_, token, {"mira@example.org", "Mira", 9}, k_base)), "not-with-a-token");
    const auto viewer = add_person(site_, "viewer@example.org", 2).row.id;
    EXPECT_EQ(updating(token, viewer, {.level = 9}), "not-with-a-token");
    EXPECT_EQ(updating(token, *admin_.person, {.email = "eve@example.org"}), "not-with-a-token");
    EXPECT_EQ(updating(token, viewer, {.name = "Vera", .level = 3}), "");
    EXPECT_EQ(updating(admin_, viewer, {.level = 9}), "");
}

TEST_P(People, TheLastAdministratorStays) {
    const auto admin = *admin_.person;
    for (const auto& caller : {admin_, operator_}) {
        EXPECT_EQ(updating(caller, admin, {.level = 8}), "last-administrator");
        EXPECT_EQ(updating(caller, admin, {.active = false}), "last-administrator");
        EXPECT_EQ(updating(caller, admin, {.level = 0}), "last-administrator");
        EXPECT_EQ(updating(caller, admin, {.name = "Chief"}), "");
    }
    NewPerson invited{"invited@example.org", "Ines", 9};
    const auto ines = must_have(create_person(house_, operator_, invited, "https://exeat.example.org")).person.row.id;
    EXPECT_EQ(updating(admin_, admin, {.level = 8}), "last-administrator") << "who is only invited administers nothing";
    EXPECT_EQ(updating(admin_, ines, {.level = 2}), "") << "and may go";
    const auto second = add_person(site_, "second@example.org", 9).row.id;
    EXPECT_EQ(updating(admin_, admin, {.level = 8}), "") << "downwards one may go";
    EXPECT_EQ(updating(admin_, admin, {.level = 9}), "level-too-low") << "and not up again";
    EXPECT_EQ(updating(HouseFixture::as(second), second, {.active = false}), "last-administrator");
}

TEST_P(People, TwoAdministratorsAtOnceCannotBothGo) {
    const auto first = *admin_.person;
    const auto second = add_person(site_, "second@example.org", 9).row.id;
    for (int round = 0; round < 5; ++round) {
        std::string one;
        std::thread thread([&] { one = updating(HouseFixture::as(first), second, {.level = 2}); });
        const auto other = updating(HouseFixture::as(second), first, {.active = false});
        thread.join();
        EXPECT_EQ(
            must_have(house_.database.read([](sql::Session& session) { return store::count_administrators(session); })),
            1);
        EXPECT_NE(one.empty(), other.empty()) << "'" << one << "' and '" << other << "'";
        for (const auto& person : {first, second}) {
            must_have(update_person(house_, operator_, person, {.level = 9, .active = true}, std::nullopt));
        }
    }
}

TEST_P(People, NobodyGivesThemselvesMore) {
    const auto admin = *admin_.person;
    const auto role = must_have(create_role(house_, admin_, "Download", {"download"})).row.id;
    EXPECT_EQ(updating(admin_, admin, {.roles = std::vector{role}}), "own-rights");
    EXPECT_EQ(code_of(write_people_of_role(house_, admin_, role, {admin}, std::nullopt)), "own-rights");
    EXPECT_TRUE(standing(admin)->flags.empty()) << "nothing of it stays";
    must_have(write_people_of_role(house_, operator_, role, {admin}, std::nullopt));
    EXPECT_EQ(code_of(update_role(house_, admin_, role, {.flags = std::vector<std::string>{"download", "curate"}},
                                  std::nullopt)),
              "own-rights");
    EXPECT_EQ(code_of(update_role(house_, admin_, role, {.flags = std::vector<std::string>{}}, std::nullopt)), "");
    EXPECT_EQ(updating(admin_, admin, {.roles = std::vector<RoleId>{}}), "");
}

TEST_P(People, AGroupIsFollowedByEverybodyAtOnce) {
    const auto mira = add_person(site_, "mira@example.org").row;
    const auto group = must_have(create_group(house_, admin_, "Press"));
    EXPECT_EQ(code_of(create_group(house_, admin_, "PRESS")), "name-taken");
    EXPECT_EQ(code_of(create_group(house_, admin_, "Press, local")), "name-with-comma");
    const auto filled = must_have(write_people_of_group(house_, admin_, group.row.id, {mira.id}, group.row.version));
    EXPECT_EQ(filled.people.at(0).email, "mira@example.org");
    EXPECT_EQ(standing(mira.id)->groups.size(), 1U);
    EXPECT_EQ(code_of(update_person(house_, admin_, mira.id, {.name = "Mira"}, mira.version)), "stale")
        << "whoever edits the person sees that the groups changed";
    must_have(rename_group(house_, admin_, group.row.id, "Media", Triggers::refuse, filled.row.version));
    EXPECT_EQ(standing(mira.id)->groups.at(0).name, "Media");
    EXPECT_EQ(code_of(rename_group(house_, admin_, group.row.id, "News", Triggers::refuse, filled.row.version)),
              "stale");
    EXPECT_EQ(code_of(delete_group(house_, admin_, group.row.id, 1)), "stale");
    EXPECT_EQ(code_of(write_people_of_group(house_, admin_, group.row.id, {PersonId{}}, std::nullopt)),
              "no-such-person");
    must_have(delete_group(house_, admin_, group.row.id, std::nullopt));
    EXPECT_TRUE(standing(mira.id)->groups.empty());
    EXPECT_EQ(code_of(read_group(house_, admin_, group.row.id)), "not-found");
    EXPECT_EQ(code_of(find_group(house_, admin_, "Media")), "no-such-group");
}

TEST_P(People, AGroupThatATriggerNamesIsHeld) {
    const auto group = must_have(create_group(house_, admin_, "Press")).row;
    set_trigger_groups({"Sales", "Press"});
    const auto renamed = rename_group(house_, admin_, group.id, "Media", Triggers::refuse, std::nullopt);
    EXPECT_EQ(code_of(renamed), "named-by-trigger");
    EXPECT_EQ(renamed.error().kind, ErrorKind::conflict);
    EXPECT_THAT(renamed.error().text, HasSubstr("approval"));
    EXPECT_EQ(code_of(delete_group(house_, admin_, group.id, std::nullopt)), "named-by-trigger");
    EXPECT_THAT(must_have(read_group(house_, admin_, group.id)).named_by, ElementsAre("approval"));
    must_have(rename_group(house_, admin_, group.id, "Press", Triggers::refuse, std::nullopt));

    must_have(rename_group(house_, admin_, group.id, "Media", Triggers::follow, std::nullopt));
    EXPECT_THAT(trigger_groups(), ElementsAre("Sales", "Media"));
    set_trigger_groups({"Sales"});
    must_have(delete_group(house_, admin_, group.id, std::nullopt));
}

TEST_P(People, RolesGiveTheirFlagsAtOnce) {
    const auto mira = add_person(site_, "mira@example.org").row.id;
    EXPECT_EQ(code_of(create_role(house_, admin_, "Wrong", {"download", "fly"})), "no-such-flag");
    const auto role = must_have(create_role(house_, admin_, "Download", {"download"})).row;
    EXPECT_EQ(code_of(create_role(house_, admin_, "download", {})), "name-taken");
    must_have(write_people_of_role(house_, admin_, role.id, {mira}, role.version));
    EXPECT_TRUE(standing(mira)->flags.has(policy::Flag::download));
    must_have(update_role(house_, admin_, role.id, {.flags = std::vector<std::string>{"edit"}}, std::nullopt));
    EXPECT_EQ(standing(mira)->flags, policy::Flags{policy::Flag::edit});
    EXPECT_EQ(must_have(find_role(house_, admin_, "DOWNLOAD")).people.size(), 1U);
    EXPECT_EQ(code_of(delete_role(house_, admin_, role.id, role.version)), "stale");
    must_have(delete_role(house_, admin_, role.id, std::nullopt));
    EXPECT_TRUE(standing(mira)->flags.empty());
}

TEST_P(People, WhatIsRefusedChangesNothing) {
    const auto before = must_have(house_.database.read([](sql::Session& session) {
        return session.query(
            "select (select max(no) from changes), (select count(*) from people), "
            "(select count(*) from groups), (select count(*) from roles)");
    }));
    static_cast<void>(create_person(house_, admin_, {"admin@example.org", "Twin", 1}, k_base));
    static_cast<void>(create_role(house_, admin_, "X", {"fly"}));
    static_cast<void>(update_person(house_, admin_, *admin_.person, {.active = false}, std::nullopt));
    const auto after = must_have(house_.database.read([](sql::Session& session) {
        return session.query(
            "select (select max(no) from changes), (select count(*) from people), "
            "(select count(*) from groups), (select count(*) from roles)");
    }));
    for (std::size_t i = 0; i < 4; ++i) EXPECT_EQ(before[0].cell(i), after[0].cell(i));
}

}  // namespace
}  // namespace exeat::usecases
