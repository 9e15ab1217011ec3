#include "core/domain/mail_topic.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace exeat::domain {
namespace {

TEST(MailTopics, AreOfEveryKindThatAMailSays) {
    EXPECT_EQ(topic_of("request_made"), MailTopic::to_decide);
    EXPECT_EQ(topic_of("request_auto_approved"), MailTopic::approved_by_rule);
    EXPECT_EQ(topic_of("request_rejected"), MailTopic::answers);
    EXPECT_EQ(topic_of("question_asked"), MailTopic::questions);
    EXPECT_EQ(topic_of("request_revoked"), MailTopic::passes);
    EXPECT_EQ(topic_of("pass_ends_soon"), MailTopic::passes_ending);
    EXPECT_EQ(topic_of("substitute_named"), MailTopic::standing_in);
}

TEST(MailTopics, AreNoneOfWhatNoMailSays) {
    for (const auto* kind : {"", "mail_refused", "letter_given_up", "set_password"}) {
        EXPECT_FALSE(topic_of(kind)) << kind;
    }
}

TEST(MailTopics, HaveAWordEach) {
    const auto& words = policy::k_words<MailTopic>;
    EXPECT_EQ(std::set<std::string_view>(words.begin(), words.end()).size(), k_mail_topics);
    EXPECT_EQ(policy::to_text(MailTopic::standing_in), "standing_in");
}

}  // namespace
}  // namespace exeat::domain
