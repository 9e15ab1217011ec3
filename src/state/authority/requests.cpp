// Requests and passes of people and groups, kept as they are asked for.
#include <algorithm>

#include "state/authority/at_one_number.h"
#include "state/authority/authority.h"
#include "state/authority/kept.h"
#include "state/store/request_rows.h"

namespace exeat::authority {
namespace {

/// The person first, then their groups.
std::vector<HolderId> holders_of(const domain::Standing& person) {
    std::vector<HolderId> holders{{person.id.bits}};
    holders.reserve(person.groups.size() + 1);
    for (const auto& group : person.groups) holders.push_back({group.id.bits});
    return holders;
}

}  // namespace

bool Authority::keeps(PersonId person, AssetId asset) const {
    const std::shared_lock lock(mutex_);
    const auto standing = cache_->people.find(person);
    if (standing.value == nullptr || cache_->assets.find(asset).value == nullptr) return false;
    return std::ranges::all_of(holders_of(**standing.value),
                               [this](HolderId id) { return cache_->requests.find(id).value != nullptr; });
}

std::vector<std::shared_ptr<const Authority::Held>> Authority::held_by(const std::vector<HolderId>& holders) {
    std::vector<std::shared_ptr<const Held>> held(holders.size());
    std::vector<HolderId> old;
    {
        const std::shared_lock lock(mutex_);
        for (std::size_t i = 0; i < holders.size(); ++i) {
            const auto found = cache_->requests.find(holders[i]);
            if (found.value == nullptr) continue;
            held[i] = *found.value;
            if (found.is_old) old.push_back(holders[i]);
        }
    }
    if (!old.empty()) {
        const std::unique_lock lock(mutex_);
        for (const auto& id : old) cache_->requests.use(id);
    }
    return held;
}

Result<domain::HeldRequests> Authority::requests(const domain::Standing& person, AssetId asset) {
    const auto holders = holders_of(person);
    auto held = held_by(holders);
    if (std::ranges::find(held, nullptr) != held.end()) {
        std::vector<GroupId> groups;
        for (const auto& group : person.groups) groups.push_back(group.id);
        std::unordered_map<HolderId, Held> read;
        EXEAT_TRY(at_one_number(
            [&](sql::Session& session) -> Done {
                read.clear();
                for (const auto& id : holders) read[id];
                EXEAT_TAKE(auto rows, store::read_held(session, person.id, groups));
                for (auto& [holder, request] : rows) {
                    const auto of = request.asset;
                    read[holder][of].push_back(std::make_shared<const domain::HeldRequest>(std::move(request)));
                }
                return {};
            },
            [&] {
                for (std::size_t i = 0; i < holders.size(); ++i) {
                    held[i] = std::make_shared<const Held>(std::move(read[holders[i]]));
                    cache_->requests.put(holders[i], held[i]);
                }
            }));
    }
    domain::HeldRequests found;
    for (const auto& one : held) {
        const auto here = one->find(asset);
        if (here != one->end()) found.insert(found.end(), here->second.begin(), here->second.end());
    }
    return found;
}

}  // namespace exeat::authority
