#include "usecases/sessions/signed_in_watch.h"

#include <gtest/gtest.h>

#include "state/store/session_rows.h"
#include "usecases/testing/places_fixture.h"

namespace exeat::usecases {
namespace {

using testing::code_of;
using testing::must_have;

class Watched : public ::testing::TestWithParam<sql::Engine> {
protected:
    Watched() {
        const auto now = site_.now();
        store::SessionRow row;
        row.id = SessionId::make(now);
        row.person = *mira_.person;
        row.created_at = row.last_seen_at = now;
        row.expires_at = Instant{now.ms + 3'600'000};
        site_.write([&](sql::Transaction& transaction) { return store::insert_session(transaction, row); });
        mira_.session = row.id;
    }

    testing::PlacesFixture site_{GetParam()};
    Caller mira_ = site_.add_person("mira", policy::Level::importer);
};
INSTANTIATE_TEST_SUITE_P(Engines, Watched, ::testing::Values(sql::Engine::sqlite, sql::Engine::postgresql),
                         testing::engine_name);

TEST_P(Watched, TheEndOfASessionIsHeard) {
    SignedInWatch watch(site_.house(), mira_);
    EXPECT_EQ(code_of(watch.ask()), "");
    site_.write([&](sql::Transaction& transaction) {
        return store::delete_session(transaction, *mira_.person, *mira_.session);
    });
    EXPECT_EQ(code_of(watch.ask()), "not-signed-in");
    EXPECT_EQ(code_of(watch.ask()), "not-signed-in") << "and stays so";
}

TEST_P(Watched, WhatElseChangesEndsNothing) {
    SignedInWatch watch(site_.house(), mira_);
    site_.add_library("Press");
    EXPECT_EQ(code_of(watch.ask()), "");
}

}  // namespace
}  // namespace exeat::usecases
