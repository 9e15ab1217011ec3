// Which assets a bulk change means, a piece at a time, and its end before its end. Only for the use cases of this
// folder.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "platform/sql/database.h"
#include "state/listing/view.h"
#include "state/store/bulk_rows.h"
#include "usecases/caller.h"
#include "usecases/house.h"

namespace exeat::usecases {

/// What the caller may list there. Errors: not_found for a library that cannot be seen.
[[nodiscard]] Result<listing::View> view_for(House& house, const Caller& caller, LibraryId library);

/// It ends where it is. Only for one that is under way.
void stop(store::BulkChangeRow& row, domain::BulkStop why, Instant now);
/// Enters into the ledger what became of it.
Done note_bulk(sql::Transaction& transaction, const Caller& caller, const store::BulkChangeRow& row,
               std::string_view kind, Instant now);

[[nodiscard]] Result<std::int64_t> count_meant(sql::Session& session, const listing::View& view,
                                               const store::BulkChangeRow& row);

struct Piece {
    std::vector<AssetId> assets;
    std::optional<std::string> next;  // the position behind it; none: this was the last
};
/// The next `limit` at most from row.position on.
[[nodiscard]] Result<Piece> next_piece(sql::Session& session, const listing::View& view,
                                       const store::BulkChangeRow& row, std::size_t limit);

}  // namespace exeat::usecases
