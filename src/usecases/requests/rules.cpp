#include "usecases/requests/rules.h"

#include <algorithm>

#include "core/domain/names.h"
#include "core/domain/settings_rules.h"
#include "core/words/pass_text.h"
#include "usecases/particulars.h"
#include "usecases/permit.h"
#include "usecases/refused.h"
#include "usecases/requests/askable.h"

namespace exeat::usecases {
namespace {

/// What was asked for or granted.
std::string body_of(const domain::Request& request) {
    Particulars particulars;
    particulars.text("ask", request.ask.text()).text("kind", policy::to_text(request.kind));
    std::vector<std::string> actions;
    for (const auto action : list_of(request.actions)) actions.emplace_back(policy::to_text(action));
    particulars.list("actions", actions);
    if (request.files) particulars.list("files", *request.files);
    if (request.group) particulars.text("group", request.group->text());
    if (request.valid_until) particulars.text("valid_until", to_text(*request.valid_until));
    if (!request.note.empty()) particulars.text("note", request.note);
    return particulars.body();
}

}  // namespace

Result<bool> decides_in(domain::Places& places, const domain::Standing& person, LibraryId library) {
    if (!person.active || person.level == policy::Level::no_access) return false;
    if (person.level >= policy::Level::director) return true;
    EXEAT_TAKE(const auto now, places.now());
    EXEAT_TAKE(const auto memberships, places.memberships(person, library, {}, std::nullopt));
    return domain::highest_role(memberships, now) == policy::Role::owner;
}

bool is_own(const domain::Request& request, const domain::Standing& person) {
    if (request.person) return *request.person == person.id;
    return std::ranges::any_of(person.groups, [&](const auto& group) { return group.id == request.group; });
}

Result<bool> asks_directors(domain::Places& places, const domain::Request& request,
                            std::shared_ptr<const domain::Asset> asset) {
    if (request.for_directors) return true;
    if (!request.person || !request.actions.has(policy::Action::download)) return false;
    EXEAT_TAKE(const auto site, places.site());
    if (!domain::approval_in_effect(site->settings())) return false;
    Caller requester;
    requester.kind = Caller::Kind::person;
    requester.person = request.person;
    domain::Wish wish;
    wish.action = policy::Action::view;
    EXEAT_TAKE(const auto seen, ask(places, requester, std::move(asset), wish));
    return askable(seen, {policy::Action::download}, request.files).for_directors;
}

Done must_decide(domain::Places& places, const domain::Standing& person, const domain::Request& request,
                 bool for_directors) {
    EXEAT_TAKE(const auto decides, decides_in(places, person, request.library));
    if (is_own(request, person)) {
        return fail(ErrorKind::forbidden, "own-request", "Nobody decides on what they asked for themselves.");
    }
    if (!decides) return nothing_here();
    if (for_directors && person.level < policy::Level::director) {
        return fail(ErrorKind::forbidden, "directors-decide",
                    "A rule of this site asks for the approval of a director or an administrator here.");
    }
    return {};
}

Result<std::optional<Instant>> end_of_grant(const domain::RequestSettings& settings,
                                            const std::optional<domain::ValiditySettings>& wanted, Instant now,
                                            const std::string& pointer) {
    const auto longest = domain::end_of(settings.longest_validity, now);
    if (!wanted) {
        const auto usual = domain::end_of(settings.default_validity, now);
        return domain::ends_by(usual, longest) ? usual : longest;
    }
    if ((wanted->span == domain::Span::date) != wanted->until.has_value()) {
        return wrong_member("wrong-grant", pointer, "Say until when with a date, and only with a date.");
    }
    const auto end = domain::end_of(*wanted, now);
    if (end && *end <= now) return wrong_member("wrong-grant", pointer, "This end has passed already.");
    if (domain::ends_by(end, longest)) return end;
    return wrong_member("validity-too-long", pointer,
                        "This library gives passes until " + words::moment_text(*longest, words::Language::english) +
                            " at the latest.");
}

Done narrow(domain::Request& request, const Grant& grant) {
    if (grant.actions) {
        EXEAT_TAKE(const auto actions, actions_of(*grant.actions, "/actions"));
        if (actions.empty()) return wrong_member("wrong-grant", "/actions", "Grant at least one action.");
        if (!request.wanted_actions.has_all(actions)) {
            return wrong_member("wrong-grant", "/actions", "More cannot be granted than was asked for.");
        }
        request.actions = actions;
    }
    if (grant.files) {
        EXEAT_TAKE(const auto files, files_of(grant.files, "/files"));
        if (!domain::is_within(files, request.wanted_files)) {
            return wrong_member("wrong-grant", "/files", "More cannot be granted than was asked for.");
        }
        request.files = files;
    }
    return {};
}

Done check_note(const std::string& note, const std::string& pointer) {
    constexpr std::size_t k_note_bytes = 2'000;
    if (note.size() <= k_note_bytes && domain::is_text(note)) return {};
    return wrong_member("wrong-note", pointer, "A note has at most 2,000 bytes of text.");
}

std::unexpected<Error> decided_already(const domain::Request& request, const std::string& by) {
    const auto who = by.empty() ? std::string("Somebody") : by;
    const auto at = request.ended_at ? request.ended_at : request.decided_at;
    const auto when = at ? " on " + words::moment_text(*at, words::Language::english) : std::string();
    std::string text;
    switch (request.phase) {
        case domain::RequestPhase::pending:
            text = "It waits for a decision.";
            break;
        case domain::RequestPhase::approved:
            text = who + " approved this" + when + ".";
            break;
        case domain::RequestPhase::auto_approved:
            text = "This was approved by itself" + when + ".";
            break;
        case domain::RequestPhase::rejected:
            text = who + " rejected this" + when + ".";
            break;
        case domain::RequestPhase::expired:
            text = "This was approved, and the pass has ended.";
            break;
        case domain::RequestPhase::revoked:
            text = who + " revoked this pass" + when + ".";
            break;
        case domain::RequestPhase::withdrawn:
            text = "This request was closed" + when + ".";
            break;
    }
    return fail(Error{ErrorKind::conflict, "decided-already", text, {}, {{"/requests", text}}});
}

Happening happening_of(const domain::Request& request, std::string_view kind) {
    return {.kind = kind,
            .library = request.library,
            .asset = request.asset,
            .person = request.person,
            .about = request.id.text(),
            .body = body_of(request)};
}

bool runs(const domain::Request& request, const domain::Library& library, const std::optional<Instant>& replaced_at,
          Instant now) {
    return phase_now(request, library, replaced_at, now) == domain::RequestPhase::approved ||
           phase_now(request, library, replaced_at, now) == domain::RequestPhase::auto_approved;
}

bool is_over(domain::RequestPhase phase) {
    switch (phase) {
        case domain::RequestPhase::pending:
        case domain::RequestPhase::approved:
        case domain::RequestPhase::auto_approved:
            return false;
        case domain::RequestPhase::rejected:
        case domain::RequestPhase::expired:
        case domain::RequestPhase::revoked:
        case domain::RequestPhase::withdrawn:
            return true;
    }
    return false;
}

domain::RequestPhase phase_now(const domain::Request& request, const domain::Library& library,
                               const std::optional<Instant>& replaced_at, Instant now) {
    const bool was_approved =
        request.status == policy::RequestStatus::approved || request.status == policy::RequestStatus::auto_approved;
    if (!was_approved) return request.phase;
    if (request.revoked) return domain::RequestPhase::revoked;
    const bool lapsed = request.valid_until && *request.valid_until <= now;
    const bool replaced = library.policy->settings().grant_ends_on_replace && replaced_at &&
                          (!request.decided_at || *replaced_at > *request.decided_at);
    if (lapsed || replaced) return domain::RequestPhase::expired;
    return request.status == policy::RequestStatus::approved ? domain::RequestPhase::approved
                                                             : domain::RequestPhase::auto_approved;
}

}  // namespace exeat::usecases
