#include "usecases/inbox/knowing.h"

#include <algorithm>
#include <map>

#include "state/store/request_rows.h"
#include "usecases/requests/rules.h"

namespace exeat::usecases {

Result<std::vector<RequestId>> still_known(House& house, const domain::Standing& reader,
                                           std::span<const RequestId> requests) {
    std::vector<RequestId> known;
    if (!reader.active || reader.level == policy::Level::no_access) return known;
    EXEAT_TAKE(const auto rows,
               house.database.read([&](sql::Session& session) { return store::read_requests(session, requests); }));
    std::map<LibraryId, bool> decides;
    for (const auto& request : rows) {
        if (!is_own(request, reader)) {
            auto found = decides.find(request.library);
            if (found == decides.end()) {
                EXEAT_TAKE(const auto may, decides_in(house.authority, reader, request.library));
                found = decides.emplace(request.library, may).first;
            }
            if (!found->second) continue;
        }
        known.push_back(request.id);
    }
    std::ranges::sort(known);
    return known;
}

}  // namespace exeat::usecases
