// The small picture that a mail shows: with its reader's eyes, at the moment it leaves.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "usecases/mail/compose.h"
#include "usecases/pictures/pictures.h"
#include "usecases/testing/mails_fixture.h"

namespace exeat::usecases {
namespace {

using ::testing::HasSubstr;
using testing::must_have;
using ::testing::Not;

class MailPictures : public testing::MailsFixture {
protected:
    MailPictures() { desk_.pictures = renditions_.get(); }

    /// Keeps the picture that mira would see now.
    void make_picture(const std::string& bytes) {
        const auto seen = must_have(see_picture(house(), mira_, asset_.id, Recipe::thumbnail));
        must_have(renditions_->keep(seen.name, {"image/jpeg", bytes}));
    }
    std::string mail_about(const std::string& kind) {
        Postman postman(house(), server());
        tell(kind);
        EXPECT_EQ(carry(postman, now_), 1);
        return given_.back().second;
    }

    usecases::testing::SystemClock clock_;
    std::unique_ptr<renditions::Renditions> renditions_ =
        must_have(renditions::Renditions::open({.folder = site_.site.folder() + "/renditions"}, clock_));
};
INSTANTIATE_TEST_SUITE_P(Engines, MailPictures, ::testing::Values(sql::Engine::sqlite, sql::Engine::postgresql),
                         testing::engine_name);

TEST_P(MailPictures, AreThoseOfTheAssetOnceTheyAreMade) {
    EXPECT_THAT(mail_about("request_rejected"), Not(HasSubstr("multipart/related")));
    make_picture("JPEG");
    const auto message = mail_about("request_rejected");
    EXPECT_THAT(message, HasSubstr("multipart/related"));
    EXPECT_THAT(message, HasSubstr("Content-Type: image/jpeg\r\n"));
    EXPECT_THAT(message, HasSubstr("\r\n\r\nSlBFRw==\r\n"));
}

TEST_P(MailPictures, AreNotOfWhatTheirReaderMayNotSeeAnyMore) {
    make_picture("JPEG");
    site_.write([&](sql::Transaction& transaction) -> Done {
        EXEAT_TAKE(auto asset, store::read_asset(transaction, asset_.id));
        asset->rules.status = policy::AssetStatus::draft;
        return store::update_asset(transaction, *asset);
    });
    EXPECT_THAT(mail_about("request_revoked"), Not(HasSubstr("image/jpeg")));
}

TEST_P(MailPictures, AreMarkedWherePreviewsAre) {
    make_picture("CLEAN");
    EXPECT_THAT(mail_about("request_rejected"), HasSubstr("Q0xFQU4="));
    domain::LibrarySettings settings;
    settings.watermark = true;
    settings.protection = policy::Protection::on_request;
    const auto version = must_have(house().authority.library(library_))->version;
    must_have(write_usage_settings(house(), site_.administrator, library_, version, settings));
    EXPECT_THAT(mail_about("request_rejected"), Not(HasSubstr("image/jpeg"))) << "the clean one is another";
    make_picture("MARKED");
    EXPECT_THAT(mail_about("request_rejected"), HasSubstr("TUFSS0VE"));
}

TEST_P(MailPictures, AreNotInMailsAboutSeveral) {
    make_picture("JPEG");
    const auto reader = *must_have(house().authority.standing(*mira_.person));
    NoticeShown notice;
    notice.kind = "request_rejected";
    notice.asset = asset_.id;
    const auto letter = [&](const std::vector<NoticeShown>& shown, MailFor whom) {
        return must_have(notice_mail(house(), desk_, store::MailRow{}, reader, shown, whom));
    };
    EXPECT_TRUE(letter({notice}, MailFor::its_reader).picture);
    EXPECT_FALSE(letter({notice}, MailFor::administrators).picture);
    EXPECT_FALSE(letter({notice, notice}, MailFor::its_reader).picture);
    notice.count = 2;
    EXPECT_FALSE(letter({notice}, MailFor::its_reader).picture);
}

TEST_P(MailPictures, ThatAreHeavyStayAway) {
    make_picture(std::string(mail::k_most_picture_bytes + 1, 'x'));
    EXPECT_THAT(mail_about("request_rejected"), Not(HasSubstr("cid:")));
}

TEST_P(MailPictures, HaveNoNameOfAFileInTheirHeads) {
    site_.write([&](sql::Transaction& transaction) -> Done {
        EXEAT_TAKE(auto asset, store::read_asset(transaction, asset_.id));
        asset->name = "a.tif\"\r\nBcc: eve@example.org";
        return store::update_asset(transaction, *asset);
    });
    make_picture("JPEG");
    const auto message = mail_about("request_rejected");
    EXPECT_THAT(message, HasSubstr("image/jpeg"));
    EXPECT_THAT(message, Not(HasSubstr("\nBcc:")));
    EXPECT_THAT(message, Not(HasSubstr("name=")));
}

}  // namespace
}  // namespace exeat::usecases
