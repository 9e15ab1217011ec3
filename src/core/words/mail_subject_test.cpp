#include "core/words/mail_subject.h"

#include <gtest/gtest.h>

#include <array>

namespace exeat::words {
namespace {

constexpr std::array<std::string_view, 3> k_names{"asset", "requester", "until"};

std::string fault(std::string_view subject) {
    return fault_of_subject(subject, k_names).value_or("");
}

TEST(MailSubjects, NameWhatTheyMay) {
    EXPECT_EQ(fault("Approved for {requester}: {asset} until {until}"), "");
    EXPECT_EQ(fault("Freigegeben für {requester}"), "");
    EXPECT_EQ(fault("{colour}"), "Between braces stand only {asset}, {requester} and {until}.");
    EXPECT_EQ(fault_of_subject("{until}", std::span(k_names).first(2)).value_or(""),
              "Between braces stand only {asset} and {requester}.");
    for (const auto* odd : {"{", "}", "{asset", "asset}", "{{asset}}", "{}", "{asset {until}}"}) {
        EXPECT_NE(fault(odd), "") << odd;
    }
}

TEST(MailSubjects, AreOneLineOfText) {
    EXPECT_EQ(fault("   "), "A subject is not empty.");
    EXPECT_EQ(fault(std::string(201, 'x')), "A subject has at most 200 bytes.");
    EXPECT_EQ(fault(std::string(200, 'x')), "");
    using namespace std::string_view_literals;
    for (const auto odd : {"A\r\nBcc: eve@example.org"sv, "A\nB"sv, "A\0B"sv, "A\tB"sv, "A\x7F"sv, "A\xC2\x85"sv,
                           "A\xE2\x80\xA8"sv, "A\xE2\x80\xAE"sv, "A\xFF"sv}) {
        EXPECT_EQ(fault(odd), "A subject is one line of text.");
    }
}

TEST(MailSubjects, TakeValuesAsTheyAreInOneLine) {
    EXPECT_EQ(subject_of("{requester}: {asset}", {{"asset", "a\r\nBcc: eve@example.org"}, {"requester", "{asset}"}}),
              "{asset}: a  Bcc: eve@example.org");
    EXPECT_EQ(subject_of("{asset}", {{"asset", "\xFF"}}), "");
}

}  // namespace
}  // namespace exeat::words
