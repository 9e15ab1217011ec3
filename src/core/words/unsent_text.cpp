#include "core/words/unsent_text.h"

namespace exeat::words {
namespace {

std::string in_english(const UnsentFacts& facts) {
    const auto whom = facts.is_own ? std::string("you") : facts.name.empty() ? "somebody" : std::string(facts.name);
    std::string text = facts.was_refused ? "The mail server refused a mail to " + whom + " about this."
                                         : "No mail server took a mail to " + whom + " about this in time.";
    if (facts.is_own) text += " Ask an administrator to correct your address.";
    if (!facts.reply.empty()) text += " It said: " + std::string(facts.reply);
    return text;
}

}  // namespace

std::string unsent_text(const UnsentFacts& facts, Language language) {
    switch (language) {
        case Language::english:
            return in_english(facts);
    }
    return {};
}

}  // namespace exeat::words
