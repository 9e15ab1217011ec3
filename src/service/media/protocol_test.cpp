#include "service/media/protocol.h"

#include <gtest/gtest.h>

#include "service/media/picture_head.h"

namespace exeat::media {
namespace {

Request a_request() {
    return {PictureFormat::pdf, 3, {100, 512, 7}, {{480, Marking::clean}, {1600, Marking::padlock}}};
}
Picture a_picture() {
    return {4000, 3000, {1, 2, 255}, {{OutputType::jpeg, 480, 360, "jpeg"}, {OutputType::webp, 1600, 1200, "webp"}}};
}

std::string body_of(const std::string& frame) {
    return frame.substr(k_frame_head);
}

TEST(Protocol, WhatIsWrittenIsReadAgain) {
    EXPECT_EQ(read_request(body_of(frame_of(a_request()))), a_request());
    EXPECT_EQ(read_picture(body_of(frame_of(a_picture()))), a_picture());
    const auto ended = read_ended(body_of(frame_of(Ended{-1, 31})));
    ASSERT_TRUE(ended);
    EXPECT_EQ(ended->exit_code, -1);
    EXPECT_EQ(ended->signal, 31);
    const auto not_made = read_not_made(body_of(frame_of(NotMade{WhyNot::encrypted, "locked"})));
    ASSERT_TRUE(not_made);
    EXPECT_EQ(not_made->why, WhyNot::encrypted);
    EXPECT_EQ(not_made->detail, "locked");
}

TEST(Protocol, AHeadNamesLengthAndKind) {
    const auto frame = frame_of(a_picture());
    const auto head = read_frame_head(frame.substr(0, k_frame_head));
    ASSERT_TRUE(head);
    EXPECT_EQ(head->kind, FrameKind::made);
    EXPECT_EQ(head->length, frame.size() - k_frame_head);
}

TEST(Protocol, AnotherVersionIsNoFrame) {
    auto frame = started_frame();
    EXPECT_TRUE(read_frame_head(frame));
    frame[4] = static_cast<char>(frame[4] + 1);
    EXPECT_FALSE(read_frame_head(frame));
}

TEST(Protocol, ALengthBeyondAllAnswersIsNoFrame) {
    EXPECT_FALSE(read_frame_head(std::string("\xff\xff\xff\xff\x01\x00\x04\x00", 8)));
}

/// Every beginning of a right body, and every body with something behind it, is none.
template <class Read>
void only_whole(const std::string& body, Read read) {
    for (std::size_t length = 0; length < body.size(); ++length) EXPECT_FALSE(read(body.substr(0, length))) << length;
    EXPECT_FALSE(read(body + "x"));
}

TEST(Protocol, OnlyWholeBodiesAreRead) {
    only_whole(body_of(frame_of(a_request())), read_request);
    only_whole(body_of(frame_of(a_picture())), read_picture);
    only_whole(body_of(frame_of(NotMade{WhyNot::broken, "words"})), read_not_made);
    only_whole(body_of(frame_of(Ended{})), read_ended);
}

TEST(Protocol, UnknownWordsAndImpossibleNumbersAreRefused) {
    auto request = a_request();
    request.outputs[0].longest = 0;
    EXPECT_FALSE(read_request(body_of(frame_of(request))));
    request.outputs[0].longest = k_longest_side + 1;
    EXPECT_FALSE(read_request(body_of(frame_of(request))));
    request.outputs.clear();
    EXPECT_FALSE(read_request(body_of(frame_of(request))));
    auto picture = a_picture();
    picture.width = 0;
    EXPECT_FALSE(read_picture(body_of(frame_of(picture))));
    auto bytes = body_of(frame_of(a_request()));
    bytes[0] = 8;
    EXPECT_FALSE(read_request(bytes));
    bytes[0] = 0;
    EXPECT_FALSE(read_request(bytes));
}

TEST(Protocol, LongWordsAreCut) {
    const auto not_made = read_not_made(body_of(frame_of(NotMade{WhyNot::broken, std::string(5000, 'a')})));
    ASSERT_TRUE(not_made);
    EXPECT_EQ(not_made->detail.size(), k_most_detail);
}

TEST(PictureHeads, OfWebpInItsThreeForms) {
    const auto riff = [](const std::string& chunk) {
        std::string webp = "RIFF";
        webp.push_back(static_cast<char>(chunk.size() + 4));
        return webp + std::string("\0\0\0WEBP", 7) + chunk;
    };
    const auto lossy = riff(std::string("VP8 \x0a\0\0\0\x30\x01\x00\x9d\x01\x2a\x20\x03\x58\x02", 18));
    EXPECT_EQ(read_picture_head(lossy), (PictureHead{OutputType::webp, 800, 600}));
    const auto lossless = riff(std::string("VP8L\x05\0\0\0\x2f\x1f\x43\x96\x00\0", 14) + std::string(4, '\0'));
    EXPECT_EQ(read_picture_head(lossless), (PictureHead{OutputType::webp, 800, 602}));
    const auto extended = riff(std::string("VP8X\x0a\0\0\0\x10\0\0\0\x1f\x03\0\x57\x02\0", 18));
    EXPECT_EQ(read_picture_head(extended), (PictureHead{OutputType::webp, 800, 600}));
    EXPECT_FALSE(read_picture_head(lossy + "xx"));
}

TEST(PictureHeads, NothingElseHasOne) {
    EXPECT_FALSE(read_picture_head(""));
    EXPECT_FALSE(read_picture_head("\xff\xd8\xff"));
    EXPECT_FALSE(read_picture_head("\xff\xd8\xff\xe0\xff\xff\xff\xd9"));
    EXPECT_FALSE(read_picture_head("RIFF"));
    EXPECT_FALSE(read_picture_head("<svg xmlns=\"http://www.w3.org/2000/svg\"/>"));
}

}  // namespace
}  // namespace exeat::media
