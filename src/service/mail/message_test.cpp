#include "service/mail/message.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace exeat::mail {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

Mail some_mail() {
    Mail mail;
    mail.id = "1@exeat.example.org";
    mail.from = {"Exeat", "no-reply@example.org"};
    mail.to = {"Mira", "mira@example.org"};
    mail.subject = "Approved: harbour.tif";
    mail.date = Instant{1'764'000'000'000};
    mail.text = "Hello\n";
    return mail;
}

/// The lines of the head.
std::vector<std::string> head_of(const std::string& message) {
    std::vector<std::string> lines;
    const auto end = message.find("\r\n\r\n");
    for (std::size_t from = 0; from < end;) {
        const auto to = message.find("\r\n", from);
        lines.push_back(message.substr(from, to - from));
        from = to + 2;
    }
    return lines;
}

TEST(Message, SaysWhoWhatAndWhen) {
    const auto message = message_of(some_mail());
    EXPECT_THAT(message, HasSubstr("From: \"Exeat\" <no-reply@example.org>\r\n"));
    EXPECT_THAT(message, HasSubstr("To: \"Mira\" <mira@example.org>\r\n"));
    EXPECT_THAT(message, HasSubstr("Subject: Approved: harbour.tif\r\n"));
    EXPECT_THAT(message, HasSubstr("Date: Mon, 24 Nov 2025 16:00:00 +0000\r\n"));
    EXPECT_THAT(message, HasSubstr("Message-ID: <1@exeat.example.org>\r\n"));
    EXPECT_THAT(message, HasSubstr("\r\n\r\nSGVsbG8NCg==\r\n")) << "Hello, with CRLF";
}

TEST(Message, ATextInAHeadAddsNoOther) {
    for (const std::string_view end : {"\r\n", "\n", "\r", "\r\n\r\n", "\x0b", "\x85", "\xe2\x80\xa8"}) {
        auto mail = some_mail();
        const auto bad = "x" + std::string(end) + "Bcc: eve@example.org";
        mail.subject = bad;
        mail.from.name = bad;
        mail.to.name = bad;
        mail.id = bad;
        mail.fields = {{"List-Unsubscribe", "<" + bad + ">"}};
        const auto message = message_of(mail);
        for (const auto& line : head_of(message)) EXPECT_THAT(line, Not(::testing::StartsWith("Bcc"))) << line;
        std::size_t fields = 0;
        for (const auto& line : head_of(message)) fields += line.starts_with(' ') ? 0U : 1U;
        EXPECT_EQ(fields, head_of(message_of(some_mail())).size() + 1);
    }
}

TEST(Message, IsAsciiInShortLines) {
    auto mail = some_mail();
    for (int i = 0; i < 300; ++i) mail.subject += "ü";
    mail.to.name = "Zoë \"the\" Õ";
    mail.text = std::string(5000, 'y') + "ß\n.\n";
    mail.html = "<p>" + std::string(5000, 'z') + "</p>";
    const auto message = message_of(mail);
    for (std::size_t from = 0; from < message.size();) {
        const auto to = message.find("\r\n", from);
        ASSERT_NE(to, std::string::npos);
        EXPECT_LE(to - from, 998U);
        from = to + 2;
    }
    for (const char c : message) EXPECT_TRUE((c >= ' ' && c <= '~') || c == '\r' || c == '\n');
    EXPECT_THAT(message, HasSubstr("Content-Type: text/html; charset=utf-8"));
    EXPECT_TRUE(message.ends_with("--exeat-part--\r\n"));
}

TEST(Message, LettersOfSeveralBytesAreNotTornApart) {
    const auto encoded = encoded_text("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaüüü");
    // 41 letters and the first byte of an ü would fill a word.
    EXPECT_EQ(encoded.substr(0, encoded.find("\r\n")),
              "=?utf-8?B?YWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWE=?=");
    EXPECT_EQ(encoded_text("plain"), "plain");
}

TEST(Message, WhatLooksEncodedArrivesAsItWasWritten) {
    const std::string name = "=?utf-8?B?WW91ciBwYXNzd29yZCBleHBpcmVz?=";  // "Your password expires"
    auto mail = some_mail();
    mail.subject = "Approved: " + name;
    mail.to.name = name;
    const auto message = message_of(mail);
    EXPECT_THAT(message, Not(HasSubstr(name))) << "readers would decode it";
    EXPECT_THAT(message, HasSubstr("Subject: =?utf-8?B?QXBwcm92ZWQ6ID0/dXRmLTg/Qj9"));
    EXPECT_THAT(message, HasSubstr("To: =?utf-8?B?PT91dGYtOD9CP1"));
    EXPECT_EQ(encoded_text("a = b?"), "a = b?");
}

TEST(Message, AddressesHaveNothingThatACommandWouldMistake) {
    for (const std::string_view good : {"mira@example.org", "a.b+c@x.example", "o'neil@example.org"}) {
        EXPECT_TRUE(is_sendable(good)) << good;
    }
    for (const std::string_view bad :
         {"", "mira", "@example.org", "mira@", "a@b@c", "a b@c.org", "a@c.org\r\nRCPT TO:<eve@x.org>", "a@c.org>",
          "<a@c.org", "a,b@c.org", "ü@c.org", "a@c.org\x7f"}) {
        EXPECT_FALSE(is_sendable(bad)) << bad;
    }
}

TEST(Message, ShowsAPictureInsideItsPage) {
    auto mail = some_mail();
    mail.html = "<p><img src=\"cid:picture-1@exeat.example.org\"></p>";
    mail.picture = InlinePicture{"picture-1@exeat.example.org", "image/jpeg", "JPEG"};
    const auto message = message_of(mail);
    const auto plain = message.find("text/plain");
    const auto related =
        message.find("Content-Type: multipart/related; type=\"text/html\"; boundary=\"exeat-page\"\r\n");
    const auto page = message.find("Content-Type: text/html");
    const auto picture = message.find("Content-Type: image/jpeg\r\n");
    ASSERT_NE(picture, std::string::npos);
    EXPECT_LT(plain, related);
    EXPECT_LT(related, page);
    EXPECT_LT(page, picture);
    EXPECT_THAT(message.substr(picture), HasSubstr("Content-ID: <picture-1@exeat.example.org>\r\n"));
    EXPECT_THAT(message.substr(picture), HasSubstr("\r\n\r\nSlBFRw==\r\n--exeat-page--\r\n--exeat-part--\r\n"));
    EXPECT_THAT(message, Not(HasSubstr("name=")));
}

TEST(Message, LeavesOutAPictureThatIsTooHeavy) {
    auto mail = some_mail();
    mail.html = "<p></p>";
    mail.picture =
        InlinePicture{"picture-1@exeat.example.org", "image/jpeg", std::string(k_most_picture_bytes + 1, 'x')};
    EXPECT_THAT(message_of(mail), Not(HasSubstr("image/jpeg")));
    mail.picture->bytes.pop_back();
    EXPECT_THAT(message_of(mail), HasSubstr("image/jpeg"));
}

}  // namespace
}  // namespace exeat::mail
