#include "core/words/notice_text.h"

#include <gtest/gtest.h>

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

TEST(NoticeTexts, RemindWithoutNamingOneLibraryOfSeveral) {
    const auto text = notice_text({"requests_waiting", "", "harbour.tif", "Press", 3}, Language::english);
    EXPECT_EQ(text.subject, "Still waiting for you: 3 assets");
    EXPECT_EQ(text.sentence, "What was asked for still waits for your decision: 3 assets.");
}

TEST(NoticeTexts, OfAnUnknownKindSaySomething) {
    EXPECT_EQ(notice_text({"x", "", "a.png", ""}, Language::english).sentence, "Something changed about “a.png”.");
}

TEST(NoticeTexts, NamesWithBracesAreOnlyNames) {
    EXPECT_EQ(notice_text({"request_made", "{what}", "{by}", ""}, Language::english).sentence,
              "{what} asks for “{by}”.");
}

}  // namespace
}  // namespace exeat::words
