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

TEST_P(Attending, AnArchiveOfWhichNothingMayLeaveIsRefusedLikeOneFile) {
    const auto other = add_file();
    DeliveryWish wish;
    wish.files = {{asset_, "original"}, {other, "original"}};
    const auto archive = must_have(create_delivery(site_.house(), mira_, wish)).ticket;
    const auto single = ticket();
    const auto take_away = [&](AssetId id) {
        site_.write([&](sql::Transaction& transaction) -> Done {
            EXEAT_TAKE(auto asset, store::read_asset(transaction, id));
            asset->deleted_at = site_.now();
            return store::update_asset(transaction, *asset);
        });
    };
    take_away(asset_);
    EXPECT_EQ(code_of(attend(site_.house(), archive)), "") << "the other is left";
    take_away(other);
    EXPECT_EQ(code_of(attend(site_.house(), archive)), "not-found");
    EXPECT_EQ(code_of(attend(site_.house(), archive)), code_of(attend(site_.house(), single)));
}

TEST_P(Attending, AnArchiveOfSomebodySuspendedIsRefusedLikeOneFile) {
    const auto other = add_file();
    DeliveryWish wish;
    wish.files = {{asset_, "original"}, {other, "original"}};
    const auto archive = must_have(create_delivery(site_.house(), mira_, wish)).ticket;
    const auto single = ticket();
    site_.write([&](sql::Transaction& transaction) -> Done {
        EXEAT_TAKE(auto person, store::read_person(transaction, *mira_.person));
        person->active = false;
        return store::update_person(transaction, *person);
    });
    EXPECT_NE(code_of(attend(site_.house(), archive)), "");
    EXPECT_EQ(code_of(attend(site_.house(), archive)), code_of(attend(site_.house(), single)));
}

}  // namespace
}  // namespace exeat::usecases
