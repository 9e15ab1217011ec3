// What mails are about, as people choose how they hear of it: kinds of notices that belong together. Called by
// usecases/mail and by who keeps what was chosen (state/store). Refuses to know who chose what.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "core/policy/words.h"

namespace exeat::domain {

/// `to_decide`: what waits for one's decision. `approved_by_rule`: what would have, but for a rule. `answers`: what
/// became of one's own requests. `questions`: asked and answered, on either side. `passes`: given, renewed, taken away.
/// `passes_ending`: by themselves. `standing_in`: for whom one stands in.
enum class MailTopic : std::uint8_t {
    to_decide,
    approved_by_rule,
    answers,
    questions,
    passes,
    passes_ending,
    standing_in
};
inline constexpr std::size_t k_mail_topics = 7;

/// Of a kind of notice; nullopt for one of which no mail leaves.
[[nodiscard]] std::optional<MailTopic> topic_of(std::string_view notice_kind);

}  // namespace exeat::domain

namespace exeat::policy {
template <>
inline constexpr std::array<std::string_view, domain::k_mail_topics> k_words<domain::MailTopic>{
    "to_decide", "approved_by_rule", "answers", "questions", "passes", "passes_ending", "standing_in"};
}  // namespace exeat::policy
