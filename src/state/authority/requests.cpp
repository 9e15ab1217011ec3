// Requests and passes of people and groups, kept as they are asked for.
#include <algorithm>
#include <utility>

#include "state/authority/at_one_number.h"
#include "state/authority/authority.h"
#include "state/authority/kept.h"
#include "state/store/request_rows.h"

namespace exeat::authority {
namespace {

/// The person first, then their groups.
std::vector<store::Holder> holders_of(const domain::Standing& person) {
    std::vector<store::Holder> holders{person.id};
    holders.reserve(person.groups.size() + 1);
    for (const auto& group : person.groups) holders.emplace_back(group.id);
    return holders;
}

HolderId id_of(const store::Holder& holder) {
    return std::visit([](const auto& id) { return HolderId{id.bits}; }, holder);
}

domain::HeldRequests shared(std::vector<domain::HeldRequest> requests) {
    domain::HeldRequests all;
    all.reserve(requests.size());
    for (auto& request : requests) all.push_back(std::make_shared<const domain::HeldRequest>(std::move(request)));
    return all;
}

}  // namespace

/// What is known without the database.
struct Authority::Holding {
    domain::HeldRequests found;
    std::vector<store::Holder> missing;
    std::vector<store::Holder> missing_pieces;  // whose holder is known to hold too many
};

Result<std::shared_ptr<const Authority::Held>> Authority::Held::read(sql::Session& session, const store::Holder& holder,
                                                                     int most) {
    auto held = std::make_shared<Held>();
    EXEAT_TAKE(auto requests, store::read_held(session, holder, most + 1));
    held->is_whole = std::cmp_less_equal(requests.size(), most);
    if (!held->is_whole) return held;
    for (auto& request : shared(std::move(requests))) {
        const auto asset = request->asset;
        held->by_asset[asset].push_back(std::move(request));
    }
    return held;
}

bool Authority::keeps(PersonId person, AssetId asset) const {
    const std::shared_lock lock(mutex_);
    const auto standing = cache_->people.find(person);
    if (standing.value == nullptr || cache_->assets.find(asset).value == nullptr) return false;
    return std::ranges::all_of(holders_of(**standing.value), [&](const store::Holder& holder) {
        const auto id = id_of(holder);
        const auto* kept = cache_->requests.find(id).value;
        return kept != nullptr && (kept->held->is_whole || cache_->piece_of(id, kept->number, asset) != nullptr);
    });
}

Authority::Holding Authority::held_at_hand(const domain::Standing& person, AssetId asset) {
    Holding holding;
    std::vector<HolderId> old;
    {
        const std::shared_lock lock(mutex_);
        for (const auto& holder : holders_of(person)) {
            const auto id = id_of(holder);
            const auto kept = cache_->requests.find(id);
            if (kept.value == nullptr) {
                holding.missing.push_back(holder);
                continue;
            }
            if (kept.is_old) old.push_back(id);
            const auto& held = *kept.value->held;
            const domain::HeldRequests* here = nullptr;
            if (held.is_whole) {
                const auto found = held.by_asset.find(asset);
                if (found != held.by_asset.end()) here = &found->second;
            } else if (const auto* piece = cache_->piece_of(id, kept.value->number, asset)) {
                here = &piece->requests;
            } else {
                holding.missing_pieces.push_back(holder);
            }
            if (here != nullptr) holding.found.insert(holding.found.end(), here->begin(), here->end());
        }
    }
    if (!old.empty()) {
        const std::unique_lock lock(mutex_);
        for (const auto& id : old) cache_->requests.use(id);
    }
    return holding;
}

Result<domain::HeldRequests> Authority::requests(const domain::Standing& person, AssetId asset) {
    // What was read is then looked for among what is kept: all of it together is true at one number.
    for (int tries = 0; tries < k_reads; ++tries) {
        auto holding = held_at_hand(person, asset);
        if (holding.missing.empty() && holding.missing_pieces.empty()) return std::move(holding.found);
        std::unordered_map<HolderId, std::shared_ptr<const Held>> read;
        std::unordered_map<HolderId, domain::HeldRequests> pieces;
        EXEAT_TRY(at_one_number(
            [&](sql::Session& session) -> Done {
                read.clear();
                pieces.clear();
                for (const auto& holder : holding.missing) {
                    EXEAT_TAKE(read[id_of(holder)], Held::read(session, holder, options_.held_whole));
                }
                for (const auto& holder : holding.missing_pieces) {
                    EXEAT_TAKE(auto piece, store::read_held(session, holder, asset));
                    pieces[id_of(holder)] = shared(std::move(piece));
                }
                return {};
            },
            [&] {
                for (const auto& [id, held] : read) cache_->requests.put(id, {held, applied_});
                for (auto& [id, piece] : pieces) {
                    const auto* kept = cache_->requests.find(id).value;
                    if (kept != nullptr) cache_->pieces.put({id, asset}, {kept->number, std::move(piece)});
                }
            }));
    }
    return changing_too_fast();
}

}  // namespace exeat::authority
