#include "usecases/deliveries/attend.h"

#include <gtest/gtest.h>

#include "state/store/members.h"
#include "usecases/deliveries/create_delivery.h"
#include "usecases/testing/places_fixture.h"
#include "usecases/uploads/file_in.h"

namespace exeat::usecases {
namespace {

using testing::code_of;
using testing::must_have;

class Attending : public ::testing::TestWithParam<sql::Engine> {
protected:
    AssetId add_file() {
        const auto incoming = must_have(site_.house().blobs.begin());
        must_have(incoming->append(std::as_bytes(std::span<const char>("bytes", 5))));
        const auto stored = must_have(incoming->finish());
        FileIn file;
        file.target.library = library_;
        file.name = "photo.txt";
        file.media_type = "text/plain";
        return must_have(take_file(site_.house(), site_.site.the_operator(), file, stored)).asset;
    }
    std::string ticket() {
        DeliveryWish wish;
        wish.files = {{asset_, "original"}};
        return must_have(create_delivery(site_.house(), mira_, wish)).ticket;
    }
    void revoke() {
        site_.write([&](sql::Transaction& transaction) { return store::delete_member(transaction, membership_); });
    }

    testing::PlacesFixture site_{GetParam()};
    LibraryId library_ = site_.add_library("Press");
    Caller mira_ = site_.add_person("mira", policy::Level::importer);
    std::string membership_ = site_.add_member(library_, mira_, policy::Role::editor);
    AssetId asset_ = add_file();
};
INSTANTIATE_TEST_SUITE_P(Engines, Attending, ::testing::Values(sql::Engine::sqlite, sql::Engine::postgresql),
                         testing::engine_name);

TEST_P(Attending, WhatWasTakenAwayBeforeTheTransferBeganIsSeen) {
    const auto attended = must_have(attend(site_.house(), ticket()));
    EXPECT_EQ(attended.length, 5);
    EXPECT_EQ(code_of(still_attended(site_.house(), attended)), "");
    revoke();
    EXPECT_NE(code_of(still_attended(site_.house(), attended)), "");
}

TEST_P(Attending, OtherChangesEndNothing) {
    const auto attended = must_have(attend(site_.house(), ticket()));
    site_.add_library("Another");
    EXPECT_EQ(code_of(still_attended(site_.house(), attended)), "");
}

TEST_P(Attending, ATicketIsDecidedAgain) {
    const auto given = ticket();
    revoke();
    EXPECT_NE(code_of(attend(site_.house(), given)), "");
    EXPECT_EQ(code_of(attend(site_.house(), given + "x")), "not-found");
}

}  // namespace
}  // namespace exeat::usecases
