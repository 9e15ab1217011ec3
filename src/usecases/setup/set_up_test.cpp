#include "usecases/setup/setup.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <thread>

#include "usecases/people/me.h"
#include "usecases/testing/people_fixture.h"

namespace exeat::usecases {
namespace {

using testing::code_of;
using testing::HouseFixture;
using testing::k_password;
using testing::must_have;

class SetUpOf : public ::testing::TestWithParam<sql::Engine> {
protected:
    HouseFixture site_{GetParam()};
    House& house_ = site_.house();
    const FirstPerson mira_{"mira@example.org", "Mira Holt", k_password};

    std::string code() { return must_have(open_setup(house_)).value_or(""); }
    auto set_up_with(const std::string& code, const FirstPerson& person) {
        return set_up(house_, HouseFixture::nobody(), code, person, "test");
    }
};
INSTANTIATE_TEST_SUITE_P(Engines, SetUpOf, ::testing::Values(sql::Engine::sqlite, sql::Engine::postgresql),
                         testing::engine_name);

TEST_P(SetUpOf, ASiteMakesAnAdministratorWhoIsSignedIn) {
    const auto printed = code();
    EXPECT_EQ(printed.size(), 14U);
    EXPECT_TRUE(must_have(setup_needed(house_)));
    const auto opened = must_have(set_up_with(printed, mira_));
    EXPECT_FALSE(opened.code_needed);
    const auto me = must_have(read_me(house_, opened.caller));
    EXPECT_EQ(me.person.level, policy::Level::administrator);
    EXPECT_EQ(me.person.email, "mira@example.org");
    EXPECT_TRUE(me.abilities.manage_people);
    Callers callers(house_);
    EXPECT_EQ(must_have(callers.of_session(opened.secret)).person, me.person.id);

    EXPECT_FALSE(must_have(setup_needed(house_)));
    EXPECT_EQ(must_have(open_setup(house_)), std::nullopt);
    EXPECT_EQ(code_of(set_up_with(printed, mira_)), "set-up-done");
    EXPECT_EQ(code_of(set_up_by_operator(house_, HouseFixture::the_operator(), mira_)), "set-up-done");
}

TEST_P(SetUpOf, AnotherStartEndsTheOldCode) {
    const auto old_code = code();
    const auto new_code = code();
    EXPECT_NE(old_code, new_code);
    EXPECT_EQ(code_of(set_up_with(old_code, mira_)), "wrong-set-up-code");
    EXPECT_EQ(code_of(set_up_with("", mira_)), "wrong-set-up-code");
    std::string typed = new_code;
    for (char& c : typed) c = static_cast<char>(std::tolower(c));
    EXPECT_EQ(code_of(set_up_with(typed, mira_)), "");
}

TEST_P(SetUpOf, WithoutAPrintedCodeNoneIsRight) {
    EXPECT_EQ(code_of(set_up_with("0000-0000-0000", mira_)), "wrong-set-up-code");
}

TEST_P(SetUpOf, WrongCodesAreCountedAndRightOnesAreNot) {
    const auto printed = code();
    for (int i = 0; i < 12; ++i) {
        EXPECT_EQ(code_of(set_up_with(printed, {"mira@example.org", "Mira", "short"})), "password-too-short");
    }
    for (int i = 0; i < 10; ++i) EXPECT_EQ(code_of(set_up_with("0000-0000-0000", mira_)), "wrong-set-up-code");
    const auto answer = set_up_with(printed, mira_);
    EXPECT_EQ(code_of(answer), "too-many-attempts");
    EXPECT_GT(answer.error().retry_after_seconds, 3590);
    EXPECT_TRUE(must_have(setup_needed(house_)));
    EXPECT_EQ(code_of(set_up(house_, HouseFixture::nobody("192.0.2.2"), printed, mira_, "test")), "");
}

TEST_P(SetUpOf, TwoAtOnceMakeOnePerson) {
    const auto printed = code();
    std::vector<std::string> answers(4);
    std::vector<std::thread> threads;
    for (std::size_t i = 0; i < answers.size(); ++i) {
        threads.emplace_back([&, i] {
            const FirstPerson person{"person" + std::to_string(i) + "@example.org", "Somebody", k_password};
            answers[i] =
                code_of(set_up(house_, HouseFixture::nobody("192.0.2." + std::to_string(i)), printed, person, "test"));
        });
    }
    for (auto& thread : threads) thread.join();
    EXPECT_EQ(std::ranges::count(answers, ""), 1);
    EXPECT_EQ(std::ranges::count(answers, "set-up-done"), 3);
    EXPECT_EQ(
        must_have(house_.database.read([](sql::Session& session) { return store::list_people(session, {}); })).size(),
        1U);
}

TEST_P(SetUpOf, TheOperatorNeedsNoCode) {
    const auto id =
        must_have(set_up_by_operator(house_, HouseFixture::the_operator(), {"mira@example.org", "", k_password}));
    const auto opened = testing::sign_in(site_, "mira@example.org");
    EXPECT_EQ(opened.caller.person, id);
    EXPECT_EQ(must_have(read_me(house_, opened.caller)).person.name, "mira");
    EXPECT_EQ(code_of(set_up_by_operator(house_, HouseFixture::nobody(), {"eve@example.org", "", k_password})),
              "wrong-set-up-code");
}

}  // namespace
}  // namespace exeat::usecases
