#include "usecases/requests/history.h"

#include <utility>

#include "state/store/request_history.h"
#include "usecases/requests/seats.h"
#include "usecases/requests/shown.h"

namespace exeat::usecases {

Result<std::optional<RequestHistory>> history_for(House& house, const domain::Standing& reader, const RequestRow& row) {
    if (!row.person || *row.person == reader.id) return std::optional<RequestHistory>{};
    EXEAT_TAKE(auto libraries, libraries_decided(house, reader));
    EXEAT_TAKE(const auto read, house.database.read([&](sql::Session& session) {
        return store::read_history(session, {*row.person, libraries, row.id, k_most_counted});
    }));
    RequestHistory history{read.approved, read.rejected, read.revoked, read.expired, {}};
    EXEAT_TAKE(history.newest, rows_of(house, reader, read.newest));
    return std::optional(std::move(history));
}

}  // namespace exeat::usecases
