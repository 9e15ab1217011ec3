#include "service/identity/totp.h"

#include <gtest/gtest.h>

namespace exeat::identity {
namespace {

constexpr std::string_view k_secret = "12345678901234567890";  // of RFC 4226 and RFC 6238

TEST(Totp, AgreesWithRfc4226) {
    const std::string_view codes[] = {"755224", "287082", "359152", "969429", "338314",
                                      "254676", "287922", "162583", "399871", "520489"};
    for (std::size_t step = 0; step < std::size(codes); ++step) {
        EXPECT_EQ(totp_code(k_secret, static_cast<std::int64_t>(step)), codes[step]);
    }
}

TEST(Totp, AgreesWithRfc6238) {
    const std::pair<std::int64_t, std::string_view> vectors[] = {
        {59, "287082"},         {1111111109, "081804"}, {1111111111, "050471"},
        {1234567890, "005924"}, {2000000000, "279037"}, {20000000000, "353130"},
    };
    for (const auto& [seconds, code] : vectors) {
        EXPECT_EQ(totp_code(k_secret, totp_step(Instant{seconds * 1000})), code) << seconds;
    }
}

TEST(Totp, TakesTheNeighboursAndNoOthers) {
    const Instant now{1'700'000'000'000};
    const auto step = totp_step(now);
    for (std::int64_t away = -3; away <= 3; ++away) {
        const auto taken = accepted_step(k_secret, totp_code(k_secret, step + away), now, 0);
        if (away >= -1 && away <= 1) {
            EXPECT_EQ(taken, step + away);
        } else {
            EXPECT_EQ(taken, std::nullopt) << away;
        }
    }
}

TEST(Totp, TakesACodeOnceAndNoneBeforeIt) {
    const Instant now{1'700'000'000'000};
    const auto step = totp_step(now);
    EXPECT_EQ(accepted_step(k_secret, totp_code(k_secret, step), now, step), std::nullopt);
    EXPECT_EQ(accepted_step(k_secret, totp_code(k_secret, step - 1), now, step), std::nullopt);
    EXPECT_EQ(accepted_step(k_secret, totp_code(k_secret, step + 1), now, step), step + 1);
}

TEST(Totp, TakesSixDigitsOnly) {
    const Instant now{1'700'000'000'000};
    const auto code = totp_code(k_secret, totp_step(now));
    EXPECT_EQ(accepted_step(k_secret, "", now, 0), std::nullopt);
    EXPECT_EQ(accepted_step(k_secret, code.substr(1), now, 0), std::nullopt);
    EXPECT_EQ(accepted_step(k_secret, code + " ", now, 0), std::nullopt);
}

TEST(Base32, AgreesWithRfc4648) {
    const std::pair<std::string_view, std::string_view> vectors[] = {
        {"", ""},
        {"f", "MY"},
        {"fo", "MZXQ"},
        {"foo", "MZXW6"},
        {"foob", "MZXW6YQ"},
        {"fooba", "MZXW6YTB"},
        {"foobar", "MZXW6YTBOI"},
    };
    for (const auto& [plain, text] : vectors) EXPECT_EQ(to_base32(plain), text);
}

TEST(Totp, SecretsAreOf160BitsAndDifferent) {
    EXPECT_EQ(new_totp_secret().size(), 20U);
    EXPECT_NE(new_totp_secret(), new_totp_secret());
}

TEST(Totp, TheUriIsWhatAuthenticatorsRead) {
    EXPECT_EQ(totp_uri("foobar", "Exeat", "mira holt@example.org"),
              "otpauth://totp/Exeat:mira%20holt%40example.org?secret=MZXW6YTBOI&issuer=Exeat&algorithm=SHA1&digits=6"
              "&period=30");
}

}  // namespace
}  // namespace exeat::identity
