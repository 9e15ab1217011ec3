#include "usecases/mail/postman.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <mutex>
#include <set>
#include <thread>

#include "service/identity/base64url.h"
#include "state/store/changes.h"
#include "state/store/inbox_rows.h"
#include "state/store/outbox_rows.h"
#include "state/store/request_rows.h"
#include "state/store/restored.h"
#include "usecases/inbox/inbox.h"
#include "usecases/mail/outbox.h"
#include "usecases/mail/subjects.h"
#include "usecases/people/password.h"
#include "usecases/testing/people_fixture.h"
#include "usecases/testing/places_fixture.h"

namespace exeat::usecases {
namespace {

using testing::code_of;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::must_have;

class Mails : public ::testing::TestWithParam<sql::Engine> {
protected:
    Mails() {
        site_.add_member(library_, mira_, policy::Role::viewer);
        request_.id = RequestId::make(now_);
        request_.asset = asset_.id;
        request_.library = library_;
        request_.person = mira_.person;
        request_.wanted_actions = request_.actions = {policy::Action::download};
        request_.created_at = now_;
        store::AskRow ask;
        ask.id = request_.ask = AskId::make(now_);
        ask.library = library_;
        ask.person = *mira_.person;
        ask.created_at = now_;
        site_.write([&](sql::Transaction& transaction) -> Done {
            EXEAT_TRY(store::insert_ask(transaction, ask));
            return store::insert_request(transaction, request_);
        });
    }

    House& house() { return site_.house(); }
    /// What is given to the server, which says what `reply_` is.
    const MailDesk& server() {
        desk_.give = desk_.give_test = [this](const mail::Envelope& envelope, std::string_view message) {
            given_.push_back({envelope, std::string(message)});
            return reply_;
        };
        return desk_;
    }
    /// A notice for mira with its mail.
    std::string tell(const std::string& kind, const std::string& note = "", std::int64_t wait_ms = 0) {
        return tell(mira_, kind, note, wait_ms);
    }
    std::string tell(const Caller& whom, const std::string& kind, const std::string& note, std::int64_t wait_ms) {
        store::NoticeRow notice;
        notice.id = to_text(new_id_bits(now_));
        notice.person = *whom.person;
        notice.kind = kind;
        notice.library = library_;
        notice.asset = asset_.id;
        notice.request = request_.id;
        notice.batch = BatchId::make(now_);
        notice.by = site_.administrator.person;
        notice.note = note;
        notice.made_at = now_;
        store::OutboxRow mail;
        mail.id = to_text(new_id_bits(now_));
        mail.kind = kind;
        mail.recipient = must_have(house().authority.standing(*whom.person))->email;
        mail.created_at = now_;
        mail.notice = notice.id;
        mail.not_before = Instant{now_.ms + wait_ms};
        site_.write([&](sql::Transaction& transaction) -> Done {
            EXEAT_TRY(store::insert_notice(transaction, notice));
            return store::insert_outbox(transaction, mail);
        });
        return mail.id;
    }
    int carry(Postman& postman, Instant now) {
        int carried = 0;
        while (must_have(postman.carry_one(now))) ++carried;
        return carried;
    }
    store::MailRow row(const std::string& id) {
        return *must_have(house().database.read([&](sql::Session& session) { return store::read_mail(session, id); }));
    }
    void wish(store::MailChoice choice, const std::string& zone = "Europe/Paris") {
        must_have(write_mail_wish(house(), mira_, {choice, zone}));
    }
    void give_address(const Caller& person, const std::string& email) {
        site_.write([&](sql::Transaction& transaction) -> Done {
            EXEAT_TRY(transaction.change("update people set email = $2, email_key = $2 where id = $1",
                                         {*person.person, email}));
            return store::note_change(transaction, store::ChangeKind::person, person.person->text());
        });
    }
    /// The text part of a message.
    static std::string text_of(const std::string& message) {
        const auto type = message.find("text/plain");
        const auto from = message.find("\r\n\r\n", type) + 4;
        std::string coded;
        for (const char c : message.substr(from, message.find("\r\n--", from) - from)) {
            if (c == '+')
                coded += '-';
            else if (c == '/')
                coded += '_';
            else if (c != '\r' && c != '\n' && c != '=')
                coded += c;
        }
        return identity::from_base64url(coded).value_or("");
    }
    static Instant later(Instant now, std::int64_t ms) { return Instant{now.ms + ms}; }

    testing::PlacesFixture site_{GetParam()};
    LibraryId library_ = site_.add_library("Press");
    domain::Asset asset_ = site_.add_asset(library_, "harbour.tif");
    Caller mira_ = site_.add_person("mira", policy::Level::consumer);
    Instant now_ = site_.now();
    domain::Request request_;  // of mira
    MailDesk desk_{{"Exeat", "no-reply@exeat.example.org"}, {}, {}};
    mail::Reply reply_{mail::Outcome::taken, 250, "250 queued"};
    std::vector<std::pair<mail::Envelope, std::string>> given_;
};
INSTANTIATE_TEST_SUITE_P(Engines, Mails, ::testing::Values(sql::Engine::sqlite, sql::Engine::postgresql),
                         testing::engine_name);

TEST_P(Mails, SayWhatTheNoticeSaysOnceItsTimeHasCome) {
    Postman postman(house(), server());
    const auto id = tell("request_approved", "Only for <b>print</b>", 10'000);
    EXPECT_EQ(carry(postman, later(now_, 9'999)), 0) << "it can still be taken back";
    EXPECT_EQ(carry(postman, later(now_, 10'000)), 1);
    ASSERT_EQ(given_.size(), 1U);
    EXPECT_EQ(given_[0].first.to, "mira@example.org");
    EXPECT_EQ(given_[0].first.from, "no-reply@exeat.example.org");
    EXPECT_THAT(given_[0].second, HasSubstr("Subject: Approved: harbour.tif\r\n"));
    EXPECT_THAT(given_[0].second, HasSubstr("Message-ID: <" + id + "@exeat.example.org>"));
    EXPECT_THAT(given_[0].second, HasSubstr("List-Unsubscribe-Post: List-Unsubscribe=One-Click"));
    EXPECT_THAT(text_of(given_[0].second), HasSubstr("admin approved your request for “harbour.tif” in “Press”."));
    EXPECT_THAT(text_of(given_[0].second), HasSubstr("> Only for <b>print</b>"));
    EXPECT_EQ(row(id).state, store::MailState::sent);
    EXPECT_EQ(row(id).reply, "250 queued");
    EXPECT_EQ(carry(postman, later(now_, 1'000'000)), 0) << "once";
}

TEST_P(Mails, NamesThatTheReaderMayNotSeeAreNotInThem) {
    Postman postman(house(), server());
    tell("request_revoked");
    site_.write([&](sql::Transaction& transaction) -> Done {
        EXEAT_TAKE(auto asset, store::read_asset(transaction, asset_.id));
        asset->rules.status = policy::AssetStatus::draft;
        return store::update_asset(transaction, *asset);
    });
    EXPECT_EQ(carry(postman, now_), 1);
    EXPECT_EQ(text_of(given_.at(0).second).find("harbour"), std::string::npos);
    EXPECT_EQ(text_of(given_.at(0).second).find("Press"), std::string::npos);
}

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

TEST_P(Mails, HaveTheSubjectThatTheSiteWords) {
    Postman postman(house(), server());
    must_have(write_mail_subjects(house(), site_.administrator, std::nullopt,
                                  {"{requester} asks: {asset}", "{asset} for {requester} until {until}", ""}));
    tell("request_made");
    tell("request_approved");
    tell("request_rejected");
    tell("request_revoked");
    EXPECT_EQ(carry(postman, now_), 4);
    const auto has = [&](const std::string& subject) {
        return std::ranges::any_of(given_, [&](const auto& mail) {
            return mail.second.find("Subject: " + subject + "\r\n") != std::string::npos;
        });
    };
    EXPECT_TRUE(has("admin asks: harbour.tif"));
    EXPECT_TRUE(has("harbour.tif for mira until further notice"));
    EXPECT_TRUE(has("Rejected: harbour.tif")) << "the usual one";
    EXPECT_TRUE(has("Pass withdrawn: harbour.tif"));
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

TEST_P(Mails, OfADayAreOneInTheMorning) {
    Postman postman(house(), server());
    wish(store::MailChoice::daily);
    const auto first = tell("request_made");
    const auto second = tell("request_rejected", "No");
    EXPECT_EQ(carry(postman, now_), 2);
    EXPECT_THAT(given_, IsEmpty());
    const auto morning = row(first).not_before;
    EXPECT_EQ(row(second).not_before, morning);
    EXPECT_GT(morning.ms, now_.ms);
    EXPECT_EQ(carry(postman, morning), 1);
    ASSERT_EQ(given_.size(), 1U);
    EXPECT_THAT(given_[0].second, HasSubstr("Subject: Your day: 2 notices"));
    EXPECT_THAT(text_of(given_[0].second), HasSubstr("rejected your request"));
    EXPECT_EQ(row(first).state, store::MailState::sent);
    EXPECT_EQ(row(second).state, store::MailState::sent);
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

TEST_P(Mails, CanBeLeftByOneClick) {
    Postman postman(house(), server());
    tell("request_made");
    carry(postman, now_);
    const auto& message = given_.at(0).second;
    const auto at = message.find("/api/unsubscribe/") + 17;
    const auto token = message.substr(at, message.find('>', at) - at);
    must_have(unsubscribe(house(), token + "x"));
    must_have(unsubscribe(house(), "nothing"));
    EXPECT_EQ(must_have(read_mail_wish(house(), mira_)).choice, store::MailChoice::at_once);
    must_have(unsubscribe(house(), token));
    EXPECT_EQ(must_have(read_mail_wish(house(), mira_)).choice, store::MailChoice::never);
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

TEST_P(Mails, OfADayAreOfOnePersonWhoeverHadTheAddress) {
    Postman postman(house(), server());
    const auto nils = site_.add_person("nils", policy::Level::consumer);
    site_.add_member(library_, nils, policy::Role::owner);
    wish(store::MailChoice::daily);
    must_have(write_mail_wish(house(), nils, {store::MailChoice::daily, "Europe/Paris"}));
    const auto hers = tell("request_approved");
    give_address(mira_, "mira@new.example.org");
    give_address(nils, "mira@example.org");
    const auto his = tell(nils, "request_made", "", 0);
    EXPECT_EQ(carry(postman, now_), 2);
    EXPECT_EQ(carry(postman, row(hers).not_before), 2);
    ASSERT_EQ(given_.size(), 2U);
    for (const auto& [envelope, message] : given_) {
        EXPECT_THAT(message, HasSubstr(envelope.to == "mira@example.org" ? his : hers));
    }
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

TEST_P(Mails, HaveNamesOfFilesOnOneLine) {
    Postman postman(house(), server());
    site_.write([&](sql::Transaction& transaction) -> Done {
        EXEAT_TAKE(auto asset, store::read_asset(transaction, asset_.id));
        asset->name = "a.tif\n\nYour password has run out:\r\nhttps://evil.example\u2028now";
        return store::update_asset(transaction, *asset);
    });
    tell("request_approved");
    EXPECT_EQ(carry(postman, now_), 1);
    EXPECT_THAT(text_of(given_.at(0).second),
                HasSubstr("“a.tif  Your password has run out:  https://evil.example now” in “Press”."));
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
