#include "core/words/why.h"

#include <algorithm>
#include <array>

namespace exeat::words {
namespace {

using policy::Because;
using policy::Decision;
using policy::Gate;
using policy::Need;
using policy::Reason;
using policy::RequestState;
using policy::Source;
using policy::StepResult;

constexpr std::size_t k_most_names = 3;

/// The names that a line may be told with.
struct Told {
    std::string_view folder;
    std::string_view library;
};

Told told_with(const Because& because, const Names& names) {
    Told told;
    if (because.source == Source::folder && because.index < names.folders.size())
        told.folder = names.folders[because.index];
    told.library = names.library;
    return told;
}

bool is_unnamed(const Because& because, const Told& told) {
    if (because.source == Source::folder) return told.folder.empty();
    return because.source == Source::library && told.library.empty();
}

/// The text of the most particular key there is: with the source and "unnamed", with the source, without.
std::string_view particular(Language language, const std::string& key, const Because& because, const Told& told) {
    const auto with_source = key + "." + std::string(policy::to_text(because.source));
    if (is_unnamed(because, told)) {
        if (const auto text = find(language, with_source + ".unnamed")) return *text;
    } else if (const auto text = find(language, with_source)) {
        return *text;
    }
    return find(language, key).value_or("");
}

std::string reason_text(const Because& because, const Names& names, Language language) {
    const auto told = told_with(because, names);
    const auto key = std::string(policy::to_text(because.gate)) + "." + std::string(policy::to_text(because.reason));
    return filled(particular(language, key, because, told), {{"folder", told.folder}, {"library", told.library}});
}

/// Where the value was set. A trigger is the site's, whomever it reached.
Source place_of(const Because& because) {
    return because.gate == Gate::approval || because.gate == Gate::justification ? Source::site : because.source;
}

/// Only with a setting that explain() left to be named, and never with a folder whose name is not to be said.
std::string where_text(Because because, const Names& names, Language language) {
    if (because.setting.empty()) return {};
    because.source = place_of(because);
    const auto told = told_with(because, names);
    if (because.source == Source::folder && told.folder.empty()) return {};
    const auto setting = find(language, "setting." + std::string(because.setting)).value_or("");
    return filled(particular(language, "where", because, told),
                  {{"folder", told.folder}, {"library", told.library}, {"setting", setting}});
}

std::string plain(Language language, const std::string& key) {
    return std::string(find(language, key).value_or(""));
}

/// The grant that a request would ask for: POLICY.md "Requests", where gate 8 asks, that decision serves all three.
std::optional<Need> grant_to_request(policy::Needs needs) {
    if (needs.has(Need::site_approval)) return Need::site_approval;
    if (needs.has(Need::access_grant)) return Need::access_grant;
    if (needs.has(Need::download_grant)) return Need::download_grant;
    return std::nullopt;
}

/// Who decides is said once: by name where names are told, else with what to do.
std::string request_remedy(const Decision& decision, Need grant, const Names& names, Language language) {
    if (decision.request_state == RequestState::pending) return plain(language, "remedy.wait");
    if (!decision.can_request) return plain(language, "remedy.not_requestable");
    const std::string key = decision.request_state == RequestState::none ? "remedy.request" : "remedy.request_again";
    const auto* who = names.deciders.empty() || grant == Need::site_approval ? "." : "_named.";
    return plain(language, key + who + std::string(policy::to_text(grant)));
}

std::vector<std::string> remedies_for(const Decision& decision, const Because& decisive, const Names& names,
                                      Language language) {
    if (decision.outcome != policy::Outcome::need) {
        return {plain(language, "remedy." + std::string(policy::to_text(decisive.reason)))};
    }
    std::vector<std::string> remedies;
    if (const auto grant = grant_to_request(decision.needs)) {
        remedies.push_back(request_remedy(decision, *grant, names, language));
    }
    if (decision.needs.has(Need::justification)) remedies.push_back(plain(language, "remedy.justification"));
    if (decision.needs.has(Need::terms)) remedies.push_back(plain(language, "remedy.terms"));
    return remedies;
}

/// Whom to turn to where the remedy is not in the asker's own hands.
enum class Contact : std::uint8_t { nobody, decider, owner, sharer };

Contact contact_against(Reason reason) {
    constexpr std::array k_owners{Reason::role_too_low,     Reason::locked,        Reason::viewers_must_ask,
                                  Reason::editors_only,     Reason::not_a_member,  Reason::not_offered,
                                  Reason::not_able_to_edit, Reason::not_published, Reason::version_kept_inside};
    constexpr std::array k_sharers{Reason::link_switched_off,
                                   Reason::link_not_started,
                                   Reason::link_ended,
                                   Reason::link_at_rest,
                                   Reason::link_without_comments,
                                   Reason::link_without_downloads,
                                   Reason::link_without_file,
                                   Reason::link_without_metadata,
                                   Reason::link_used_up,
                                   Reason::creator_may_not_download,
                                   Reason::not_in_link,
                                   Reason::action_not_through_link};
    if (std::ranges::find(k_owners, reason) != k_owners.end()) return Contact::owner;
    if (std::ranges::find(k_sharers, reason) != k_sharers.end()) return Contact::sharer;
    return Contact::nobody;
}

Contact contact_for(const Decision& decision, const Because& decisive) {
    if (decision.outcome != policy::Outcome::need) return contact_against(decisive.reason);
    return grant_to_request(decision.needs) ? Contact::decider : Contact::nobody;
}

std::string help_text(Contact contact, const Decision& decision, const Names& names, Language language) {
    const auto with = [&](const std::string& key, const std::string& who) {
        return who.empty() ? std::string() : filled(plain(language, key), {{"names", who}});
    };
    switch (contact) {
        case Contact::nobody:
            return {};
        case Contact::decider: {
            const bool open = decision.can_request || decision.request_state == RequestState::pending;
            const std::string decide = names.deciders.size() == 1 ? "help.decide.one" : "help.decide.many";
            return with(open ? decide : "help.help", list_text(names.deciders, language));
        }
        case Contact::owner:
            return with("help.help", list_text(names.deciders, language));
        case Contact::sharer:
            return with("help.shared", names.sharer);
    }
    return {};
}

}  // namespace

std::vector<std::string> Telling::sentences() const {
    std::vector<std::string> all{reason, where, state};
    all.insert(all.end(), remedies.begin(), remedies.end());
    all.push_back(help);
    std::erase(all, std::string());
    return all;
}

Telling tell(const Decision& decision, const policy::Explanation& explanation, const Names& names, Language language) {
    Telling telling;
    for (const auto& because : explanation.lines()) {
        telling.lines.push_back({because.gate, because.result, reason_text(because, names, language),
                                 where_text(because, names, language)});
    }
    if (explanation.lines().empty()) return telling;
    telling.state = state_text(decision, names.note, language);
    const auto* decisive = explanation.decisive();
    if (decisive == nullptr) return telling;
    telling.reason = reason_text(*decisive, names, language);
    // What an account lacks is said of the account: nothing is left to be found.
    if (place_of(*decisive) != Source::account) telling.where = where_text(*decisive, names, language);
    telling.remedies = remedies_for(decision, *decisive, names, language);
    telling.help = help_text(contact_for(decision, *decisive), decision, names, language);
    return telling;
}

std::string state_text(const Decision& decision, std::string_view note, Language language) {
    if (decision.request_state == RequestState::none) return {};
    const auto key = "state." + std::string(policy::to_text(decision.request_state));
    if (!note.empty()) {
        if (const auto text = find(language, key + ".note")) return filled(*text, {{"note", note}});
    }
    return plain(language, key);
}

std::string list_text(const std::vector<std::string>& names, Language language) {
    if (names.empty()) return {};
    const auto joined = [language](const std::string& key, const std::string& head, const std::string& last) {
        return filled(plain(language, key), {{"head", head}, {"last", last}, {"count", last}});
    };
    // One more is named rather than counted: "and 1 others" is no shorter.
    const auto said = names.size() <= k_most_names + 1 ? names.size() : k_most_names;
    std::string text = names.front();
    for (std::size_t i = 1; i < said; ++i) {
        text = joined(i + 1 == names.size() ? "list.pair" : "list.more", text, names[i]);
    }
    if (names.size() > said) text = joined("list.others", text, std::to_string(names.size() - said));
    return text;
}

}  // namespace exeat::words
