#include "core/words/notice_text.h"

#include <algorithm>
#include <span>

namespace exeat::words {
namespace {

struct Telling {
    std::string_view kind;
    std::string_view subject;
    std::string_view sentence;
    std::string_view button;
};

// "{what}" is the asset's name in quotes, "2 assets" or "an asset"; "{where}" is empty, " in “Press”" or " in 2
// libraries"; "{by}" is a name or "Somebody". In a subject names have no quotes.
constexpr auto k_english = std::to_array<Telling>({
    {"letter_given_up", "Mail not delivered", "No mail server took a mail to {by} within two days.",
     "Open the list of mails"},
    {"letter_refused", "Mail refused", "The mail server refused a mail to {by}.", "Open the list of mails"},
    {"mail_given_up", "Mail not delivered: {what}",
     "No mail server took a mail to {by} about {what}{where} within two days.", "Open the request"},
    {"mail_refused", "Mail refused: {what}", "The mail server refused a mail to {by} about {what}{where}.",
     "Open the request"},
    {"pass_ended", "Pass ended: {what}", "Your pass for {what}{where} has ended.", "Open the request"},
    {"pass_ends_soon", "Pass ends soon: {what}",
     "Your pass for {what}{where} ends within three days. Do you still need it? Whoever gave it can renew it; once it "
     "has ended, you can ask for it again.",
     "Open the request"},
    {"pass_given", "A pass for you: {what}", "{by} gave you a pass for {what}{where}.", "Open it"},
    {"question_answered", "Answered: {what}", "{by} answered the question about the request for {what}{where}.",
     "Open the request"},
    {"question_asked", "A question: {what}", "{by} has a question about your request for {what}{where}.", "Answer"},
    {"request_approved", "Approved: {what}", "{by} approved your request for {what}{where}.", "Open and download"},
    {"request_auto_approved", "Auto approved: {what}",
     "{by} asked for {what}{where}, and a rule of the library approved it.", "Open the request"},
    {"request_closed", "Closed: {what}",
     "The request for {what}{where} was closed: what it was for is not there any more.", "Open the request"},
    {"request_escalated", "Waits too long: {what}",
     "A request for {what}{where} has waited too long, and comes to you as well.", "Open the request"},
    {"request_free_now", "Free now: {what}", "You can take {what}{where} now without asking.", "Open it"},
    {"request_made", "Request: {what}", "{by} asks for {what}{where}.", "Open the request"},
    {"request_moved", "Request: {what}", "A request for {what} came to you: it was moved{where}.", "Open the request"},
    {"request_rejected", "Rejected: {what}", "{by} rejected your request for {what}{where}.", "Open the request"},
    {"request_renewed", "Renewed: {what}", "{by} renewed your pass for {what}{where}.", "Open it"},
    {"request_revoked", "Pass withdrawn: {what}", "{by} withdrew your pass for {what}{where}.", "Open the request"},
    {"substitute_ended", "{by} is back", "What is asked of {by} does not come to you any more: you stood in for them.",
     "See when"},
    {"substitute_named", "You stand in for {by}",
     "{by} named you to stand in: while they are away, what is asked of them comes to you as well.", "See when"},
    // Of several libraries at once: none is named.
    {"requests_waiting", "Still waiting for you: {what}", "What was asked for still waits for your decision: {what}.",
     "Open the request"},
});
constexpr Telling k_other{"", "News: {what}", "Something changed about {what}{where}.", "Open it"};

std::string what_text(const NoticeFacts& facts, std::string_view before, std::string_view behind) {
    if (facts.count > 1) return std::to_string(facts.count) + " assets";
    if (facts.asset.empty()) return "an asset";
    return std::string(before) + std::string(facts.asset) + std::string(behind);
}

std::string where_text(const NoticeFacts& facts) {
    if (facts.libraries > 1) return " in " + std::to_string(facts.libraries) + " libraries";
    return facts.library.empty() ? std::string() : " in “" + std::string(facts.library) + "”";
}

NoticeText in_english(const NoticeFacts& facts) {
    const auto* found = std::ranges::find(k_english, facts.kind, &Telling::kind);
    const auto& telling = found == k_english.end() ? k_other : *found;
    const auto by = facts.by.empty() ? std::string_view("Somebody") : facts.by;
    const auto where = where_text(facts);
    const auto quoted = what_text(facts, "“", "”");
    const auto bare = what_text(facts, "", "");
    return {filled(telling.subject, {{"what", bare}, {"by", by}}),
            filled(telling.sentence, {{"by", by}, {"what", quoted}, {"where", where}}), std::string(telling.button)};
}

}  // namespace

NoticeText notice_text(const NoticeFacts& facts, Language language) {
    switch (language) {
        case Language::english:
            return in_english(facts);
    }
    return {};
}

}  // namespace exeat::words
