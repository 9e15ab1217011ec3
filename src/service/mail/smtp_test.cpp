#include "service/mail/smtp.h"

#include <gtest/gtest.h>

#include "service/mail/testing/small_smtp.h"

namespace exeat::mail {
namespace {

using testing::SmallSmtp;

constexpr std::string_view k_message = "Subject: x\r\n\r\nHello\r\n.\r\n..\r\nend\r\n";

/// Answers as usual, but to one command.
SmallSmtp::Answer but(std::string_view to, const std::optional<std::string>& says) {
    return [to, says](std::string_view command) -> std::optional<std::string> {
        return command.starts_with(to) ? says : SmallSmtp::taking(command);
    };
}
Reply send_to(const SmallSmtp& server, std::int64_t patience_ms = 20'000) {
    auto settings = server.settings();
    settings.answer_ms = patience_ms;
    return Smtp(settings).send({"a@example.org", "b@example.org"}, k_message);
}

TEST(SmtpUrl, NamesTheServerAndHowItIsSpokenTo) {
    const auto tls = parse_smtp("smtps://mail.example.org");
    ASSERT_TRUE(tls);
    EXPECT_EQ(tls->host, "mail.example.org");
    EXPECT_EQ(tls->port, 465);
    EXPECT_EQ(tls->security, Security::tls);
    const auto starttls = parse_smtp("smtp://mail.example.org:2525/");
    ASSERT_TRUE(starttls);
    EXPECT_EQ(starttls->port, 2525);
    EXPECT_EQ(starttls->security, Security::starttls);
    const auto plain = parse_smtp("smtp-plain://[::1]");
    ASSERT_TRUE(plain);
    EXPECT_EQ(plain->host, "::1");
    EXPECT_EQ(plain->port, 25);
    EXPECT_EQ(plain->security, Security::none);
}

TEST(SmtpUrl, IsRefusedWithoutBeingRepeated) {
    for (const std::string_view wrong :
         {"", "mail.example.org", "http://mail.example.org", "smtp://", "smtp://:25", "smtp://host:", "smtp://host:x",
          "smtp://host:99999", "smtp://host:0", "smtp://user:secret@host", "smtp://[::1", "smtp://ho st",
          "smtp://host/secret"}) {
        const auto parsed = parse_smtp(wrong);
        ASSERT_FALSE(parsed) << wrong;
        EXPECT_EQ(parsed.error().text.find("secret"), std::string::npos);
    }
}

TEST(Smtp, AServerThatIsNotThereIsTriedLater) {
    auto settings = parse_smtp("smtp-plain://127.0.0.1:1");
    ASSERT_TRUE(settings);
    Smtp smtp(*settings);
    const auto reply = smtp.send({"a@example.org", "b@example.org"}, "Subject: x\r\n\r\nx\r\n");
    EXPECT_EQ(reply.outcome, Outcome::later);
    EXPECT_EQ(reply.code, 0);
    EXPECT_FALSE(reply.text.empty());
}

TEST(Smtp, AMailIsTakenAsItIsAndTheConnectionKept) {
    SmallSmtp server(SmallSmtp::taking);
    Smtp smtp(server.settings());
    for (int i = 0; i < 3; ++i) {
        const auto reply = smtp.send({"a@example.org", "b@example.org"}, k_message);
        EXPECT_EQ(reply.outcome, Outcome::taken) << reply.text;
        EXPECT_EQ(reply.code, 250);
    }
    ASSERT_EQ(server.mails().size(), 3U);
    // Lines that begin with a dot travel with another one.
    EXPECT_EQ(server.mails().front(), "Subject: x\r\n\r\nHello\r\n..\r\n...\r\nend");
    EXPECT_EQ(server.connections(), 1);
}

TEST(Smtp, WhatTheServerRefusesForGoodIsRefused) {
    for (const std::string_view command : {"MAIL", "RCPT", "DATA", "."}) {
        SmallSmtp server(but(command, "550 5.1.1 nobody of that name"));
        const auto reply = send_to(server);
        EXPECT_EQ(reply.outcome, Outcome::refused) << command;
        EXPECT_EQ(reply.code, 550) << command;
        EXPECT_EQ(reply.text, "550 5.1.1 nobody of that name") << command;
    }
}

TEST(Smtp, WhatTheServerDoesNotTakeNowIsTriedLater) {
    for (const std::string_view command : {"MAIL", "RCPT", "DATA", "."}) {
        SmallSmtp server(but(command, "451 4.7.1 come back"));
        const auto reply = send_to(server);
        EXPECT_EQ(reply.outcome, Outcome::later) << command;
    }
}

TEST(Smtp, AServerThatGoesAwayIsTriedLater) {
    for (const std::string_view command : {"EHLO", "MAIL", "RCPT", "DATA", "."}) {
        SmallSmtp server(but(command, std::nullopt));
        const auto reply = send_to(server);
        EXPECT_EQ(reply.outcome, Outcome::later) << command;
        EXPECT_FALSE(reply.text.empty());
    }
}

TEST(Smtp, AServerThatHangsIsNotWaitedForForEver) {
    SmallSmtp server(but(".", ""));
    EXPECT_EQ(send_to(server, 1000).outcome, Outcome::later);
    EXPECT_EQ(server.mails().size(), 1U);
}

TEST(Smtp, AWrongPasswordIsNoFaultOfTheMail) {
    SmallSmtp server(but("AUTH", "535 5.7.8 wrong"));
    auto settings = server.settings();
    settings.user = "exeat";
    settings.password = "wrong";
    const auto reply = Smtp(settings).send({"a@example.org", "b@example.org"}, k_message);
    EXPECT_EQ(reply.outcome, Outcome::later);
    EXPECT_EQ(reply.text.find("wrong password"), std::string::npos);
    EXPECT_TRUE(server.mails().empty());
}

TEST(Smtp, WithoutTlsNothingIsSaidWhereItIsDemanded) {
    SmallSmtp server(SmallSmtp::taking);
    auto settings = server.settings();
    settings.security = Security::starttls;
    settings.user = "exeat";
    settings.password = "secret";
    EXPECT_EQ(Smtp(settings).send({"a@example.org", "b@example.org"}, k_message).outcome, Outcome::later);
    EXPECT_TRUE(server.mails().empty());
}

}  // namespace
}  // namespace exeat::mail
