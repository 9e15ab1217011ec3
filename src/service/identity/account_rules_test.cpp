// E-mail addresses, throttles, recovery codes and sealed secrets.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <set>
#include <vector>

#include "service/identity/email_address.h"
#include "service/identity/recovery_codes.h"
#include "service/identity/secret_box.h"
#include "service/identity/throttle.h"

namespace exeat::identity {
namespace {

TEST(EmailAddress, TakesOrdinaryOnes) {
    for (const std::string_view text : {"a@b", "mira.holt@example.org", "mira+exeat@sub.example.org",
                                        "o'hara@example.org", "müller@bücher.example", "1@2.3", "root@localhost"}) {
        EXPECT_EQ(accept_email(text).value_or("refused"), text);
    }
    EXPECT_EQ(accept_email("  mira@example.org ").value_or("refused"), "mira@example.org");
    EXPECT_TRUE(accept_email(std::string(64, 'a') + "@example.org"));
}

TEST(EmailAddress, RefusesTheRest) {
    using namespace std::string_view_literals;
    for (const auto text : {""sv,
                            "@"sv,
                            "mira"sv,
                            "@example.org"sv,
                            "mira@"sv,
                            "mi ra@example.org"sv,
                            "mira@exam ple.org"sv,
                            "a@b@c"sv,
                            ".mira@example.org"sv,
                            "mira.@example.org"sv,
                            "mi..ra@example.org"sv,
                            "mira@-example.org"sv,
                            "mira@example-.org"sv,
                            "mira@example..org"sv,
                            "mira@.org"sv,
                            "mira@example.org\r\nBcc: eve@example.org"sv,
                            "mira@example.org\0"sv,
                            "\"mira\"@example.org"sv,
                            "Mira <mira@example.org>"sv,
                            "mira@example.org,eve@example.org"sv,
                            "mira@[127.0.0.1]"sv}) {
        const auto accepted = accept_email(text);
        ASSERT_FALSE(accepted) << text;
        EXPECT_EQ(accepted.error().code, "wrong-email");
    }
    EXPECT_FALSE(accept_email(std::string(65, 'a') + "@example.org"));
    EXPECT_FALSE(accept_email("a@" + std::string(64, 'a') + ".org"));
    std::string domain = "a";
    while (domain.size() < 260) domain += ".example";
    EXPECT_FALSE(accept_email("a@" + domain));
}

TEST(EmailAddress, ComparesWithoutCase) {
    EXPECT_EQ(email_key("Mira.Holt@Example.ORG"), email_key(" mira.holt@example.org"));
    EXPECT_NE(email_key("miraholt@example.org"), email_key("mira.holt@example.org"));
}

TEST(Throttle, LetsTenFailAnHour) {
    const Instant start{1'000'000};
    std::vector<Failures> failures;
    for (int i = 0; i < 10; ++i) {
        EXPECT_EQ(seconds_to_wait(failures, k_failures_each, start), 0);
        failures.push_back({Instant{start.ms + i}, 1});
    }
    EXPECT_EQ(seconds_to_wait(failures, k_failures_each, Instant{start.ms + 9}), 3600);
    EXPECT_EQ(seconds_to_wait(failures, k_failures_each, Instant{start.ms + 3'599'000}), 1);
    EXPECT_EQ(seconds_to_wait(failures, k_failures_each, Instant{start.ms + 3'599'999}), 1);
    EXPECT_EQ(seconds_to_wait(failures, k_failures_each, Instant{start.ms + 3'600'000}), 0);
    EXPECT_EQ(seconds_to_wait(std::vector<Failures>{{start, 4}, {Instant{start.ms + 5'000}, 10}}, k_failures_each,
                              Instant{start.ms + 6'000}),
              3599)
        << "until those of the later moment are an hour old";
}

TEST(Throttle, LetsNoMoreThanTenFailInAnyHour) {
    constexpr std::int64_t k_step = 60'000;
    for (const std::int64_t first : {0, 1, 9, 10, 30, 59}) {
        // Some right away, as many as possible just before the hour is over, and again all that is let through.
        std::vector<std::int64_t> failed;
        std::vector<Failures> failures;
        const auto try_at = [&](std::int64_t at) {
            if (seconds_to_wait(failures, k_failures_each, Instant{at}) != 0) return;
            failures.push_back({counted_at(Instant{at}, k_failures_each), 1});
            failed.push_back(at);
        };
        for (std::int64_t minute = 0; minute < 240; ++minute) {
            const bool burst = minute == 0 || minute % 60 >= first;
            for (int i = 0; burst && i < 12; ++i) try_at(minute * k_step + i);
        }
        ASSERT_GE(failed.size(), 20U);
        for (std::size_t i = 10; i < failed.size(); ++i) {
            EXPECT_GE(failed[i] - failed[i - 10], k_throttle_window_ms) << "first " << first << ", failure " << i;
        }
    }
}

TEST(Throttle, CountsThousandsByTheMinute) {
    EXPECT_EQ(counted_at(Instant{59'999}, k_failures_each), Instant{59'999});
    EXPECT_EQ(counted_at(Instant{59'999}, k_failures_in_all), Instant{60'000});
    EXPECT_EQ(counted_at(Instant{60'000}, k_failures_in_all), Instant{120'000});
    EXPECT_EQ(seconds_to_wait(std::vector<Failures>{{Instant{60'000}, 10'000}}, k_failures_in_all, Instant{1'000}),
              3659);
}

TEST(Throttle, CountsAddressesInBlocks) {
    EXPECT_EQ(address_block("192.0.2.7"), "192.0.2.7");
    EXPECT_NE(address_block("192.0.2.7"), address_block("192.0.2.8"));
    EXPECT_EQ(address_block("::ffff:192.0.2.7"), "192.0.2.7");
    EXPECT_EQ(address_block("2001:db8:1:2::1"), address_block("2001:0db8:0001:0002:ffff:ffff:ffff:ffff"));
    EXPECT_NE(address_block("2001:db8:1:2::1"), address_block("2001:db8:1:3::1"));
    EXPECT_EQ(address_block("fe80::1%eth0"), address_block("fe80::2"));
    EXPECT_EQ(address_block("local"), "local");
    EXPECT_EQ(address_block(""), "");
}

TEST(RecoveryCodes, AreTenAndDifferent) {
    const auto codes = new_recovery_codes();
    EXPECT_EQ(codes.size(), 10U);
    EXPECT_EQ(std::set(codes.begin(), codes.end()).size(), 10U);
    const auto letters = codes.front().size() - static_cast<std::size_t>(std::ranges::count(codes.front(), '-'));
    EXPECT_GE(letters * 5, 128U) << "bits";
    EXPECT_EQ(codes.front().size(), 34U);
}

TEST(RecoveryCodes, AreStoredWithTheirPerson) {
    const auto mira = PersonId::make(Instant{1});
    const auto noor = PersonId::make(Instant{1});
    const auto stored = stored_recovery_code(mira, "0AB1-CD2E-FG3H-JK4M-NP5Q-RS6T-VW7X");
    ASSERT_TRUE(stored);
    EXPECT_EQ(stored_recovery_code(mira, "oabl cd2e fg3h jk4m np5q rs6t vw7x"), stored);
    EXPECT_NE(stored_recovery_code(noor, "0AB1-CD2E-FG3H-JK4M-NP5Q-RS6T-VW7X"), stored);
    EXPECT_NE(stored_recovery_code(mira, "0AB1-CD2E-FG3H-JK4M-NP5Q-RS6T-VW7Y"), stored);
    EXPECT_EQ(stored_recovery_code(mira, "123456"), std::nullopt);
    EXPECT_EQ(stored_recovery_code(mira, "0AB1-CD2E-FG3H-JK4M"), std::nullopt);
}

class SecretBox : public ::testing::Test {
protected:
    std::array<std::uint8_t, k_box_key_bytes> key_{1, 2, 3};
    std::string sealed_ = seal(key_, "totp 1", "canary");
};

TEST_F(SecretBox, OpensWithItsKeyAtItsPlace) {
    EXPECT_EQ(unseal(key_, "totp 1", sealed_).value_or("refused"), "canary");
    EXPECT_EQ(sealed_.find("canary"), std::string::npos);
    EXPECT_NE(seal(key_, "totp 1", "canary"), sealed_);
    EXPECT_EQ(unseal(key_, "", seal(key_, "", "")).value_or("refused"), "");
}

TEST_F(SecretBox, OpensNowhereElse) {
    auto other = key_;
    other[0] ^= 1;
    EXPECT_FALSE(unseal(other, "totp 1", sealed_));
    EXPECT_FALSE(unseal(key_, "totp 2", sealed_));
    EXPECT_FALSE(unseal(key_, "totp 1", ""));
    EXPECT_FALSE(unseal(key_, "totp 1", sealed_.substr(0, 40)));
    for (std::size_t i = 0; i < sealed_.size(); ++i) {
        auto changed = sealed_;
        changed[i] = static_cast<char>(changed[i] ^ 1);
        const auto opened = unseal(key_, "totp 1", changed);
        ASSERT_FALSE(opened) << i;
        EXPECT_EQ(opened.error().code, "sealed-wrong");
    }
}

}  // namespace
}  // namespace exeat::identity
