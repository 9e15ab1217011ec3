#include "service/identity/password_hash.h"

#include <gtest/gtest.h>

namespace exeat::identity {
namespace {

constexpr HashCost k_cheap{1, 8192};

TEST(PasswordHash, KnowsItsPassword) {
    const auto hash = hash_password("violet anvils hum", k_cheap);
    ASSERT_TRUE(hash);
    EXPECT_TRUE(hash->starts_with("$argon2id$v=19$m=8,t=1,p=1$")) << *hash;
    EXPECT_TRUE(is_password(*hash, "violet anvils hum"));
    EXPECT_FALSE(is_password(*hash, "violet anvils hun"));
    EXPECT_FALSE(is_password(*hash, "Violet anvils hum"));
    EXPECT_FALSE(is_password(*hash, ""));
}

TEST(PasswordHash, IsSaltedEachTime) {
    EXPECT_NE(*hash_password("violet anvils hum", k_cheap), *hash_password("violet anvils hum", k_cheap));
}

TEST(PasswordHash, OfWhatIsNoHashNothingIsThePassword) {
    for (const std::string hash : {"", "violet", "$argon2id$", "$argon2id$v=19$m=8,t=1,p=1$AAAA$AAAA"}) {
        EXPECT_FALSE(is_password(hash, "violet")) << hash;
        EXPECT_FALSE(is_password(hash, "")) << hash;
    }
}

TEST(PasswordHash, IsOutdatedAtAnotherCost) {
    const auto hash = hash_password("violet anvils hum", k_cheap);
    EXPECT_FALSE(is_outdated(*hash, k_cheap));
    EXPECT_TRUE(is_outdated(*hash, HashCost{2, 8192}));
    EXPECT_TRUE(is_outdated(*hash, HashCost{1, 16384}));
    EXPECT_TRUE(is_outdated("not a hash", k_cheap));
}

TEST(PasswordHash, OfNobodyLooksLikeAnyOther) {
    const auto real = hash_password("violet anvils hum", k_cheap);
    const auto nobodys = nobodys_hash(k_cheap);
    EXPECT_EQ(nobodys.size(), real->size());
    EXPECT_EQ(nobodys.substr(0, 27), real->substr(0, 27));
    EXPECT_FALSE(is_outdated(nobodys, k_cheap)) << "libsodium reads it as one of its own";
    EXPECT_FALSE(is_password(nobodys, "violet anvils hum"));
    EXPECT_NE(nobodys_hash(k_cheap), nobodys);
}

TEST(PasswordHash, TheCostInUseIsThatOfItsDocumentation) {
    EXPECT_EQ(k_password_cost.passes, 3U);
    EXPECT_EQ(k_password_cost.memory, 64U << 20U);
}

TEST(PasswordHash, SaysWhenThereIsNoMemoryForIt) {
    const auto hash = hash_password("violet anvils hum", HashCost{1, 0});
    ASSERT_FALSE(hash);
    EXPECT_EQ(hash.error().code, "no-memory");
    EXPECT_EQ(hash.error().detail.find("violet"), std::string::npos);
}

}  // namespace
}  // namespace exeat::identity
