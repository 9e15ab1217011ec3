#include "core/domain/mail_topic.h"

#include <algorithm>

namespace exeat::domain {
namespace {

struct Kind {
    std::string_view kind;
    MailTopic topic;
};

constexpr auto k_kinds = std::to_array<Kind>({
    {"pass_ended", MailTopic::passes_ending},
    {"pass_ends_soon", MailTopic::passes_ending},
    {"pass_given", MailTopic::passes},
    {"question_answered", MailTopic::questions},
    {"question_asked", MailTopic::questions},
    {"request_approved", MailTopic::answers},
    {"request_auto_approved", MailTopic::approved_by_rule},
    {"request_closed", MailTopic::answers},
    {"request_escalated", MailTopic::to_decide},
    {"request_free_now", MailTopic::answers},
    {"request_made", MailTopic::to_decide},
    {"request_moved", MailTopic::to_decide},
    {"request_rejected", MailTopic::answers},
    {"request_renewed", MailTopic::passes},
    {"request_revoked", MailTopic::passes},
    {"requests_waiting", MailTopic::to_decide},
    {"substitute_ended", MailTopic::standing_in},
    {"substitute_named", MailTopic::standing_in},
});

}  // namespace

std::optional<MailTopic> topic_of(std::string_view notice_kind) {
    const auto* found = std::ranges::find(k_kinds, notice_kind, &Kind::kind);
    if (found == k_kinds.end()) return std::nullopt;
    return found->topic;
}

}  // namespace exeat::domain
