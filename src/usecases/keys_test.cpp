#include "usecases/keys.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>

namespace exeat::usecases {
namespace {

class KeysTest : public ::testing::Test {
protected:
    void SetUp() override {
        folder_ = ::testing::TempDir() + "site-XXXXXX";
        ASSERT_NE(::mkdtemp(folder_.data()), nullptr);
    }
    void TearDown() override { std::filesystem::remove_all(folder_); }

    [[nodiscard]] mode_t mode_of(const std::string& name) const {
        struct stat status{};
        EXPECT_EQ(::stat((folder_ + name).c_str(), &status), 0) << name;
        return status.st_mode & 0777U;
    }

    std::string folder_;
};

TEST_F(KeysTest, AreMadeOnceForTheirOwnerOnly) {
    const auto delivery = DeliveryId::make(Instant{1});
    std::string ticket;
    std::string sealed;
    {
        const auto keys = Keys::open(folder_);
        ASSERT_TRUE(keys);
        ticket = (*keys)->ticket_of(delivery);
        sealed = (*keys)->seal("here", "canary");
        EXPECT_EQ((*keys)->ledger_seed().size(), 32U);
    }
    EXPECT_EQ(mode_of("/keys"), 0700U);
    for (const auto* name : {"/keys/ticket.key", "/keys/secrets.key", "/keys/ledger.key"}) {
        EXPECT_EQ(mode_of(name), 0600U) << name;
    }
    const auto again = Keys::open(folder_);
    ASSERT_TRUE(again);
    EXPECT_EQ((*again)->read_ticket(ticket), delivery);
    EXPECT_EQ((*again)->unseal("here", sealed).value_or("refused"), "canary");
    EXPECT_FALSE((*again)->unseal("there", sealed));
}

TEST_F(KeysTest, OfAnotherSiteOpenNothingHere) {
    const auto delivery = DeliveryId::make(Instant{1});
    ASSERT_TRUE(std::filesystem::create_directory(folder_ + "/other"));
    const auto here = Keys::open(folder_);
    const auto there = Keys::open(folder_ + "/other");
    ASSERT_TRUE(here && there);
    EXPECT_EQ((*there)->read_ticket((*here)->ticket_of(delivery)), std::nullopt);
    EXPECT_FALSE((*there)->unseal("here", (*here)->seal("here", "canary")));
}

TEST_F(KeysTest, ThatOthersCouldReadAreRefused) {
    ASSERT_TRUE(Keys::open(folder_));
    ASSERT_EQ(::chmod((folder_ + "/keys").c_str(), 0750), 0);
    const auto keys = Keys::open(folder_);
    ASSERT_FALSE(keys);
    EXPECT_EQ(keys.error().code, "key-folder");
    ASSERT_EQ(::chmod((folder_ + "/keys").c_str(), 0700), 0);
    std::ofstream(folder_ + "/keys/ticket.key") << "short";
    EXPECT_EQ(Keys::open(folder_).error().code, "key-file-broken");
}

TEST_F(KeysTest, WithoutAFolderAreUnavailable) {
    const auto keys = Keys::open(folder_ + "/missing");
    ASSERT_FALSE(keys);
    EXPECT_EQ(keys.error().kind, ErrorKind::unavailable);
}

}  // namespace
}  // namespace exeat::usecases
