// One's own account: passwords, links, the second factor, tokens, and that none of their secrets is written anywhere.
#include <gtest/gtest.h>

#include <atomic>
#include <latch>
#include <thread>

#include "service/identity/totp.h"
#include "state/store/outbox_rows.h"
#include "usecases/people/letters.h"
#include "usecases/people/me.h"
#include "usecases/people/second_factor.h"
#include "usecases/people/tokens.h"
#include "usecases/testing/people_fixture.h"

namespace exeat::usecases {
namespace {

using testing::add_person;
using testing::code_of;
using testing::HouseFixture;
using testing::k_password;
using testing::let_time_pass;
using testing::mails;
using testing::must_have;
using testing::secret_of;

constexpr const char* k_other_password = "seven quiet herons";
constexpr const char* k_base = "https://exeat.example.org";

class Account : public ::testing::Test {
protected:
    HouseFixture site_;
    House& house_ = site_.house();
    PersonId mira_ = add_person(site_, "mira@example.org").row.id;
    OpenedSession session_ = testing::sign_in(site_, "mira@example.org");
    Callers callers_{house_};

    [[nodiscard]] Caller by_token() const {
        auto caller = session_.caller;
        caller.session.reset();
        caller.token = TokenId{};
        return caller;
    }
    std::string signing_in(const std::string& password) {
        return code_of(sign_in(house_, HouseFixture::nobody("203.0.113.5"), "mira@example.org", password, "test"));
    }
    bool is_known(const std::string& secret) {
        return must_have(callers_.of_session(secret)).kind == Caller::Kind::person;
    }
    /// Its secret in base 32 as bytes: what an authenticator keeps.
    static std::string bytes_of(const std::string& base32) {
        constexpr std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
        std::string bytes;
        std::uint32_t held = 0;
        int bits = 0;
        for (const char c : base32) {
            held = held << 5U | static_cast<std::uint32_t>(letters.find(c));
            bits += 5;
            if (bits >= 8) bytes += static_cast<char>(held >> (bits -= 8) & 0xffU);
        }
        return bytes;
    }
    std::string code_now(const std::string& secret, std::int64_t steps_ahead = 0) {
        return identity::totp_code(secret, identity::totp_step(must_have(house_.database.now())) + steps_ahead);
    }
};

TEST_F(Account, TellsThePersonWhatTheyMayDo) {
    const auto me = must_have(read_me(house_, session_.caller));
    EXPECT_EQ(me.person.email, "mira@example.org");
    EXPECT_FALSE(me.abilities.manage_people);
    EXPECT_FALSE(me.abilities.create_library);
    EXPECT_TRUE(me.abilities.create_tokens);
    EXPECT_FALSE(must_have(read_me(house_, by_token())).abilities.create_tokens);
    EXPECT_EQ(code_of(read_me(house_, HouseFixture::nobody())), "not-signed-in");
    EXPECT_EQ(code_of(read_me(house_, HouseFixture::the_operator())), "not-signed-in");
}

TEST_F(Account, ChangesItsNameOverItsVersion) {
    const auto version = must_have(read_me(house_, session_.caller)).person.version;
    EXPECT_EQ(must_have(update_me(house_, session_.caller, "  Mira H. ", version)).person.name, "Mira H.");
    EXPECT_EQ(code_of(update_me(house_, session_.caller, "Mira", version)), "stale");
    EXPECT_EQ(code_of(update_me(house_, session_.caller, "  ", version + 1)), "name-empty");
}

TEST_F(Account, ChangesItsPasswordKnowingTheOldOne) {
    const auto other = testing::sign_in(site_, "mira@example.org");
    EXPECT_EQ(code_of(change_password(house_, session_.caller, "wrong", k_other_password)), "wrong-password");
    EXPECT_EQ(code_of(change_password(house_, session_.caller, k_password, "short")), "password-too-short");
    EXPECT_EQ(code_of(change_password(house_, session_.caller, k_password, "I am mira here")), "password-about-you");
    EXPECT_EQ(code_of(change_password(house_, by_token(), k_password, k_other_password)), "not-with-a-token");
    EXPECT_TRUE(is_known(other.secret));
    must_have(change_password(house_, session_.caller, k_password, k_other_password));
    EXPECT_TRUE(is_known(session_.secret)) << "where it was changed one stays signed in";
    EXPECT_FALSE(is_known(other.secret));
    EXPECT_EQ(signing_in(k_password), "wrong-sign-in");
    EXPECT_EQ(signing_in(k_other_password), "");
}

TEST_F(Account, GuessingTheOldPasswordIsThrottled) {
    for (int i = 0; i < 10; ++i) {
        EXPECT_EQ(code_of(change_password(house_, session_.caller, "wrong", k_other_password)), "wrong-password");
    }
    EXPECT_EQ(code_of(change_password(house_, session_.caller, k_password, k_other_password)), "too-many-attempts");
}

TEST_F(Account, AForgottenPasswordIsSetByALinkOnce) {
    must_have(forgot_password(house_, HouseFixture::nobody(), "MIRA@example.org", k_base));
    const auto waiting = mails(site_);
    ASSERT_EQ(waiting.size(), 1U);
    EXPECT_NE(waiting[0].find("To: mira@example.org\r\n"), std::string::npos);
    EXPECT_NE(waiting[0].find(std::string(k_base) + "/reset/"), std::string::npos);
    const auto secret = secret_of(waiting[0]);
    EXPECT_EQ(secret.size(), 43U);

    const auto reset = [&](const std::string& token, const std::string& password) {
        return code_of(reset_password(house_, HouseFixture::nobody(), token, password));
    };
    EXPECT_EQ(reset("something", k_other_password), "password-link-ended");
    EXPECT_EQ(reset(secret, "short"), "password-too-short") << "and the link still works";
    EXPECT_EQ(reset(secret, k_other_password), "");
    EXPECT_FALSE(is_known(session_.secret));
    EXPECT_EQ(signing_in(k_other_password), "");
    EXPECT_EQ(reset(secret, k_password), "password-link-ended");
}

TEST_F(Account, ALinkEndsAfterAnHour) {
    must_have(forgot_password(house_, HouseFixture::nobody(), "mira@example.org", k_base));
    const auto secret = secret_of(mails(site_)[0]);
    let_time_pass(site_, 3'600'000);
    EXPECT_EQ(code_of(reset_password(house_, HouseFixture::nobody(), secret, k_other_password)), "password-link-ended");
}

TEST_F(Account, ALinkEndsWithTheAccount) {
    must_have(forgot_password(house_, HouseFixture::nobody(), "mira@example.org", k_base));
    const auto secret = secret_of(mails(site_)[0]);
    must_have(update_person(house_, HouseFixture::the_operator(), mira_, {.active = false}, std::nullopt));
    EXPECT_EQ(code_of(reset_password(house_, HouseFixture::nobody(), secret, k_other_password)), "password-link-ended");
    must_have(forgot_password(house_, HouseFixture::nobody(), "mira@example.org", k_base));
    EXPECT_EQ(mails(site_).size(), 1U) << "no further mail to somebody who may not sign in";
}

TEST_F(Account, NobodyLearnsWhetherAnAddressIsKnown) {
    must_have(forgot_password(house_, HouseFixture::nobody(), "nobody@example.org", k_base));
    must_have(forgot_password(house_, HouseFixture::nobody(), "no address", k_base));
    EXPECT_TRUE(mails(site_).empty());
}

TEST_F(Account, MailsAreFewForOneAccountAndOneAddress) {
    for (int i = 0; i < 15; ++i) {
        must_have(forgot_password(house_, HouseFixture::nobody("198.51.100." + std::to_string(i)), "mira@example.org",
                                  k_base));
    }
    EXPECT_EQ(mails(site_).size(), 10U);
    for (int i = 0; i < 10; ++i) {
        must_have(forgot_password(house_, HouseFixture::nobody("203.0.113.1"),
                                  "nobody" + std::to_string(i) + "@example.org", k_base));
    }
    EXPECT_EQ(code_of(forgot_password(house_, HouseFixture::nobody("203.0.113.1"), "mira@example.org", k_base)),
              "too-many-attempts");
    EXPECT_EQ(signing_in(k_password), "") << "asking for mails locks nobody out";
}

TEST_F(Account, MailsAreForTheirOwnerOnlyAndTheOutboxIsSealed) {
    must_have(forgot_password(house_, HouseFixture::nobody(), "mira@example.org", k_base));
    const auto mail = mails(site_)[0];
    const auto rows =
        must_have(house_.database.read([](sql::Session& session) { return session.query("select id from outbox"); }));
    ASSERT_EQ(rows.size(), 1U);
    const auto id = rows[0].get<std::string>(0);
    const auto row =
        must_have(house_.database.read([&](sql::Session& session) { return store::read_outbox(session, id); }));
    EXPECT_EQ(must_have(open_letter(house_, id, row->letter)), mail);
    EXPECT_EQ(row->letter.find("reset"), std::string::npos);
    const auto mode = std::filesystem::status(site_.folder() + "/outbox/" + id + ".eml").permissions();
    EXPECT_EQ(mode, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
    EXPECT_EQ(std::filesystem::status(site_.folder() + "/outbox").permissions(), std::filesystem::perms::owner_all);
}

TEST_F(Account, ALetterMayBeWrittenByTwoAtOnce) {
    const Letter letter{
        "01m82p5b7pb06s8d7247azy796", "set_password", "mira@example.org", "A link", "Hello.\n", Instant{1}};
    std::latch together(4);
    std::atomic<int> written{0};
    {
        std::vector<std::jthread> writers;
        for (int i = 0; i < 4; ++i) {
            writers.emplace_back([&] {
                together.arrive_and_wait();
                for (int again = 0; again < 20; ++again) written += write_letter_file(house_, letter) ? 1 : 0;
            });
        }
    }
    EXPECT_EQ(written, 80);
    EXPECT_EQ(mails(site_).size(), 1U) << "and no draft is left";
}

TEST_F(Account, ASecondFactorIsAskedForOnceConfirmed) {
    EXPECT_EQ(code_of(begin_second_factor(house_, session_.caller, "wrong")), "wrong-password");
    EXPECT_EQ(code_of(begin_second_factor(house_, by_token(), k_password)), "not-with-a-token");
    EXPECT_EQ(code_of(confirm_second_factor(house_, session_.caller, "123456")), "second-factor-not-begun");
    const auto offer = must_have(begin_second_factor(house_, session_.caller, k_password));
    EXPECT_TRUE(offer.uri.starts_with("otpauth://totp/Exeat:mira%40example.org?secret=" + offer.secret));
    EXPECT_FALSE(testing::sign_in(site_, "mira@example.org").code_needed);
    const auto secret = bytes_of(offer.secret);
    EXPECT_EQ(code_of(confirm_second_factor(house_, session_.caller, "000000x")), "wrong-code");
    const auto codes = must_have(confirm_second_factor(house_, session_.caller, code_now(secret)));
    EXPECT_EQ(codes.size(), 10U);
    EXPECT_EQ(code_of(begin_second_factor(house_, session_.caller, k_password)), "second-factor-on");
    EXPECT_EQ(must_have(read_me(house_, session_.caller)).recovery_codes_left, 10);

    const auto half = testing::sign_in(site_, "mira@example.org");
    EXPECT_TRUE(half.code_needed);
    EXPECT_TRUE(must_have(callers_.of_session(half.secret)).owes_second_factor);
    const auto enter = [&](const std::string& code) { return enter_code(house_, half.caller, code, "test"); };
    EXPECT_EQ(code_of(enter("")), "wrong-code");
    EXPECT_EQ(code_of(enter(code_now(secret))), "wrong-code") << "used to confirm";
    const auto whole = must_have(enter(code_now(secret, 1)));
    EXPECT_NE(whole.secret, half.secret) << "a session that rises is another one";
    EXPECT_FALSE(is_known(half.secret));
    EXPECT_FALSE(must_have(callers_.of_session(whole.secret)).owes_second_factor);
    EXPECT_EQ(code_of(enter_code(house_, whole.caller, "123456", "test")), "no-code-needed");
    EXPECT_EQ(code_of(enter(code_now(secret, 1))), "not-signed-in") << "that session is gone";

    const auto again = testing::sign_in(site_, "mira@example.org");
    EXPECT_EQ(code_of(enter_code(house_, again.caller, code_now(secret, 1), "test")), "wrong-code") << "used";
    EXPECT_EQ(code_of(enter_code(house_, again.caller, codes[3], "test")), "");
    const auto third = testing::sign_in(site_, "mira@example.org");
    EXPECT_EQ(code_of(enter_code(house_, third.caller, codes[3], "test")), "wrong-code") << "used";
    EXPECT_EQ(must_have(read_me(house_, session_.caller)).recovery_codes_left, 9);

    EXPECT_EQ(code_of(disable_second_factor(house_, session_.caller, "wrong")), "wrong-password");
    must_have(disable_second_factor(house_, session_.caller, k_password));
    EXPECT_FALSE(testing::sign_in(site_, "mira@example.org").code_needed);
    EXPECT_EQ(code_of(renew_recovery_codes(house_, session_.caller, k_password)), "second-factor-off");
}

TEST_F(Account, CodesAreThrottledOnTheirOwn) {
    const auto offer = must_have(begin_second_factor(house_, session_.caller, k_password));
    const auto secret = bytes_of(offer.secret);
    must_have(confirm_second_factor(house_, session_.caller, code_now(secret)));
    for (int i = 0; i < 10; ++i) {
        // Each guess from another address and another session: it is the account that closes.
        const auto address = "198.51.100." + std::to_string(i);
        const auto half = testing::sign_in(site_, "mira@example.org", k_password, address);
        EXPECT_EQ(code_of(enter_code(house_, half.caller, "000000x", "test")), "wrong-code");
    }
    const auto half = testing::sign_in(site_, "mira@example.org", k_password, "198.51.100.99");
    EXPECT_EQ(code_of(enter_code(house_, half.caller, code_now(secret, 1), "test")), "too-many-attempts");
}

TEST_F(Account, AnAdministratorTakesALostSecondFactorAway) {
    const auto offer = must_have(begin_second_factor(house_, session_.caller, k_password));
    must_have(confirm_second_factor(house_, session_.caller, code_now(bytes_of(offer.secret))));
    const auto admin = HouseFixture::as(add_person(site_, "admin@example.org", 9).row.id);
    EXPECT_EQ(code_of(drop_second_factor(house_, session_.caller, mira_)), "level-too-low");
    EXPECT_EQ(code_of(drop_second_factor(house_, admin, *admin.person)), "own-rights");
    EXPECT_EQ(code_of(drop_second_factor(house_, admin, PersonId{})), "not-found");
    must_have(drop_second_factor(house_, admin, mira_));
    EXPECT_FALSE(testing::sign_in(site_, "mira@example.org").code_needed);
}

TEST_F(Account, TokensDoWhatWasAskedForAndNoMore) {
    const auto made = must_have(create_token(house_, session_.caller, mira_, {"ci", {"read", "download", "read"}}));
    ASSERT_TRUE(made.secret);
    EXPECT_TRUE(made.secret->starts_with("exeat_"));
    const auto caller = must_have(callers_.of_token(*made.secret));
    EXPECT_EQ(caller.person, mira_);
    EXPECT_EQ(caller.token, made.row.id);
    EXPECT_EQ(caller.session, std::nullopt);
    EXPECT_EQ(caller.scopes, (policy::WordSet<TokenScope>{TokenScope::read, TokenScope::download}));
    EXPECT_EQ(must_have(callers_.of_session(*made.secret)).kind, Caller::Kind::nobody) << "a token is no session";

    EXPECT_EQ(code_of(create_token(house_, caller, mira_, {"more", {"manage"}})), "not-with-a-token");
    EXPECT_EQ(code_of(my_tokens(house_, caller)), "not-with-a-token");
    EXPECT_EQ(code_of(end_token(house_, caller, made.row.id)), "not-with-a-token");
    EXPECT_EQ(must_have(my_tokens(house_, session_.caller)).size(), 1U);
    must_have(end_token(house_, session_.caller, made.row.id));
    EXPECT_EQ(code_of(callers_.of_token(*made.secret)), "wrong-token");
    EXPECT_EQ(code_of(end_token(house_, session_.caller, made.row.id)), "not-found");
}

TEST_F(Account, WrongTokensAreRefused) {
    const auto create = [&](const NewToken& wanted) {
        return code_of(create_token(house_, session_.caller, mira_, wanted));
    };
    EXPECT_EQ(create({"ci", {}}), "no-scopes");
    EXPECT_EQ(create({"ci", {"read", "everything"}}), "no-such-scope");
    EXPECT_EQ(create({"", {"read"}}), "name-empty");
    EXPECT_EQ(create({"ci", {"read"}, Instant{1}}), "ends-in-the-past");
    const auto noor = add_person(site_, "noor@example.org").row.id;
    EXPECT_EQ(code_of(create_token(house_, session_.caller, noor, {"ci", {"read"}})), "not-found");
    const auto hers = must_have(create_token(house_, HouseFixture::the_operator(), noor, {"ci", {"read"}}));
    EXPECT_EQ(code_of(end_token(house_, session_.caller, hers.row.id)), "not-found");
    EXPECT_EQ(must_have(callers_.of_token(*hers.secret)).person, noor);
}

TEST_F(Account, TokensEndInTimeAndWithTheirPerson) {
    const auto now = must_have(house_.database.now());
    const auto soon =
        must_have(create_token(house_, session_.caller, mira_, {"soon", {"read"}, Instant{now.ms + 3'600'000}}));
    const auto never = must_have(create_token(house_, session_.caller, mira_, {"never", {"read"}}));
    EXPECT_EQ(must_have(callers_.of_token(*soon.secret)).person, mira_);
    must_have(house_.database.write([&](sql::Transaction& transaction) {
        return transaction.change("update tokens set expires_at = $1 where id = $2", {now, soon.row.id});
    }));
    Callers another_node(house_);
    EXPECT_EQ(code_of(another_node.of_token(*soon.secret)), "wrong-token");
    EXPECT_EQ(must_have(another_node.of_token(*never.secret)).person, mira_);
    must_have(update_person(house_, HouseFixture::the_operator(), mira_, {.active = false}, std::nullopt));
    EXPECT_EQ(code_of(callers_.of_token(*never.secret)), "wrong-token");
    EXPECT_EQ(code_of(another_node.of_token(*never.secret)), "wrong-token");
}

TEST_F(Account, ARepeatedCallMakesOneToken) {
    auto caller = session_.caller;
    caller.once = Once{mira_.text(), "key-1", Digest{}};
    const auto first = must_have(create_token(house_, caller, mira_, {"ci", {"read"}}));
    const auto second = must_have(create_token(house_, caller, mira_, {"ci", {"read"}}));
    EXPECT_EQ(first.row.id, second.row.id);
    EXPECT_TRUE(first.secret);
    EXPECT_FALSE(second.secret) << "it is shown once";
    EXPECT_EQ(must_have(my_tokens(house_, session_.caller)).size(), 1U);
}

TEST_F(Account, NoSecretIsWrittenAnywhere) {
    std::vector<std::string> canaries{k_password, k_other_password, session_.secret};
    must_have(forgot_password(house_, HouseFixture::nobody(), "mira@example.org", k_base));
    const auto link = secret_of(mails(site_)[0]);
    canaries.push_back(link);
    const auto offer = must_have(begin_second_factor(house_, session_.caller, k_password));
    canaries.push_back(offer.secret);
    canaries.push_back(bytes_of(offer.secret));
    for (auto& code : must_have(confirm_second_factor(house_, session_.caller, code_now(bytes_of(offer.secret))))) {
        canaries.push_back(std::move(code));
    }
    canaries.push_back(*must_have(create_token(house_, session_.caller, mira_, {"ci", {"read"}})).secret);
    std::string said;
    for (const auto& answer : {change_password(house_, session_.caller, "canary of old", k_other_password),
                               change_password(house_, session_.caller, k_password, "mira canary new"),
                               reset_password(house_, HouseFixture::nobody(), "canary of link", k_other_password),
                               reset_password(house_, HouseFixture::nobody(), link, "mira canary new")}) {
        ASSERT_FALSE(answer);
        said += answer.error().text + answer.error().detail;
        for (const auto& field : answer.error().fields) said += field.text;
    }
    canaries.emplace_back("canary");
    for (const auto& canary : canaries) {
        EXPECT_EQ(site_.logged().find(canary), std::string::npos);
        EXPECT_EQ(said.find(canary), std::string::npos);
        for (const auto* name : {"test.db", "test.db-wal"}) {
            std::ifstream file(site_.place().folder().file(name), std::ios::binary);
            const std::string bytes(std::istreambuf_iterator<char>(file), {});
            EXPECT_FALSE(bytes.empty());
            EXPECT_EQ(bytes.find(canary), std::string::npos) << name;
        }
    }
}

}  // namespace
}  // namespace exeat::usecases
