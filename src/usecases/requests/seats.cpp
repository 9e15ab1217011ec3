#include "usecases/requests/seats.h"

#include <algorithm>

#include "state/store/substitutes.h"
#include "usecases/requests/rules.h"
#include "usecases/requests/tell.h"

namespace exeat::usecases {
namespace {

bool receives(const domain::Library& library, PersonId person) {
    const auto& taken_off = library.policy->settings().requests.not_receivers;
    return std::ranges::find(taken_off, person) == taken_off.end();
}

bool holds(const std::vector<LibraryId>& libraries, LibraryId id) {
    return std::ranges::find(libraries, id) != libraries.end();
}

/// Whether no owner receives what is asked for there, so that the administrators do.
Result<bool> is_received_by_nobody(House& house, const domain::Library& library, Instant now) {
    // Where nobody was taken off the list, memory knows.
    if (library.policy->settings().requests.not_receivers.empty()) {
        EXEAT_TAKE(const auto owners, house.authority.owner_names(library.id));
        return !owners || owners->empty();
    }
    EXEAT_TAKE(const auto owners,
               house.database.read([&](sql::Session& session) { return receiving_owners(session, library, now); }));
    return owners.empty();
}

}  // namespace

Result<Seats> seats_of(House& house, const domain::Standing& person) {
    Seats seats;
    if (!person.active || person.level == policy::Level::no_access) return seats;
    seats.directors = person.level >= policy::Level::director;
    EXEAT_TAKE(const auto now, house.authority.now());
    for (const auto& library : house.authority.libraries()) {
        EXEAT_TAKE(const auto memberships, house.authority.memberships(person, library->id, {}, std::nullopt));
        const bool is_owner = domain::highest_role(memberships, now) == policy::Role::owner;
        bool comes_here = is_owner && receives(*library, person.id);
        if (!comes_here && person.level == policy::Level::administrator) {
            EXEAT_TAKE(comes_here, is_received_by_nobody(house, *library, now));
        }
        if (comes_here) {
            seats.libraries.push_back(library->id);
        } else if (is_owner) {
            seats.owned_beside.push_back(library->id);
        }
    }
    return seats;
}

Result<std::optional<std::vector<LibraryId>>> libraries_decided(House& house, const domain::Standing& person) {
    if (person.level >= policy::Level::director) return std::optional<std::vector<LibraryId>>{};
    EXEAT_TAKE(const auto now, house.authority.now());
    std::vector<LibraryId> libraries;
    for (const auto& membership : house.authority.memberships_of(person)) {
        if (membership.folder || membership.asset) continue;
        if (membership.role != policy::Role::owner || (membership.ends_at && *membership.ends_at <= now)) continue;
        libraries.push_back(membership.library);
    }
    std::ranges::sort(libraries);
    const auto twice = std::ranges::unique(libraries);
    libraries.erase(twice.begin(), twice.end());
    return std::optional(std::move(libraries));
}

Result<Seats> seats_with_substitutions(House& house, const domain::Standing& person) {
    EXEAT_TAKE(auto seats, seats_of(house, person));
    EXEAT_TAKE(const auto now, house.authority.now());
    EXEAT_TAKE(const auto stood_in, house.database.read([&](sql::Session& session) {
        return store::stood_in_for(session, person.id, now);
    }));
    for (const auto& one : stood_in) {
        if (one.from > now) continue;
        EXEAT_TAKE(const auto away, house.authority.standing(one.person));
        if (!away) continue;
        EXEAT_TAKE(const auto theirs, seats_of(house, *away));
        for (const auto& library : theirs.libraries) {
            if (holds(seats.libraries, library)) continue;
            EXEAT_TAKE(const auto decides, decides_in(house.authority, person, library));
            if (decides) seats.libraries.push_back(library);
        }
    }
    std::erase_if(seats.owned_beside, [&](LibraryId id) { return holds(seats.libraries, id); });
    return seats;
}

}  // namespace exeat::usecases
