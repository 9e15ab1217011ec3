#include "service/identity/password_rules.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "service/identity/well_known_passwords.h"

namespace exeat::identity {
namespace {

constexpr PasswordOwner k_owner{"mira.holt@example.org", "Mira Holt"};

std::string code_of(std::string_view password, const PasswordOwner& owner = k_owner) {
    const auto done = accept_password(password, owner);
    return done ? "" : done.error().code;
}

TEST(PasswordRules, TakeAnythingLongThatIsNotCommon) {
    for (const std::string_view password : {"violet anvils hum", "x7Kq-9fLw-2mBz", "dreizehn Zeichen",
                                            "пять синих слонов", "鹿が森で静かに歌っているよね", "            a"}) {
        EXPECT_EQ(code_of(password), "") << password;
    }
    EXPECT_EQ(code_of(std::string(1000, 'a') + "violet anvils hum"), "");
}

TEST(PasswordRules, CountCharactersAndNotBytes) {
    EXPECT_EQ(code_of("elevenchars"), "password-too-short");
    EXPECT_EQ(code_of("twelve chars"), "");
    EXPECT_EQ(code_of("слонслонсло"), "password-too-short");  // 11 characters, 22 bytes
    EXPECT_EQ(code_of("слон и кошка"), "");                   // 12 characters
    EXPECT_EQ(code_of("🦌🦌🦌🦌"), "password-too-short");     // 4 characters, 16 bytes
    EXPECT_EQ(code_of(""), "password-too-short");
}

TEST(PasswordRules, HaveALimitInBytes) {
    std::string password = "violet anvils hum";
    password.resize(1024, 'v');
    EXPECT_EQ(code_of(password), "");
    EXPECT_EQ(code_of(password + "v"), "password-too-long");
}

TEST(PasswordRules, TakeTextOnly) {
    using namespace std::string_view_literals;
    for (const auto password : {"violet\nanvils hum"sv, "violet anvils\0hum"sv, "violet anvils \xff hum"sv,
                                "violet anvils \xc3"sv, "violet anvils \xc0\xaf"sv, "violet anvils\x7f"sv}) {
        EXPECT_EQ(code_of(password), "password-not-text");
    }
}

TEST(PasswordRules, RefuseWhatEverybodyTriesFirst) {
    for (const std::string_view password :
         {"password1234", "Password1234", "PASSWORD1234!", "qwertyuiop123", "123456789012", "1234567890qwertyuiop",
          "iloveyou1234", "administrator", "letmein12345", "1qaz2wsx3edc", "Summer2026!!1", "passwordpassword",
          "welcome12345", "aaaaaaaaaaaa", "abababababab", "abcabcabcabc", "xY7!xY7!xY7!", "exeat1234567"}) {
        const auto expected = password == "Summer2026!!1" ? "" : "password-common";
        EXPECT_EQ(code_of(password), expected) << password;
    }
}

TEST(PasswordRules, RefuseThePersonInAnyCase) {
    EXPECT_EQ(code_of("I am MIRA.HOLT today"), "password-about-you");
    EXPECT_EQ(code_of("the mira holt secret"), "password-about-you");
    EXPECT_EQ(code_of("the miraholt secret"), "password-about-you");
    EXPECT_EQ(code_of("the mira secret of holt"), "");
    EXPECT_EQ(code_of("violet anvils hum", {"vi@example.org", "Al"}), "") << "two letters stand in too many words";
    EXPECT_EQ(code_of("violet anvils hum", {"", ""}), "");
    EXPECT_EQ(code_of("violet anvils hum", {"anvil@example.org", ""}), "password-about-you");
}

TEST(PasswordRules, SayWhereItStoodAndNeverWhatItWas) {
    const auto done = accept_password("canaryword", k_owner, "/new_password");
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().kind, ErrorKind::invalid);
    ASSERT_EQ(done.error().fields.size(), 1U);
    EXPECT_EQ(done.error().fields[0].pointer, "/new_password");
    EXPECT_EQ((done.error().text + done.error().detail + done.error().fields[0].text).find("canary"),
              std::string::npos);
}

TEST(PasswordRules, TheListIsSortedLowerCaseLongAndLarge) {
    EXPECT_GE(well_known_password_count(), 3000U);
    EXPECT_TRUE(std::ranges::is_sorted(k_well_known_passwords));
    EXPECT_EQ(std::ranges::adjacent_find(k_well_known_passwords), std::ranges::end(k_well_known_passwords));
    for (const auto entry : k_well_known_passwords) {
        EXPECT_GE(entry.size(), k_password_least_characters) << entry;
        EXPECT_TRUE(std::ranges::none_of(entry, [](char c) { return c >= 'A' && c <= 'Z'; })) << entry;
    }
}

}  // namespace
}  // namespace exeat::identity
