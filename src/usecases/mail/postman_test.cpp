#include "usecases/mail/postman.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <mutex>
#include <set>
#include <thread>

#include "state/store/restored.h"
#include "usecases/people/password.h"
#include "usecases/testing/mails_fixture.h"
#include "usecases/testing/people_fixture.h"

namespace exeat::usecases {
namespace {

using testing::code_of;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::must_have;

class Mails : public testing::MailsFixture {};
INSTANTIATE_TEST_SUITE_P(Engines, Mails, ::testing::Values(sql::Engine::sqlite, sql::Engine::postgresql),
                         testing::engine_name);

TEST_P(Mails, ThatAreNotTakenAreTriedForTwoDays) {
    Postman postman(house(), server());
    reply_ = {mail::Outcome::later, 451, "451 come back"};
    const auto id = tell("request_made");
    EXPECT_EQ(carry(postman, now_), 1);
    EXPECT_EQ(row(id).reply, "451 come back");
    EXPECT_EQ(row(id).state, store::MailState::waiting);
    EXPECT_EQ(carry(postman, later(now_, 59'000)), 0);
    EXPECT_EQ(carry(postman, later(now_, 60'000)), 1);
    EXPECT_EQ(carry(postman, later(now_, 60'000 + 119'000)), 0) << "the pause grows";
    Instant now = now_;
    while (row(id).state == store::MailState::waiting) {
        now = row(id).not_before;
        ASSERT_EQ(carry(postman, now), 1);
    }
    EXPECT_EQ(row(id).state, store::MailState::given_up);
    EXPECT_GE(now.ms - now_.ms, 48LL * 3'600'000);
    EXPECT_LE(now.ms - now_.ms, 49LL * 3'600'000);
    for (const auto& [envelope, message] : given_) EXPECT_THAT(message, HasSubstr("<" + id + "@"));
    const auto told = must_have(list_inbox(house(), site_.administrator, {})).notices;
    ASSERT_EQ(told.size(), 1U) << "once it is given up, and not at each try";
    EXPECT_EQ(told[0].kind, "mail_given_up");
    EXPECT_EQ(told[0].text, "No mail server took a mail to mira about “harbour.tif” in “Press” within two days.");
    EXPECT_EQ(told[0].note, "451 come back");
    EXPECT_EQ(site_.ledger_entries("mail_given_up"), 1);
    EXPECT_EQ(must_have(unread_notices(house(), mira_)), 1) << "the inbox has it all the same";
}

TEST_P(Mails, ThatAreRefusedAreShownAtOnceAndCanBeTriedAgain) {
    Postman postman(house(), server());
    reply_ = {mail::Outcome::refused, 550, "550 nobody of that name"};
    const auto id = tell("request_made");
    EXPECT_EQ(carry(postman, now_), 1);
    EXPECT_EQ(row(id).state, store::MailState::refused);
    const auto page = must_have(list_mails(house(), site_.administrator, {store::MailState::refused, {}}));
    ASSERT_EQ(page.mails.size(), 1U);
    EXPECT_EQ(page.mails[0].reply, "550 nobody of that name");
    const auto told = must_have(list_inbox(house(), site_.administrator, {})).notices;
    ASSERT_EQ(told.size(), 1U);
    EXPECT_EQ(told[0].kind, "mail_refused");
    EXPECT_EQ(told[0].text, "The mail server refused a mail to mira about “harbour.tif” in “Press”.");
    EXPECT_EQ(told[0].note, "550 nobody of that name");
    EXPECT_EQ(site_.ledger_entries("mail_refused"), 1);
    EXPECT_EQ(must_have(unread_notices(house(), mira_)), 1) << "the inbox has it all the same";
    tell("request_made");
    EXPECT_EQ(carry(postman, later(now_, 3'599'999)), 1);
    EXPECT_EQ(must_have(unread_notices(house(), site_.administrator)), 1) << "whoever has not read knows where to look";
    tell("request_made");
    EXPECT_EQ(carry(postman, later(now_, 3'600'000)), 1);
    EXPECT_EQ(must_have(unread_notices(house(), site_.administrator)), 2);
    EXPECT_EQ(code_of(list_mails(house(), mira_, {})), "level-too-low");
    EXPECT_EQ(code_of(retry_mail(house(), mira_, id)), "level-too-low");
    EXPECT_THAT(*must_have(read_mail(house(), desk_, site_.administrator, id)).subject, "Request: harbour.tif");
    must_have(retry_mail(house(), site_.administrator, id));
    EXPECT_EQ(code_of(retry_mail(house(), site_.administrator, id)), "mail-ended") << "it waits already";
    reply_ = {mail::Outcome::taken, 250, "250 queued"};
    EXPECT_EQ(carry(postman, later(now_, 3'600'000)), 1);
    EXPECT_EQ(row(id).state, store::MailState::sent);
}

TEST_P(Mails, OneThatWasTakenButNotNotedComesAgainAsTheSame) {
    const auto id = tell("request_made");
    // Somebody took it and died.
    site_.write([&](sql::Transaction& transaction) { return store::take_mail(transaction, now_); });
    Postman postman(house(), server());
    EXPECT_EQ(carry(postman, later(now_, store::k_mail_lease_ms - 1)), 0) << "whoever took it may still be at it";
    EXPECT_EQ(carry(postman, later(now_, store::k_mail_lease_ms)), 1);
    EXPECT_THAT(given_.at(0).second, HasSubstr("<" + id + "@"));
}

TEST_P(Mails, AreTakenByOneNodeEach) {
    constexpr int k_mails = 20;
    for (int i = 0; i < k_mails; ++i) tell("request_made");
    std::mutex mutex;
    std::multiset<std::string> ids;
    desk_.give = [&](const mail::Envelope&, std::string_view message) {
        const auto at = message.find("Message-ID: <") + 13;
        const std::scoped_lock lock(mutex);
        ids.emplace(message.substr(at, 26));
        return mail::Reply{mail::Outcome::taken, 250, "250"};
    };
    Postman one(house(), desk_);
    Postman other(house(), desk_);
    std::thread thread([&] { carry(one, now_); });
    carry(other, now_);
    thread.join();
    EXPECT_EQ(ids.size(), static_cast<std::size_t>(k_mails));
    EXPECT_EQ(std::set<std::string>(ids.begin(), ids.end()).size(), static_cast<std::size_t>(k_mails));
}

TEST_P(Mails, AreNotSentToWhoWantsNone) {
    Postman postman(house(), server());
    wish(store::MailChoice::never);
    const auto id = tell("request_made");
    EXPECT_EQ(carry(postman, now_), 1);
    EXPECT_EQ(row(id).state, store::MailState::not_wanted);
    EXPECT_THAT(given_, IsEmpty());
    EXPECT_EQ(must_have(unread_notices(house(), mira_)), 1) << "the inbox has it all the same";
}

TEST_P(Mails, AreWantedEachByWhatTheyAreAbout) {
    Postman postman(house(), server());
    wish(domain::MailTopic::answers, store::MailChoice::never);
    wish(domain::MailTopic::passes_ending, store::MailChoice::daily);
    const auto answer = tell("request_rejected");
    const auto ending = tell("pass_ends_soon");
    const auto question = tell("question_asked");
    EXPECT_EQ(carry(postman, now_), 3);
    EXPECT_EQ(row(answer).state, store::MailState::not_wanted);
    EXPECT_EQ(row(ending).state, store::MailState::waiting);
    EXPECT_EQ(row(question).state, store::MailState::sent);
    EXPECT_EQ(must_have(unread_notices(house(), mira_)), 3) << "the inbox has it all the same";
}

TEST_P(Mails, OfADayLeaveOutWhatIsNotWantedAnyMore) {
    Postman postman(house(), server());
    wish(store::MailChoice::daily);
    const auto made = tell("request_made");
    const auto answer = tell("request_rejected", "Not this year");
    EXPECT_EQ(carry(postman, now_), 2);
    wish(domain::MailTopic::answers, store::MailChoice::never);
    const auto morning = row(made).not_before;
    EXPECT_GE(carry(postman, morning), 1);
    EXPECT_EQ(row(made).state, store::MailState::sent);
    EXPECT_EQ(row(answer).state, store::MailState::not_wanted);
    ASSERT_EQ(given_.size(), 1U);
    EXPECT_THAT(given_[0].second, HasSubstr("Subject: Request: harbour.tif"));
}

TEST_P(Mails, AreChosenOverWhatIsThere) {
    auto wanted = must_have(read_mail_wish(house(), mira_));
    EXPECT_EQ(wanted.version, 1);
    wanted.choices.questions = store::MailChoice::daily;
    EXPECT_EQ(must_have(write_mail_wish(house(), mira_, wanted)).version, 2);
    EXPECT_EQ(code_of(write_mail_wish(house(), mira_, wanted)), "stale");
    const auto kept = must_have(read_mail_wish(house(), mira_));
    EXPECT_EQ(kept.version, 2);
    EXPECT_EQ(kept.choices.questions, store::MailChoice::daily);
    EXPECT_EQ(kept.choices.answers, store::MailChoice::at_once);
    wanted = kept;
    wanted.choices.questions = store::MailChoice::at_once;
    must_have(write_mail_wish(house(), mira_, wanted));
    EXPECT_EQ(must_have(read_mail_wish(house(), mira_)).choices.questions, store::MailChoice::at_once);
}

TEST_P(Mails, AreFilesWhereThereIsNoServer) {
    Postman postman(house(), desk_);
    const auto id = tell("request_made");
    EXPECT_EQ(carry(postman, now_), 1);
    EXPECT_EQ(row(id).state, store::MailState::written);
    const auto files = testing::mails(site_.site);
    ASSERT_EQ(files.size(), 1U);
    EXPECT_THAT(files[0], HasSubstr("Subject: Request: harbour.tif"));
    EXPECT_EQ(code_of(send_test_mail(house(), desk_, site_.administrator)), "no-mail-server");
}

TEST_P(Mails, WaitWhileTheSiteIsHeld) {
    Postman postman(house(), server());
    const auto before = tell("request_made");
    site_.write([&](sql::Transaction& transaction) { return store::hold_restored(transaction, now_); });
    const auto after = tell("request_made");
    EXPECT_EQ(carry(postman, now_), 0);
    site_.write([&](sql::Transaction& transaction) { return store::release_restored(transaction); });
    EXPECT_EQ(carry(postman, now_), 1);
    EXPECT_EQ(row(before).state, store::MailState::ended);
    EXPECT_EQ(row(after).state, store::MailState::sent);
}

TEST_P(Mails, WithALinkAreSentAndForgotten) {
    Postman postman(house(), server());
    must_have(forgot_password(house(), site_.site.nobody(), "mira@example.org", "https://exeat.example.org"));
    EXPECT_EQ(carry(postman, site_.now()), 1);
    EXPECT_THAT(given_.at(0).second, HasSubstr("/reset/"));
    EXPECT_THAT(testing::mails(site_.site), IsEmpty()) << "nor is its file";
    const auto page = must_have(list_mails(house(), site_.administrator, {}));
    ASSERT_EQ(page.mails.size(), 1U);
    EXPECT_TRUE(row(page.mails[0].id).letter.empty()) << "what opens an account is not kept";
    EXPECT_FALSE(must_have(read_mail(house(), desk_, site_.administrator, page.mails[0].id)).text);
}

TEST_P(Mails, GoToTheAddressOfToday) {
    Postman postman(house(), server());
    reply_ = {mail::Outcome::later, 451, "451 come back"};
    const auto id = tell("request_approved");
    EXPECT_EQ(carry(postman, now_), 1);
    EXPECT_EQ(given_.at(0).first.to, "mira@example.org");
    give_address(mira_, "mira@new.example.org");
    reply_ = {mail::Outcome::taken, 250, "250 queued"};
    EXPECT_EQ(carry(postman, later(now_, 60'000)), 1);
    EXPECT_EQ(given_.at(1).first.to, "mira@new.example.org");
    EXPECT_THAT(given_.at(1).second, HasSubstr("<mira@new.example.org>"));
    EXPECT_EQ(given_.at(1).second.find("mira@example.org"), std::string::npos);
    EXPECT_EQ(row(id).recipient, "mira@new.example.org");
}

TEST_P(Mails, AreNotSentToWhoMayNotKnowAnyMore) {
    Postman postman(house(), server());
    const auto nils = site_.add_person("nils", policy::Level::consumer);
    const auto member = site_.add_member(library_, nils, policy::Role::owner);
    const auto id = tell(nils, "request_made", "For the spring campaign", 10'000);
    const auto before = must_have(list_inbox(house(), nils, {}));
    EXPECT_EQ(before.notices.at(0).note, "For the spring campaign");
    EXPECT_EQ(before.notices.at(0).by, "admin");
    site_.write([&](sql::Transaction& transaction) -> Done {
        EXEAT_TRY(transaction.change("update members set role = 'viewer' where id = $1", {member}));
        return store::note_change(transaction, store::ChangeKind::member, member);
    });
    EXPECT_EQ(carry(postman, later(now_, 10'000)), 1);
    EXPECT_THAT(given_, IsEmpty());
    EXPECT_EQ(row(id).state, store::MailState::not_wanted);
    EXPECT_FALSE(must_have(read_mail(house(), desk_, site_.administrator, id)).text);
    const auto after = must_have(list_inbox(house(), nils, {}));
    EXPECT_EQ(after.notices.at(0).note, "");
    EXPECT_FALSE(after.notices.at(0).by);
    EXPECT_EQ(after.notices.at(0).text.find("admin"), std::string::npos);
}

TEST_P(Mails, ToAnAddressThatIsNoneAreRefused) {
    Postman postman(house(), server());
    const auto id = tell("request_made");
    give_address(mira_, "a@b.org>\r\nRCPT TO:<eve@b.org");
    EXPECT_EQ(carry(postman, now_), 1);
    EXPECT_EQ(row(id).state, store::MailState::refused);
    EXPECT_THAT(given_, IsEmpty());
}

}  // namespace
}  // namespace exeat::usecases
