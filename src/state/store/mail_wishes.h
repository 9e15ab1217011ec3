// How people want to be written to: at once, once a day or never, for each thing that mails are about. Called by
// usecases/mail. Refuses to know what was sent to whom.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "core/domain/mail_topic.h"
#include "platform/sql/database.h"

namespace exeat::store {

enum class MailChoice : std::uint8_t { at_once, daily, never };

struct MailChoices {
    MailChoice to_decide = MailChoice::at_once;
    MailChoice approved_by_rule = MailChoice::at_once;
    MailChoice answers = MailChoice::at_once;
    MailChoice questions = MailChoice::at_once;
    MailChoice passes = MailChoice::at_once;
    MailChoice passes_ending = MailChoice::at_once;
    MailChoice standing_in = MailChoice::at_once;

    [[nodiscard]] MailChoice of(domain::MailTopic topic) const;
    void choose(domain::MailTopic topic, MailChoice choice);
};

struct MailWish {
    MailChoices choices;
    std::string zone = "UTC";  // of the day's mail
    std::int64_t version = 1;
};

/// Of somebody who chose nothing: everything at once, version 1.
[[nodiscard]] Result<MailWish> read_mail_wish(sql::Session& session, PersonId person);
/// Over version `wish.version`. Errors: conflict "stale".
Done write_mail_wish(sql::Transaction& transaction, PersonId person, const MailWish& wish);

}  // namespace exeat::store

namespace exeat::policy {
template <>
inline constexpr std::array<std::string_view, 3> k_words<store::MailChoice>{"at_once", "daily", "never"};
}  // namespace exeat::policy
