#include <algorithm>

#include "state/listing/view.h"
#include "usecases/libraries/libraries.h"
#include "usecases/libraries/shown.h"
#include "usecases/refused.h"

namespace exeat::usecases {

LibraryShown shown(const Permit& place) {
    const auto& library = place.facts().library();
    LibraryShown shown;
    shown.id = library.id;
    shown.name = library.name;
    shown.kind = library.kind;
    shown.archived_at = library.archived_at;
    shown.created_at = library.created_at;
    shown.version = library.version;
    shown.can = can_at(place);
    return shown;
}

Result<std::vector<LibraryShown>> list_libraries(House& house, const Caller& caller) {
    auto& authority = house.authority;
    EXEAT_TAKE(const auto person, standing_of(authority, caller));
    EXEAT_TAKE(const auto now, authority.now());
    EXEAT_TAKE(const auto libraries, listing::libraries_seen_by(authority, *person, now));
    std::vector<LibraryShown> list;
    list.reserve(libraries.size());
    for (const auto& library : libraries) {
        EXEAT_TAKE(const auto place, ask_at(authority, caller, library->id, std::nullopt, policy::Action::view));
        list.push_back(shown(place));
    }
    return list;
}

Result<LibraryShown> read_library(House& house, const Caller& caller, LibraryId id) {
    auto& authority = house.authority;
    EXEAT_TAKE(const auto person, standing_of(authority, caller));
    EXEAT_TAKE(const auto now, authority.now());
    EXEAT_TAKE(const auto libraries, listing::libraries_seen_by(authority, *person, now));
    if (std::ranges::none_of(libraries, [id](const auto& library) { return library->id == id; })) return nothing_here();
    EXEAT_TAKE(const auto place, ask_at(authority, caller, id, std::nullopt, policy::Action::view));
    auto library = shown(place);
    library.why_not = whys_at(place);
    return library;
}

}  // namespace exeat::usecases
