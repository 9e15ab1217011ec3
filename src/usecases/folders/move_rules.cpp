#include "usecases/folders/move_rules.h"

#include <algorithm>
#include <set>
#include <string>
#include <tuple>

#include "state/store/members.h"
#include "usecases/refused.h"

namespace exeat::usecases {
namespace {

/// Who has which place, and until when.
using Circle = std::set<std::tuple<std::string, policy::Role, std::optional<Instant>>>;

Result<Circle> circle_of(sql::Session& session, const domain::Library& library, const domain::FolderPath& path,
                         Instant now) {
    Circle circle;
    const auto add = [&](const store::MemberPlace& place) -> Done {
        EXEAT_TAKE(const auto members, store::read_members_at(session, place));
        for (const auto& [id, membership] : members) {
            if (membership.ends_at && *membership.ends_at <= now) continue;
            const auto who = membership.person ? "p" + membership.person->text() : "g" + membership.group->text();
            circle.emplace(who, membership.role, membership.ends_at);
        }
        return {};
    };
    EXEAT_TRY(add({library.id, std::nullopt, std::nullopt}));
    for (const auto& folder : path) EXEAT_TRY(add({library.id, folder->id, std::nullopt}));
    return circle;
}

/// What a library says about who may take what and how it is asked for: all of its usage settings, so that a new one
/// cannot be forgotten here, less what is compared as it is in force, what only guides those who decide, and what may
/// come in at all.
domain::LibrarySettings rules_of(const domain::Library& library) {
    const domain::LibrarySettings indifferent;
    auto rules = library.policy->settings();
    rules.access = indifferent.access;
    rules.protection = indifferent.protection;
    rules.requests.not_receivers.clear();
    rules.requests.note_required = indifferent.requests.note_required;
    rules.requests.rejection_notes.clear();
    rules.accepted_types = indifferent.accepted_types;
    // Lists whose order means nothing.
    std::ranges::sort(rules.not_offered);
    std::ranges::sort(rules.access_actions);
    std::ranges::sort(rules.presets, {}, &domain::PresetSettings::name);
    return rules;
}

}  // namespace

Result<bool> differs_there(sql::Session& session, const Move& move, Instant now) {
    const auto& from = *move.from_library;
    const auto& to = *move.to_library;
    if (domain::access_in_force(move.access, move.from, from).value !=
            domain::access_in_force(move.access, move.to, to).value ||
        domain::protection_in_force(move.protection, move.from, from).value !=
            domain::protection_in_force(move.protection, move.to, to).value) {
        return true;
    }
    if (from.id != to.id && rules_of(from) != rules_of(to)) return true;
    EXEAT_TAKE(const auto circle_here, circle_of(session, from, move.from, now));
    EXEAT_TAKE(const auto circle_there, circle_of(session, to, move.to, now));
    return circle_here != circle_there;
}

Result<Permit> must_arrive(domain::Places& places, const Caller& caller, LibraryId library,
                           std::optional<FolderId> folder, std::string pointer) {
    const auto no_such_place = [&] {
        return wrong_member("no-such-folder", std::move(pointer), "There is no such place, or none that you can see.");
    };
    auto place = ask_at(places, caller, library, folder, policy::Action::upload);
    if (!place) {
        if (place.error().kind == ErrorKind::not_found) return no_such_place();
        return std::unexpected(std::move(place.error()));
    }
    if (place->decision().outcome == policy::Outcome::hidden) return no_such_place();
    EXEAT_TRY(must(*place));
    if (place->facts().library().archived_at) {
        return fail(ErrorKind::conflict, "library-archived",
                    "The library \"" + place->facts().library().name + "\" is archived and takes nothing more.");
    }
    return place;
}

}  // namespace exeat::usecases
