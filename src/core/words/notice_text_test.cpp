#include "core/words/notice_text.h"

#include <gtest/gtest.h>

#include "core/words/unsent_text.h"

namespace exeat::words {
namespace {

TEST(NoticeTexts, BeginWithTheFact) {
    const auto text = notice_text({"request_approved", "Anna", "harbour.tif", "Press"}, Language::english);
    EXPECT_EQ(text.subject, "Approved: harbour.tif");
    EXPECT_EQ(text.sentence, "Anna approved your request for “harbour.tif” in “Press”.");
    EXPECT_EQ(text.button, "Open and download");
}

TEST(NoticeTexts, SayNoNameThatIsNotGiven) {
    const auto text = notice_text({"request_made", "", "", ""}, Language::english);
    EXPECT_EQ(text.subject, "Request: an asset");
    EXPECT_EQ(text.sentence, "Somebody asks for an asset.");
}

TEST(NoticeTexts, CountWhatWasDecidedTogether) {
    const auto text = notice_text({"request_rejected", "Anna", "harbour.tif", "Press", 7}, Language::english);
    EXPECT_EQ(text.subject, "Rejected: 7 assets");
    EXPECT_EQ(text.sentence, "Anna rejected your request for 7 assets in “Press”.");
}

TEST(NoticeTexts, NameNoLibraryOfSeveral) {
    const auto text = notice_text({"request_approved", "Anna", "harbour.tif", "Press", 4, 2}, Language::english);
    EXPECT_EQ(text.subject, "Approved: 4 assets");
    EXPECT_EQ(text.sentence, "Anna approved your request for 4 assets in 2 libraries.");
    EXPECT_EQ(notice_text({"pass_ended", "", "", "", 4, 3}, Language::english).sentence,
              "Your pass for 4 assets in 3 libraries has ended.");
}

TEST(NoticeTexts, RemindWithoutNamingOneLibraryOfSeveral) {
    const auto text = notice_text({"requests_waiting", "", "harbour.tif", "Press", 3}, Language::english);
    EXPECT_EQ(text.subject, "Still waiting for you: 3 assets");
    EXPECT_EQ(text.sentence, "What was asked for still waits for your decision: 3 assets.");
}

TEST(NoticeTexts, OfStandingInSayForWhom) {
    const auto text = notice_text({"substitute_named", "Anna", "", ""}, Language::english);
    EXPECT_EQ(text.subject, "You stand in for Anna");
    EXPECT_EQ(text.sentence,
              "Anna named you to stand in: while they are away, what is asked of them comes to you as well.");
    EXPECT_EQ(notice_text({"substitute_ended", "Anna", "", ""}, Language::english).subject, "Anna is back");
}

TEST(NoticeTexts, OfAnUnknownKindSaySomething) {
    EXPECT_EQ(notice_text({"x", "", "a.png", ""}, Language::english).sentence, "Something changed about “a.png”.");
}

TEST(NoticeTexts, OfAMailThatNeverArrivedSayWhoseItWasAndWhatStoodInTheWay) {
    EXPECT_EQ(notice_text({"mail_refused", "Mira", "harbour.tif", "Press"}, Language::english).sentence,
              "The mail server refused a mail to Mira about “harbour.tif” in “Press”.");
    EXPECT_EQ(notice_text({"mail_given_up", "Mira", "harbour.tif", "Press"}, Language::english).sentence,
              "No mail server took a mail to Mira about “harbour.tif” in “Press” within two days.");
    EXPECT_EQ(unsent_text({.name = "Mira", .reply = "550 nobody"}, Language::english),
              "The mail server refused a mail to Mira about this. It said: 550 nobody");
    EXPECT_EQ(unsent_text({.is_own = true}, Language::english),
              "The mail server refused a mail to you about this. Ask an administrator to correct your address.");
    EXPECT_EQ(unsent_text({.was_refused = false}, Language::english),
              "No mail server took a mail to somebody about this in time.");
}

TEST(NoticeTexts, NamesWithBracesAreOnlyNames) {
    EXPECT_EQ(notice_text({"request_made", "{what}", "{by}", ""}, Language::english).sentence,
              "{what} asks for “{by}”.");
}

}  // namespace
}  // namespace exeat::words
