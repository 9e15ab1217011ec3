// What mails say, read where they arrive.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "service/identity/base64url.h"
#include "usecases/mail/subjects.h"
#include "usecases/testing/mails_fixture.h"

namespace exeat::usecases {
namespace {

using testing::code_of;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::must_have;
using ::testing::UnorderedElementsAre;

class MailsRead : public testing::MailsFixture {};
INSTANTIATE_TEST_SUITE_P(Engines, MailsRead, ::testing::Values(sql::Engine::sqlite, sql::Engine::postgresql),
                         testing::engine_name);

/// The text part of a message.
std::string text_of(const std::string& message) {
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

TEST_P(MailsRead, SayWhatTheNoticeSaysOnceItsTimeHasCome) {
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

TEST_P(MailsRead, NamesThatTheReaderMayNotSeeAreNotInThem) {
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

TEST_P(MailsRead, HaveTheSubjectThatTheSiteWords) {
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

TEST_P(MailsRead, OfADayAreOneInTheMorning) {
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

TEST_P(MailsRead, OfADayQuoteWhatSomebodyWrote) {
    Postman postman(house(), server());
    wish(store::MailChoice::daily);
    const auto first = tell("request_made", "A poster\n- Approved: Budget\nhttps://evil.example");
    tell("request_rejected", "No");
    EXPECT_EQ(carry(postman, now_), 2);
    EXPECT_EQ(carry(postman, row(first).not_before), 1);
    const auto text = text_of(given_.at(0).second);
    EXPECT_THAT(text, HasSubstr("> A poster\r\n> - Approved: Budget\r\n> https://evil.example\r\n"));
    EXPECT_EQ(text.find("\n- Approved"), std::string::npos) << "an item that is none";
    EXPECT_EQ(text.find("\nhttps://evil"), std::string::npos);
}

/// What stands in the head of a message for mail programs.
std::string way_out_of(const std::string& message) {
    const auto at = message.find("/api/unsubscribe/") + 17;
    return message.substr(at, message.find('>', at) - at);
}

TEST_P(MailsRead, OfOneKindCanBeLeftByOneClick) {
    using domain::MailTopic;
    Postman postman(house(), server());
    tell("request_made");
    carry(postman, now_);
    const auto token = way_out_of(given_.at(0).second);
    const auto choice = [&](MailTopic topic) { return must_have(read_mail_wish(house(), mira_)).choices.of(topic); };
    must_have(unsubscribe(house(), token + "x", WayOut::of_all_mails));
    must_have(unsubscribe(house(), "nothing", WayOut::of_such_mails));
    EXPECT_EQ(code_of(read_way_out(house(), "nothing")), "not-found");
    EXPECT_EQ(choice(MailTopic::to_decide), store::MailChoice::at_once);
    EXPECT_THAT(must_have(read_way_out(house(), token)), ElementsAre(MailTopic::to_decide));
    must_have(unsubscribe(house(), token, WayOut::of_such_mails));
    EXPECT_EQ(choice(MailTopic::to_decide), store::MailChoice::never);
    EXPECT_EQ(choice(MailTopic::answers), store::MailChoice::at_once);
    must_have(unsubscribe(house(), token, WayOut::of_all_mails));
    EXPECT_EQ(choice(MailTopic::answers), store::MailChoice::never);
    EXPECT_EQ(choice(MailTopic::standing_in), store::MailChoice::never);
}

TEST_P(MailsRead, OfADayAreLeftWithAllThatTheyTold) {
    using domain::MailTopic;
    Postman postman(house(), server());
    wish(store::MailChoice::daily);
    const auto first = tell("request_made");
    tell("request_rejected");
    carry(postman, now_);
    carry(postman, row(first).not_before);
    const auto token = way_out_of(given_.at(0).second);
    EXPECT_THAT(must_have(read_way_out(house(), token)),
                UnorderedElementsAre(MailTopic::to_decide, MailTopic::answers));
    EXPECT_THAT(text_of(given_[0].second),
                HasSubstr("No more mails like this: https://exeat.example.org/unsubscribe/"));
}

TEST_P(MailsRead, ShowNoWayOutToAdministrators) {
    Postman postman(house(), server());
    const auto id = tell("request_made");
    carry(postman, now_);
    const auto shown = must_have(read_mail(house(), desk_, site_.administrator, id));
    EXPECT_THAT(*shown.text, HasSubstr("asks for"));
    EXPECT_EQ(shown.text->find("/unsubscribe/"), std::string::npos);
}

TEST_P(MailsRead, OfADayAreOfOnePersonWhoeverHadTheAddress) {
    Postman postman(house(), server());
    const auto nils = site_.add_person("nils", policy::Level::consumer);
    site_.add_member(library_, nils, policy::Role::owner);
    wish(store::MailChoice::daily);
    wish(nils, store::MailChoice::daily);
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

TEST_P(MailsRead, HaveNamesOfFilesOnOneLine) {
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

TEST_P(MailsRead, ShowWhatSomebodyWroteWithoutSignsThatHide) {
    Postman postman(house(), server());
    site_.write([&](sql::Transaction& transaction) -> Done {
        EXEAT_TAKE(auto asset, store::read_asset(transaction, asset_.id));
        asset->name = "report\u202efdp.exe";
        EXEAT_TRY(transaction.change("update people set name = $2 where id = $1",
                                     {*site_.administrator.person, "ad\u2067min"}));
        EXEAT_TRY(store::note_change(transaction, store::ChangeKind::person, site_.administrator.person->text()));
        return store::update_asset(transaction, *asset);
    });
    tell("request_rejected", "Not\x07 \u202ethis\u2069 one\r\nAsk again");
    EXPECT_EQ(carry(postman, now_), 1);
    const auto text = text_of(given_.at(0).second);
    EXPECT_THAT(text, HasSubstr("admin rejected your request for “reportfdp.exe” in “Press”."));
    EXPECT_THAT(text, HasSubstr("> Not this one\r\n> Ask again"));
    EXPECT_EQ(text.find("\u2067"), std::string::npos);
}

TEST_P(MailsRead, ShowThePassThatTheyTellOfWhileItRuns) {
    Postman postman(house(), server());
    const auto decide = [&](policy::RequestStatus status, domain::RequestPhase phase) {
        request_.status = status;
        request_.phase = phase;
        request_.decided_at = now_;
        request_.valid_until = Instant{4'102'444'800'000};
        site_.write([&](sql::Transaction& transaction) { return store::update_request(transaction, request_); });
        ++request_.version;
    };
    const auto text = [&](const std::string& kind) {
        tell(kind);
        EXPECT_EQ(carry(postman, now_), 1);
        return text_of(given_.back().second);
    };
    EXPECT_EQ(text("request_made").find("Pass for"), std::string::npos);
    decide(policy::RequestStatus::approved, domain::RequestPhase::approved);
    const auto approved = text("request_approved");
    EXPECT_THAT(approved, HasSubstr("Pass for: harbour.tif\r\nOpens: download · every file\r\n"));
    EXPECT_THAT(approved, HasSubstr("Until: 1 Jan 2100, 00:00 UTC\r\n"));
    EXPECT_THAT(given_.back().second, HasSubstr("text/html"));
    EXPECT_THAT(given_.back().second, HasSubstr("Subject: Approved: harbour.tif until 1 Jan 2100\r\n"));
    decide(policy::RequestStatus::approved, domain::RequestPhase::revoked);
    EXPECT_EQ(text("request_approved").find("Until:"), std::string::npos) << "it was taken away before the mail left";
    EXPECT_THAT(given_.back().second, HasSubstr("Subject: Approved: harbour.tif\r\n"));
}

}  // namespace
}  // namespace exeat::usecases
