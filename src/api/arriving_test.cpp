#include "api/arriving.h"

#include <gtest/gtest.h>

#include "state/store/session_rows.h"
#include "usecases/testing/places_fixture.h"

namespace exeat::api {
namespace {

class ABodyThatArrives : public ::testing::Test {
protected:
    ABodyThatArrives() {
        const auto now = site_.now();
        store::SessionRow row;
        row.id = SessionId::make(now);
        row.person = *mira_.person;
        row.created_at = row.last_seen_at = now;
        row.expires_at = Instant{now.ms + 3'600'000};
        site_.write([&](sql::Transaction& transaction) { return store::insert_session(transaction, row); });
        mira_.session = row.id;
    }

    usecases::testing::PlacesFixture site_;
    usecases::Caller mira_ = site_.add_person("mira", policy::Level::importer);
};

TEST_F(ABodyThatArrives, IsCutFromTheStartForWhoeverWasSignedOutBeforeItBegan) {
    site_.write([&](sql::Transaction& transaction) {
        return store::delete_session(transaction, *mira_.person, *mira_.session);
    });
    const Arriving late(site_.house(), mira_);
    EXPECT_TRUE(late.cut()->is_cut());
}

TEST_F(ABodyThatArrives, GoesOnForWhoeverIsSignedIn) {
    const Arriving arriving(site_.house(), mira_);
    EXPECT_FALSE(arriving.cut()->is_cut());
}

}  // namespace
}  // namespace exeat::api
