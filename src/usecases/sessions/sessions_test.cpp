#include "usecases/sessions/sessions.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <thread>

#include "service/identity/password_hash.h"
#include "state/store/credentials.h"
#include "usecases/people/attempts.h"
#include "usecases/people/password.h"
#include "usecases/testing/people_fixture.h"

namespace exeat::usecases {
namespace {

using testing::add_person;
using testing::code_of;
using testing::HouseFixture;
using testing::k_password;
using testing::let_time_pass;
using testing::must_have;

class Sessions : public ::testing::Test {
protected:
    HouseFixture site_;
    House& house_ = site_.house();
    PersonId mira_ = add_person(site_, "mira@example.org").row.id;
    Callers callers_{house_};

    auto try_sign_in(const std::string& email, const std::string& password, const std::string& address = "192.0.2.1") {
        return sign_in(house_, HouseFixture::nobody(address), email, password, "test");
    }
    bool is_known(const std::string& secret) {
        return must_have(callers_.of_session(secret)).kind == Caller::Kind::person;
    }
    std::size_t count() {
        return must_have(
                   house_.database.read([&](sql::Session& session) { return store::sessions_of(session, mira_); }))
            .size();
    }
};

TEST_F(Sessions, OpenWithThePasswordInAnyCaseOfTheAddress) {
    const auto opened = must_have(try_sign_in(" MIRA@Example.org ", k_password));
    const auto caller = must_have(callers_.of_session(opened.secret));
    EXPECT_EQ(caller.person, mira_);
    EXPECT_EQ(caller.session, opened.caller.session);
    EXPECT_FALSE(caller.owes_second_factor);
    EXPECT_TRUE(caller.scopes.has(TokenScope::manage));
    EXPECT_EQ(must_have(callers_.of_session("something else")).kind, Caller::Kind::nobody);
    EXPECT_EQ(must_have(callers_.of_session("")).kind, Caller::Kind::nobody);
    EXPECT_EQ(code_of(callers_.of_token(opened.secret)), "wrong-token") << "a session is no token";
}

TEST_F(Sessions, AbsentAndWrongLookTheSame) {
    const auto absent = try_sign_in("nobody@example.org", k_password);
    const auto wrong = try_sign_in("mira@example.org", "violet anvils hun");
    ASSERT_FALSE(absent);
    ASSERT_FALSE(wrong);
    EXPECT_EQ(absent.error().kind, wrong.error().kind);
    EXPECT_EQ(absent.error().code, wrong.error().code);
    EXPECT_EQ(absent.error().text, wrong.error().text);
    EXPECT_EQ(absent.error().code, "wrong-sign-in");
    EXPECT_EQ(count(), 0U);
}

TEST_F(Sessions, APersonWithoutAPasswordCannotSignIn) {
    NewPerson noor{"noor@example.org", "Noor", 2};
    must_have(create_person(house_, HouseFixture::the_operator(), noor, "https://exeat.example.org"));
    EXPECT_EQ(code_of(try_sign_in("noor@example.org", "")), "wrong-sign-in");
}

TEST_F(Sessions, TenFailuresForAnAccountCloseItForAnHour) {
    for (int i = 0; i < 10; ++i) {
        EXPECT_EQ(code_of(try_sign_in("mira@example.org", "wrong", "198.51.100." + std::to_string(i))),
                  "wrong-sign-in");
    }
    const auto answer = try_sign_in("mira@example.org", k_password, "198.51.100.99");
    EXPECT_EQ(code_of(answer), "too-many-attempts");
    EXPECT_EQ(answer.error().kind, ErrorKind::busy);
    EXPECT_GT(answer.error().retry_after_seconds, 3590);
    EXPECT_LE(answer.error().retry_after_seconds, 3600);
    add_person(site_, "noor@example.org");
    EXPECT_EQ(code_of(try_sign_in("noor@example.org", k_password, "198.51.100.99")), "");
    let_time_pass(site_, 3'600'000);
    EXPECT_EQ(code_of(try_sign_in("mira@example.org", k_password, "198.51.100.99")), "");
}

TEST_F(Sessions, AnAbsentAccountClosesAlike) {
    for (int i = 0; i < 10; ++i) {
        EXPECT_EQ(code_of(try_sign_in("nobody@example.org", "wrong", "198.51.100." + std::to_string(i))),
                  "wrong-sign-in");
    }
    EXPECT_EQ(code_of(try_sign_in("nobody@example.org", "wrong", "198.51.100.99")), "too-many-attempts");
}

TEST_F(Sessions, TenFailuresFromABlockOfAddressesCloseIt) {
    for (int i = 0; i < 10; ++i) {
        EXPECT_EQ(code_of(try_sign_in("nobody" + std::to_string(i) + "@example.org", "wrong",
                                      "2001:db8:0:1::" + std::to_string(i))),
                  "wrong-sign-in");
    }
    EXPECT_EQ(code_of(try_sign_in("mira@example.org", k_password, "2001:db8:0:1:ffff::1")), "too-many-attempts");
    EXPECT_EQ(code_of(try_sign_in("mira@example.org", k_password, "2001:db8:0:2::1")), "");
}

TEST_F(Sessions, SigningInTakesItsOwnCountBack) {
    for (int round = 0; round < 3; ++round) {
        for (int i = 0; i < 3; ++i) EXPECT_EQ(code_of(try_sign_in("mira@example.org", "wrong")), "wrong-sign-in");
        for (int i = 0; i < 20; ++i) EXPECT_EQ(code_of(try_sign_in("mira@example.org", k_password)), "");
    }
    EXPECT_EQ(code_of(try_sign_in("mira@example.org", "wrong")), "wrong-sign-in");
    EXPECT_EQ(code_of(try_sign_in("mira@example.org", k_password)), "too-many-attempts")
        << "nine failures and this one, from one address";
}

TEST_F(Sessions, AGuesserGainsNothingWhenTheOwnerSignsIn) {
    for (int i = 0; i < 9; ++i) {
        EXPECT_EQ(code_of(try_sign_in("mira@example.org", "wrong", "198.51.100." + std::to_string(i))),
                  "wrong-sign-in");
    }
    EXPECT_EQ(code_of(try_sign_in("mira@example.org", k_password, "203.0.113.1")), "");
    EXPECT_EQ(code_of(try_sign_in("mira@example.org", "wrong", "198.51.100.98")), "wrong-sign-in");
    EXPECT_EQ(code_of(try_sign_in("mira@example.org", "wrong", "198.51.100.99")), "too-many-attempts");
}

TEST_F(Sessions, TheEdgeOfAnHourGivesNoSecondTen) {
    const auto guesses = [this] {
        int let_through = 0;
        for (int i = 0; i < 12; ++i) {
            if (code_of(try_sign_in("mira@example.org", "wrong")) == "wrong-sign-in") ++let_through;
        }
        return let_through;
    };
    EXPECT_EQ(code_of(try_sign_in("mira@example.org", "wrong")), "wrong-sign-in");
    let_time_pass(site_, 3'599'000);
    EXPECT_EQ(guesses(), 9);
    let_time_pass(site_, 2'000);
    EXPECT_EQ(guesses(), 1) << "only the first one is an hour old";
    let_time_pass(site_, 3'597'000);
    EXPECT_EQ(guesses(), 0);
    let_time_pass(site_, 3'000);
    EXPECT_EQ(guesses(), 10);
}

TEST_F(Sessions, ManyGuessesAtOnceAreNoMoreThanTen) {
    std::vector<std::string> answers(24);
    std::vector<std::thread> threads;
    for (auto& answer : answers) {
        threads.emplace_back([&] { answer = code_of(try_sign_in("mira@example.org", "wrong")); });
    }
    for (auto& thread : threads) thread.join();
    EXPECT_EQ(std::ranges::count(answers, "wrong-sign-in"), 10);
    EXPECT_EQ(std::ranges::count(answers, "too-many-attempts"), 14);
}

TEST_F(Sessions, AnOutdatedHashIsMadeAnew) {
    const auto old_hash = must_have(identity::hash_password(k_password, {2, 16384}));
    must_have(house_.database.write(
        [&](sql::Transaction& transaction) { return store::write_password(transaction, mira_, old_hash); }));
    EXPECT_EQ(code_of(try_sign_in("mira@example.org", k_password)), "");
    const auto row =
        must_have(house_.database.read([&](sql::Session& session) { return store::read_credentials(session, mira_); }));
    EXPECT_TRUE(row->password_hash->starts_with("$argon2id$v=19$m=8,t=1")) << *row->password_hash;
    EXPECT_EQ(code_of(try_sign_in("mira@example.org", k_password)), "");
}

TEST_F(Sessions, OfTheSuspendedEndAtOnce) {
    const auto opened = must_have(try_sign_in("mira@example.org", k_password));
    EXPECT_TRUE(is_known(opened.secret));
    must_have(update_person(house_, HouseFixture::the_operator(), mira_, {.active = false}, std::nullopt));
    EXPECT_FALSE(is_known(opened.secret));
    EXPECT_EQ(count(), 0U);
    EXPECT_EQ(code_of(try_sign_in("mira@example.org", k_password)), "account-suspended");
    EXPECT_EQ(code_of(try_sign_in("mira@example.org", "wrong")), "wrong-sign-in");
    must_have(update_person(house_, HouseFixture::the_operator(), mira_, {.active = true}, std::nullopt));
    EXPECT_FALSE(is_known(opened.secret)) << "nothing comes back";
    must_have(update_person(house_, HouseFixture::the_operator(), mira_, {.level = 0}, std::nullopt));
    EXPECT_EQ(code_of(try_sign_in("mira@example.org", k_password)), "account-suspended");
}

TEST_F(Sessions, EndOneByOneAndAltogether) {
    const auto first = must_have(try_sign_in("mira@example.org", k_password));
    const auto second = must_have(try_sign_in("mira@example.org", k_password));
    const auto third = must_have(try_sign_in("mira@example.org", k_password));
    EXPECT_TRUE(is_known(first.secret) && is_known(second.secret) && is_known(third.secret));
    EXPECT_EQ(must_have(my_sessions(house_, first.caller)).size(), 3U);

    const auto noor = add_person(site_, "noor@example.org");
    const auto hers = testing::sign_in(site_, "noor@example.org");
    EXPECT_EQ(code_of(end_session(house_, hers.caller, *first.caller.session)), "not-found");
    EXPECT_TRUE(is_known(first.secret));

    must_have(end_session(house_, first.caller, *second.caller.session));
    EXPECT_FALSE(is_known(second.secret));
    EXPECT_EQ(code_of(end_session(house_, first.caller, *second.caller.session)), "not-found");
    must_have(end_other_sessions(house_, first.caller));
    EXPECT_TRUE(is_known(first.secret));
    EXPECT_FALSE(is_known(third.secret));
    must_have(sign_out(house_, first.caller));
    EXPECT_FALSE(is_known(first.secret));
    EXPECT_TRUE(is_known(hers.secret));
    must_have(sign_out(house_, HouseFixture::nobody()));
}

TEST_F(Sessions, SigningInAgainEndsTheSessionThatCameAlong) {
    const auto first = must_have(try_sign_in("mira@example.org", k_password));
    const auto second = must_have(sign_in(house_, first.caller, "mira@example.org", k_password, "test"));
    EXPECT_FALSE(is_known(first.secret));
    EXPECT_TRUE(is_known(second.secret));
    EXPECT_NE(first.secret, second.secret);
}

TEST_F(Sessions, EndWhenIdleAndInAnyCase) {
    const auto opened = must_have(try_sign_in("mira@example.org", k_password));
    let_time_pass(site_, k_session_idle_ms - 60'000);
    EXPECT_TRUE(is_known(opened.secret));
    callers_.note_use(opened.secret);
    must_have(callers_.write_uses());
    let_time_pass(site_, k_session_idle_ms - 60'000);
    Callers another_node(house_);
    EXPECT_EQ(must_have(another_node.of_session(opened.secret)).person, mira_) << "it was used, so it goes on";
    another_node.note_use(opened.secret);
    must_have(another_node.write_uses());
    let_time_pass(site_, k_session_idle_ms);
    Callers a_third(house_);
    EXPECT_EQ(must_have(a_third.of_session(opened.secret)).kind, Caller::Kind::nobody);

    const Instant made{1'000'000};
    store::SessionRow row;
    row.created_at = made;
    EXPECT_EQ(session_end(row, made).ms, made.ms + k_session_idle_ms);
    EXPECT_EQ(session_end(row, Instant{made.ms + 89LL * 86'400'000}).ms, made.ms + k_session_longest_ms);
}

TEST_F(Sessions, UsesAreWrittenOnceAMinute) {
    const auto opened = must_have(try_sign_in("mira@example.org", k_password));
    const auto seen = [&] { return must_have(my_sessions(house_, opened.caller)).front().last_seen_at; };
    const auto before = seen();
    EXPECT_TRUE(is_known(opened.secret));
    callers_.note_use(opened.secret);
    must_have(callers_.write_uses());
    EXPECT_EQ(seen(), before);
    let_time_pass(site_, 60'000);
    Callers another_node(house_);
    EXPECT_EQ(must_have(another_node.of_session(opened.secret)).person, mira_);
    must_have(another_node.write_uses());
    EXPECT_LT(seen(), before) << "who was refused was not seen";
    another_node.note_use("a secret that nobody has");
    another_node.note_use(opened.secret);
    must_have(another_node.write_uses());
    EXPECT_GE(seen(), before);
}

TEST_F(Sessions, KeepWhatTheBrowserCallsItselfAsPlainText) {
    const auto opened = must_have(sign_in(house_, HouseFixture::nobody("192.0.2.77"), "mira@example.org", k_password,
                                          "Fox\r\n\x01 1.0" + std::string(500, 'x')));
    const auto row = must_have(my_sessions(house_, opened.caller)).front();
    EXPECT_TRUE(row.agent.starts_with("Fox 1.0x"));
    EXPECT_LE(row.agent.size(), 200U);
    EXPECT_EQ(row.address, "192.0.2.77");
}

TEST_F(Sessions, AreNotListedToTokens) {
    auto caller = HouseFixture::as(mira_);
    caller.session.reset();
    caller.token = TokenId{};
    EXPECT_EQ(code_of(my_sessions(house_, caller)), "not-with-a-token");
    EXPECT_EQ(code_of(end_other_sessions(house_, caller)), "not-with-a-token");
    EXPECT_EQ(code_of(my_sessions(house_, HouseFixture::nobody())), "not-signed-in");
    EXPECT_EQ(code_of(my_sessions(house_, HouseFixture::the_operator())), "not-signed-in");
}

}  // namespace
}  // namespace exeat::usecases
