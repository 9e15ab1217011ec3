#include "usecases/requests/receivers.h"

#include "state/store/libraries.h"
#include "usecases/libraries/libraries.h"
#include "usecases/refused.h"
#include "usecases/requests/tell.h"

namespace exeat::usecases {
namespace {

constexpr std::string_view k_nobody =
    "Nobody receives the requests of this library: none of its owners is on the list, or has an account that works. "
    "They go to the administrators of the site.";
constexpr std::string_view k_nobody_at_all =
    "Nobody receives the requests of this library, and no administrator of the site has an account that works.";

}  // namespace

Result<RequestReceivers> read_request_receivers(House& house, const Caller& caller, LibraryId id) {
    EXEAT_TRY(read_usage_settings(house, caller, id));
    EXEAT_TAKE(const auto now, house.database.now());
    bool are_owners = true;
    EXEAT_TAKE(const auto receivers,
               house.database.read([&](sql::Session& session) -> Result<std::vector<store::Receiver>> {
                   EXEAT_TAKE(const auto library, store::read_library(session, id));
                   if (!library) return nothing_here();
                   EXEAT_TAKE(auto owners, receiving_owners(session, *library, now));
                   are_owners = !owners.empty();
                   if (are_owners) return owners;
                   return receivers_of(session, *library, false, now);
               }));
    RequestReceivers shown;
    for (const auto& one : receivers) {
        EXEAT_TAKE(const auto person, house.authority.standing(one.person));
        if (person) shown.people.push_back({one.person, person->name});
    }
    if (!are_owners) shown.warning = std::string(shown.people.empty() ? k_nobody_at_all : k_nobody);
    return shown;
}

}  // namespace exeat::usecases
