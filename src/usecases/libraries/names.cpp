#include "usecases/libraries/names.h"

#include <algorithm>
#include <string>

#include "state/listing/view.h"
#include "state/store/libraries.h"
#include "usecases/permit.h"

namespace exeat::usecases {

Result<std::vector<LibraryId>> libraries_seen(House& house, const Caller& caller) {
    EXEAT_TAKE(const auto person, standing_of(house.authority, caller));
    EXEAT_TAKE(const auto now, house.authority.now());
    EXEAT_TAKE(const auto libraries, listing::libraries_seen_by(house.authority, *person, now));
    std::vector<LibraryId> seen;
    seen.reserve(libraries.size());
    for (const auto& library : libraries) seen.push_back(library->id);
    return seen;
}

Done must_be_free(sql::Transaction& transaction, store::StoredPlaces& places, const Caller& caller,
                  const std::vector<LibraryId>& seen, const WantedName& wanted) {
    EXEAT_TAKE(const auto same, store::libraries_named(transaction, wanted.name));
    for (const auto id : same) {
        if (id == wanted.of) continue;
        bool is_seen = std::ranges::find(seen, id) != seen.end();
        if (!is_seen) {
            EXEAT_TAKE(const auto place, ask_at(places, caller, id, std::nullopt, policy::Action::view));
            is_seen = place.allows();
        }
        if (is_seen) {
            return fail(ErrorKind::conflict, "name-taken",
                        "There is already a library named \"" + std::string(wanted.name) + "\". Choose another name.");
        }
    }
    return {};
}

}  // namespace exeat::usecases
