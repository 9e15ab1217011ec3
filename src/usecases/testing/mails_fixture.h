// An asset that mira has asked for, and a mail server of the test's own. Called by the tests of mails; nothing that is
// shipped includes it.
#pragma once

#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "state/store/changes.h"
#include "state/store/notice_rows.h"
#include "state/store/outbox_rows.h"
#include "state/store/outbox_work.h"
#include "state/store/request_rows.h"
#include "usecases/mail/desk.h"
#include "usecases/mail/outbox.h"
#include "usecases/mail/postman.h"
#include "usecases/testing/places_fixture.h"

namespace exeat::usecases::testing {

class MailsFixture : public ::testing::TestWithParam<sql::Engine> {
protected:
    MailsFixture() {
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
    /// About everything.
    void wish(store::MailChoice choice) { wish(mira_, choice); }
    void wish(const Caller& whose, store::MailChoice choice) {
        auto wanted = must_have(read_mail_wish(house(), whose));
        wanted.zone = "Europe/Paris";
        for (std::size_t i = 0; i < domain::k_mail_topics; ++i) {
            wanted.choices.choose(static_cast<domain::MailTopic>(i), choice);
        }
        must_have(write_mail_wish(house(), whose, wanted));
    }
    /// About that alone.
    void wish(domain::MailTopic topic, store::MailChoice choice) {
        auto wanted = must_have(read_mail_wish(house(), mira_));
        wanted.choices.choose(topic, choice);
        must_have(write_mail_wish(house(), mira_, wanted));
    }
    void give_address(const Caller& person, const std::string& email) {
        site_.write([&](sql::Transaction& transaction) -> Done {
            EXEAT_TRY(transaction.change("update people set email = $2, email_key = $2 where id = $1",
                                         {*person.person, email}));
            return store::note_change(transaction, store::ChangeKind::person, person.person->text());
        });
    }
    static Instant later(Instant now, std::int64_t ms) { return Instant{now.ms + ms}; }

    PlacesFixture site_{GetParam()};
    LibraryId library_ = site_.add_library("Press");
    domain::Asset asset_ = site_.add_asset(library_, "harbour.tif");
    Caller mira_ = site_.add_person("mira", policy::Level::consumer);
    Instant now_ = site_.now();
    domain::Request request_;  // of mira
    MailDesk desk_{{"Exeat", "no-reply@exeat.example.org"}, {}, {}};
    mail::Reply reply_{mail::Outcome::taken, 250, "250 queued"};
    std::vector<std::pair<mail::Envelope, std::string>> given_;
};

}  // namespace exeat::usecases::testing
