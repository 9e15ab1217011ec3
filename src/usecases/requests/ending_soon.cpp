// Passes that end soon, and asking their holders.
#include <map>
#include <vector>

#include "state/store/request_rows.h"
#include "usecases/particulars.h"
#include "usecases/record.h"
#include "usecases/requests/kept_places.h"
#include "usecases/requests/reminders.h"
#include "usecases/requests/tell.h"

namespace exeat::usecases {
namespace {

constexpr std::int64_t k_before_the_end_ms = std::int64_t{3} * 86'400'000;
constexpr int k_at_once = 200;

using Passes = std::vector<const domain::Request*>;

Done ask_holder(sql::Transaction& transaction, const Passes& passes, Instant now) {
    const auto& first = *passes.front();
    const auto count = static_cast<std::int64_t>(passes.size());
    const Caller itself;
    EXEAT_TRY(record(transaction, itself, now,
                     {.kind = "holder_reminded",
                      .library = first.library,
                      .asset = first.asset,
                      .person = first.person,
                      .about = first.id.text(),
                      .body = Particulars().number("passes", count).body()}));
    EXEAT_TAKE(const auto holders, holders_of(transaction, first));
    return tell(
        transaction, itself, now, holders,
        {.kind = "pass_ends_soon", .request = first, .batch = BatchId::make(now), .count = count, .mail_after = now});
}

/// The question and that it was asked are written together: who dies in between has done neither. How many were looked
/// at.
Result<std::size_t> remind_some(sql::Transaction& transaction, Instant now, Instant by) {
    EXEAT_TAKE(const auto passes, store::ending_requests(transaction, now, by, k_at_once));
    std::vector<RequestId> ids;
    std::vector<AssetId> assets;
    for (const auto& pass : passes) {
        ids.push_back(pass.id);
        assets.push_back(pass.asset);
    }
    KeptPlaces places(transaction, now);
    EXEAT_TRY(places.read_assets(assets));
    std::map<HolderId, Passes> by_holder;
    for (const auto& pass : passes) {
        // Nobody needs a pass for what lies in the bin.
        EXEAT_TAKE(const auto asset, places.asset(pass.asset));
        if (asset) by_holder[pass.holder()].push_back(&pass);
    }
    for (const auto& [holder, theirs] : by_holder) EXEAT_TRY(ask_holder(transaction, theirs, now));
    EXEAT_TRY(store::note_ends_told(transaction, ids));
    return passes.size();
}

}  // namespace

Done remind_holders(House& house, Instant now) {
    const Instant by{now.ms + k_before_the_end_ms};
    std::size_t seen = k_at_once;
    while (seen == k_at_once) {
        EXEAT_TAKE(const auto some, house.database.read([&](sql::Session& session) {
            return store::ending_requests(session, now, by, 1);
        }));
        if (some.empty()) return {};
        EXEAT_TAKE(seen,
                   change(house, [&](sql::Transaction& transaction) { return remind_some(transaction, now, by); }));
    }
    return {};
}

}  // namespace exeat::usecases
