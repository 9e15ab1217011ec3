#include "usecases/requests/askable.h"

#include <algorithm>

#include "usecases/refusal.h"
#include "usecases/refused.h"
#include "usecases/why.h"

namespace exeat::usecases {
namespace {

constexpr policy::Needs k_grants{policy::Need::access_grant, policy::Need::download_grant, policy::Need::site_approval};

domain::Wish to_take(const policy::File& file) {
    domain::Wish wish;
    wish.action = policy::Action::download;
    wish.file = file;
    return wish;
}

/// The file behind a word of a list.
policy::File file_of(const policy::FileWord& word) {
    policy::File file;
    file.file_class = word.file_class.value_or(policy::FileClass::conversion);
    file.preset = word.preset;
    return file;
}

/// The permits that a wish to download comes to: one for each file that is named; without names the first that there is
/// to be had.
std::vector<Permit> downloads(const Permit& seen, const domain::Files& files) {
    std::vector<Permit> permits;
    if (files) {
        for (const auto& name : *files) {
            if (const auto word = policy::parse_file_word(name)) permits.push_back(seen.also(to_take(file_of(*word))));
        }
        return permits;
    }
    permits.push_back(seen.also(to_take({})));
    for (const auto& preset : seen.facts().library().policy->settings().presets) {
        if (permits.back().decision().outcome != policy::Outcome::hidden) return permits;
        permits.back() = seen.also(to_take(file_of({std::nullopt, preset.name})));
    }
    if (permits.back().decision().outcome == policy::Outcome::hidden) {
        permits.back() = seen.also(to_take(file_of({policy::FileClass::attachment, {}})));
    }
    return permits;
}

Askable::State state_of(const policy::Decision& decision) {
    switch (decision.outcome) {
        case policy::Outcome::allow:
            return Askable::State::free;
        case policy::Outcome::deny:
            return Askable::State::refused;
        case policy::Outcome::hidden:
            return Askable::State::absent;
        case policy::Outcome::need:
            break;
    }
    if (!decision.needs.has_any(k_grants)) return Askable::State::free;
    if (decision.request_state == policy::RequestState::pending) return Askable::State::pending;
    return decision.can_request ? Askable::State::ask : Askable::State::not_requestable;
}

void take_in(Askable& all, const Permit& permit, policy::Action action) {
    const auto& decision = permit.decision();
    const auto state = state_of(decision);
    if (decision.needs.has(policy::Need::site_approval)) all.for_directors = true;
    if (state == Askable::State::ask) {
        all.actions.add(action);
        if (decision.needs.has(policy::Need::access_grant)) all.kind = policy::RequestKind::access;
    }
    if (state >= all.state) return;
    all.state = state;
    all.why = why(permit, action);
    all.request.reset();
    if (decision.state_request) all.request = permit.facts().requests().at(*decision.state_request)->id;
    const auto refused = must(permit);
    all.refusal = refused ? nullptr : refused.error().refusal;
}

}  // namespace

Askable askable(const Permit& seen, policy::Actions actions, const domain::Files& files) {
    if (actions.empty()) actions.add(policy::Action::download);
    Askable all;
    for (const auto action : list_of(actions)) {
        if (action == policy::Action::download) {
            for (const auto& permit : downloads(seen, files)) take_in(all, permit, action);
        } else {
            domain::Wish wish;
            wish.action = action;
            take_in(all, seen.also(wish), action);
        }
    }
    return all;
}

Result<domain::Files> files_of(const domain::Files& files, const std::string& pointer) {
    constexpr std::size_t k_most_words = 200;
    if (!files) return domain::Files{};
    if (files->empty() || files->size() > k_most_words) {
        return wrong_member("wrong-files", pointer, "Name 1 to 200 kinds of files, or leave them out for every file.");
    }
    std::vector<std::string> once;
    for (std::size_t i = 0; i < files->size(); ++i) {
        const auto& word = files->at(i);
        if (!policy::parse_file_word(word)) {
            return wrong_member("wrong-files", pointer + "/" + std::to_string(i),
                                "Use original, version, conversion, attachment or preset:NAME.");
        }
        if (std::ranges::find(once, word) == once.end()) once.push_back(word);
    }
    return domain::Files(std::move(once));
}

Result<policy::Actions> actions_of(const std::vector<policy::Action>& actions, const std::string& pointer) {
    constexpr policy::Actions k_lockable{policy::Action::download, policy::Action::edit, policy::Action::update,
                                         policy::Action::organise, policy::Action::delete_};
    policy::Actions all;
    for (std::size_t i = 0; i < actions.size(); ++i) {
        if (!k_lockable.has(actions[i])) {
            return wrong_member("wrong-actions", pointer + "/" + std::to_string(i),
                                "Only download, edit, update, organise and delete can be asked for.");
        }
        all.add(actions[i]);
    }
    return all;
}

std::vector<policy::Action> list_of(policy::Actions actions) {
    std::vector<policy::Action> list;
    for (std::size_t i = 0; i < policy::k_words<policy::Action>.size(); ++i) {
        const auto action = static_cast<policy::Action>(i);
        if (actions.has(action)) list.push_back(action);
    }
    return list;
}

}  // namespace exeat::usecases
