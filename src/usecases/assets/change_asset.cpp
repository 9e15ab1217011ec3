#include <algorithm>

#include "usecases/assets/changing.h"
#include "usecases/refused.h"

namespace exeat::usecases {
namespace {

/// So many are changed in one transaction: it stays short, and others get their turn.
constexpr std::size_t k_chunk = 25;

Result<ChangedOne> change_one(sql::Transaction& transaction, const Caller& caller, AssetId id,
                              const AssetChange& wanted, Instant now) {
    AssetChanging changing(transaction, caller, now);
    auto done = changing.find(id);
    if (done) done = changing.apply(wanted);
    if (done) return ChangedOne{id, std::nullopt, changing.version()};
    if (!is_of_one(done.error())) return std::unexpected(std::move(done.error()));
    return ChangedOne{id, std::move(done.error()), 0};
}

}  // namespace

bool is_of_one(const Error& error) {
    switch (error.kind) {
        case ErrorKind::invalid:
        case ErrorKind::forbidden:
        case ErrorKind::not_found:
            return true;
        case ErrorKind::conflict:
            return error.code != "duplicate";
        case ErrorKind::unauthenticated:
        case ErrorKind::gone:
        case ErrorKind::too_large:
        case ErrorKind::unsupported:
        case ErrorKind::busy:
        case ErrorKind::unavailable:
        case ErrorKind::internal:
            return false;
    }
    return false;
}

Result<AssetCard> change_asset(House& house, const Caller& caller, AssetId id, std::int64_t version,
                               const AssetChange& wanted) {
    EXEAT_TAKE(const auto now, house.database.now());
    EXEAT_TRY(change(house, [&](sql::Transaction& transaction) -> Done {
        AssetChanging changing(transaction, caller, now);
        EXEAT_TRY(changing.find(id));
        if (changing.version() != version) return is_stale();
        return changing.apply(wanted);
    }));
    return read_asset(house, caller, id);
}

Result<std::vector<ChangedOne>> change_assets(House& house, const Caller& caller, const std::vector<AssetId>& ids,
                                              const AssetChange& wanted) {
    if (ids.size() > k_most_assets_at_once) {
        return wrong_member("too-many-assets", "/ids", "At most 500 assets are changed at once.");
    }
    std::vector<ChangedOne> all;
    all.reserve(ids.size());
    for (std::size_t from = 0; from < ids.size(); from += k_chunk) {
        const auto to = std::min(from + k_chunk, ids.size());
        EXEAT_TAKE(const auto now, house.database.now());
        EXEAT_TAKE(auto chunk, change(house, [&](sql::Transaction& transaction) -> Result<std::vector<ChangedOne>> {
                       std::vector<ChangedOne> changed;
                       for (auto i = from; i < to; ++i) {
                           EXEAT_TAKE(auto one, change_one(transaction, caller, ids[i], wanted, now));
                           changed.push_back(std::move(one));
                       }
                       return changed;
                   }));
        std::ranges::move(chunk, std::back_inserter(all));
    }
    return all;
}

Done delete_asset(House& house, const Caller& caller, AssetId id) {
    EXEAT_TAKE(const auto now, house.database.now());
    return change(house, [&](sql::Transaction& transaction) -> Done {
        AssetChanging changing(transaction, caller, now);
        EXEAT_TRY(changing.find(id));
        return changing.remove();
    });
}

}  // namespace exeat::usecases
