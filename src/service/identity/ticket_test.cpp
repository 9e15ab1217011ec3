#include "service/identity/ticket.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <numeric>

namespace exeat::identity {
namespace {

class Ticket : public ::testing::Test {
protected:
    void SetUp() override {
        std::iota(key_.begin(), key_.end(), std::uint8_t{0});
        std::iota(delivery_.bits.bytes.begin(), delivery_.bits.bytes.end(), std::uint8_t{0});
        ticket_ = ticket_of(key_, delivery_);
    }

    std::array<std::uint8_t, k_ticket_key_bytes> key_{};
    DeliveryId delivery_{};
    std::string ticket_;
};

TEST_F(Ticket, IsTheIdAndItsHmac) {
    EXPECT_EQ(ticket_, delivery_.text() + "D09UTmkwTsnsQYMJUQUjRMexwaAoA83H");
    EXPECT_EQ(delivery_of(key_, ticket_), delivery_);
}

TEST_F(Ticket, OfAnotherKeyIsNone) {
    auto other = key_;
    other[31] ^= 1;
    EXPECT_NE(ticket_of(other, delivery_), ticket_);
    EXPECT_EQ(delivery_of(other, ticket_), std::nullopt);
}

TEST_F(Ticket, WithAnyLetterChangedIsNone) {
    for (std::size_t i = 0; i < ticket_.size(); ++i) {
        auto changed = ticket_;
        changed[i] = changed[i] == 'x' ? 'y' : 'x';
        EXPECT_EQ(delivery_of(key_, changed), std::nullopt) << i;
    }
}

TEST_F(Ticket, WrittenOtherwiseIsNone) {
    auto upper = ticket_;
    std::transform(upper.begin(), upper.begin() + 26, upper.begin(),
                   [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
    for (const auto& text : {std::string(), ticket_.substr(0, 26), ticket_.substr(0, ticket_.size() - 1), ticket_ + "A",
                             upper, " " + ticket_}) {
        EXPECT_EQ(delivery_of(key_, text), std::nullopt) << text;
    }
}

}  // namespace
}  // namespace exeat::identity
