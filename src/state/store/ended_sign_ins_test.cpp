#include "state/store/ended_sign_ins.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "state/store/session_rows.h"
#include "state/store/testing/site_database.h"

namespace exeat::store {
namespace {

using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

class EndedSignIns : public ::testing::TestWithParam<sql::Engine> {
protected:
    SessionId add_session(PersonId person, char secret) {
        SessionRow row;
        row.id = SessionId::make(k_now);
        row.token.bytes[0] = static_cast<std::uint8_t>(secret);
        row.person = person;
        row.created_at = row.last_seen_at = k_now;
        row.expires_at = Instant{k_now.ms + 1000};
        site_.write([&](sql::Transaction& transaction) { return insert_session(transaction, row); });
        return row.id;
    }
    TokenId add_token(PersonId person) {
        TokenRow row;
        row.id = TokenId::make(k_now);
        row.person = person;
        row.created_at = k_now;
        site_.write([&](sql::Transaction& transaction) { return insert_token(transaction, row); });
        return row.id;
    }
    std::vector<std::string> among(const std::vector<std::string>& sign_ins) {
        return site_.read([&](sql::Session& session) { return ended_among(session, sign_ins); });
    }

    static constexpr Instant k_now{1'764'000'000'000};
    testing::SiteDatabase site_{GetParam()};
    PersonId mira_ = site_.add_person("mira@example.org", policy::Level::consumer);
    PersonId nils_ = site_.add_person("nils@example.org", policy::Level::consumer);
};
INSTANTIATE_TEST_SUITE_P(BothEngines, EndedSignIns, ::testing::Values(sql::Engine::sqlite, sql::Engine::postgresql));

TEST_P(EndedSignIns, AreThoseOfThatPersonAlone) {
    const auto one = add_session(mira_, 'a');
    const auto stays = add_session(mira_, 'b');
    const auto other = add_session(nils_, 'c');
    const auto token = add_token(mira_);
    const std::vector<std::string> all{one.text(), stays.text(), other.text(), token.text(), "nothing"};
    EXPECT_THAT(among(all), IsEmpty());
    site_.write([&](sql::Transaction& transaction) { return note_session_ended(transaction, mira_, other, k_now); });
    EXPECT_THAT(among(all), IsEmpty()) << "it is nils's";
    site_.write([&](sql::Transaction& transaction) { return note_sessions_ended(transaction, mira_, stays, k_now); });
    EXPECT_THAT(among(all), UnorderedElementsAre(one.text()));
    site_.write([&](sql::Transaction& transaction) -> Done {
        EXEAT_TRY(note_session_ended(transaction, mira_, one, k_now));
        return note_tokens_ended(transaction, mira_, k_now);
    });
    EXPECT_THAT(among(all), UnorderedElementsAre(one.text(), token.text())) << "each once";
    EXPECT_TRUE(site_.read([&](sql::Session& session) { return has_ended(session, token.text()); }));
    EXPECT_FALSE(site_.read([&](sql::Session& session) { return has_ended(session, stays.text()); }));
}

TEST_P(EndedSignIns, AreForgottenOnceNoTicketOfTheirsLives) {
    const auto one = add_session(mira_, 'a');
    const auto later = Instant{k_now.ms + 5};
    site_.write([&](sql::Transaction& transaction) { return note_session_ended(transaction, mira_, one, k_now); });
    site_.write([&](sql::Transaction& transaction) { return forget_ended_sign_ins(transaction, k_now); });
    EXPECT_THAT(among({one.text()}), UnorderedElementsAre(one.text()));
    site_.write([&](sql::Transaction& transaction) { return forget_ended_sign_ins(transaction, later); });
    EXPECT_THAT(among({one.text()}), IsEmpty());
}

}  // namespace
}  // namespace exeat::store
