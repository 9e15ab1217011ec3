#include "usecases/maintenance/restored.h"

#include <gtest/gtest.h>

#include "usecases/deliveries/create_delivery.h"
#include "usecases/people/password.h"
#include "usecases/people/tokens.h"
#include "usecases/settings/site_settings.h"
#include "usecases/testing/people_fixture.h"
#include "usecases/testing/places_fixture.h"

namespace exeat::usecases {
namespace {

using testing::code_of;
using testing::must_have;

class Restored : public ::testing::TestWithParam<sql::Engine> {
protected:
    Restored() {
        site_.add_member(library_, director_, policy::Role::owner);
        must_have(hold_restored(site_.house(), site_.site.the_operator()));
    }
    std::string taking() {
        DeliveryWish wish;
        wish.files = {{asset_, "original"}};
        return code_of(create_delivery(site_.house(), site_.administrator, wish));
    }
    std::int64_t rows(const std::string& table) {
        return must_have(site_.site.database().read([&](sql::Session& session) -> Result<std::int64_t> {
            EXEAT_TAKE(const auto row, session.one("select count(*) from " + table));
            return row->get<std::int64_t>(0);
        }));
    }
    std::string create_a_token() {
        const NewToken wanted{"script", {"read"}};
        return code_of(create_token(site_.house(), site_.administrator, *site_.administrator.person, wanted));
    }

    testing::PlacesFixture site_{GetParam()};
    LibraryId library_ = site_.add_library("Press");
    AssetId asset_ = site_.add_asset(library_, "photo.png").id;
    Caller director_ = site_.add_person("director", policy::Level::director);
};
INSTANTIATE_TEST_SUITE_P(Engines, Restored, ::testing::Values(sql::Engine::sqlite, sql::Engine::postgresql),
                         testing::engine_name);

TEST_P(Restored, IsHeldUntilAnAdministratorConfirms) {
    EXPECT_EQ(taking(), "site-held");
    EXPECT_TRUE(must_have(read_site_settings(site_.house(), director_)).held_since);
    EXPECT_EQ(code_of(confirm_restore(site_.house(), director_)), "level-too-low");
    EXPECT_EQ(code_of(confirm_restore(site_.house(), site_.site.nobody())), "not-signed-in");
    auto program = site_.administrator;
    program.session.reset();
    program.token = TokenId{};
    EXPECT_EQ(code_of(confirm_restore(site_.house(), program)), "not-with-a-token");
    EXPECT_EQ(taking(), "site-held");
    EXPECT_EQ(site_.ledger_entries("restore_confirmed"), 0);

    must_have(confirm_restore(site_.house(), site_.administrator));
    must_have(confirm_restore(site_.house(), site_.administrator));
    EXPECT_EQ(taking(), "");
    EXPECT_FALSE(must_have(read_site_settings(site_.house(), director_)).held_since);
    EXPECT_EQ(site_.ledger_entries("site_restored"), 1);
    EXPECT_EQ(site_.ledger_entries("restore_confirmed"), 1);
}

TEST_P(Restored, WhatWasRefusedLeftNothing) {
    EXPECT_EQ(taking(), "site-held");
    EXPECT_EQ(rows("deliveries"), 0);
    EXPECT_EQ(site_.ledger_entries("delivery_opened"), 0);
}

TEST_P(Restored, SendsNoMail) {
    const auto base = "https://exeat.example.org";
    const auto letters = [&] { return testing::mails(site_.site).size(); };
    must_have(forgot_password(site_.house(), site_.site.nobody(), "director@example.org", base));
    EXPECT_EQ(rows("outbox"), 0);
    EXPECT_EQ(rows("resets"), 0);
    const auto link = must_have(send_password_link(site_.house(), site_.administrator, *director_.person, base));
    EXPECT_TRUE(link) << "who asked may hand it over";
    auto program = site_.administrator;
    program.session.reset();
    program.token = TokenId{};
    EXPECT_EQ(code_of(send_password_link(site_.house(), program, *director_.person, base)), "site-held");
    must_have(create_person(site_.house(), site_.administrator, {"new@example.org", "New", 2}, base));
    EXPECT_EQ(rows("outbox"), 0);
    EXPECT_EQ(rows("resets"), 2);
    EXPECT_EQ(letters(), 0U);
    must_have(confirm_restore(site_.house(), site_.administrator));
    must_have(forgot_password(site_.house(), site_.site.nobody(), "director@example.org", base));
    EXPECT_EQ(rows("outbox"), 1);
    EXPECT_EQ(letters(), 1U);
}

TEST_P(Restored, EndsTokens) {
    ASSERT_EQ(create_a_token(), "");
    EXPECT_EQ(rows("tokens"), 1);
    must_have(hold_restored(site_.house(), site_.site.the_operator()));
    EXPECT_EQ(rows("tokens"), 0);
}

}  // namespace
}  // namespace exeat::usecases
