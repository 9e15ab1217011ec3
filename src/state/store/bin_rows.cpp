#include "state/store/bin_rows.h"

#include <limits>

namespace exeat::store {

Result<std::vector<InBin>> read_bin(sql::Session& session, LibraryId library, const std::optional<BinPlace>& after,
                                    std::int64_t limit) {
    constexpr auto last = std::numeric_limits<std::int64_t>::max();
    const auto from = after.value_or(BinPlace{Instant{last}, last});
    EXEAT_TAKE(const auto rows, session.query("select deleted_at, no, id from assets where library = $1 and "
                                              "deleted_at is not null and (deleted_at, no) < ($2, $3) "
                                              "order by deleted_at desc, no desc limit $4",
                                              {library, from.deleted_at, from.no, limit}));
    std::vector<InBin> found;
    found.reserve(rows.size());
    for (const auto& row : rows) {
        found.push_back({{row.get<Instant>(0), row.get<std::int64_t>(1)}, row.get<AssetId>(2)});
    }
    return found;
}

}  // namespace exeat::store
