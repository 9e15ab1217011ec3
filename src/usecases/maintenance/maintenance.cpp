#include "usecases/maintenance/maintenance.h"

#include <algorithm>
#include <vector>

#include "state/blobs/collect.h"
#include "state/ledger/seal.h"
#include "state/store/bulk_rows.h"
#include "state/store/deliveries.h"
#include "state/store/ended.h"
#include "state/store/ended_sign_ins.h"
#include "state/store/files.h"
#include "state/store/outbox_work.h"
#include "state/store/request_files.h"
#include "state/store/uploads.h"
#include "usecases/keys.h"
#include "usecases/uploads/resumable.h"

namespace exeat::usecases {
namespace {

constexpr int k_rows_at_once = 500;
/// An orphan younger than this may belong to an upload that has not written its row yet on another node.
constexpr std::int64_t k_grace_ms = 24 * 3'600'000;
/// A follower that is this far behind has long refused to answer, and starts again.
constexpr std::int64_t k_changes_kept = 100'000;
constexpr std::int64_t k_mails_kept_ms = 30LL * 24 * 3'600'000;
constexpr std::int64_t k_idempotency_ms = 24 * 3'600'000;
/// What became of each asset can be read for a week.
constexpr std::int64_t k_bulk_kept_ms = 7 * 24 * 3'600'000;
constexpr int k_bulk_at_once = 20;
/// Longer than the first byte of a ticket and its resumes together.
constexpr std::int64_t k_ended_sign_ins_kept_ms = 2 * 24 * 3'600'000;
constexpr std::int64_t k_unsent_ms = 24 * 3'600'000;

}  // namespace

Done seal_ledger(House& house) {
    EXEAT_TAKE(const auto key, ledger::SigningKey::from_seed(house.keys.ledger_seed()));
    EXEAT_TAKE(const auto now, house.database.now());
    EXEAT_TRY(house.database.write([&](sql::Transaction& transaction) { return ledger::seal(transaction, key, now); },
                                   sql::Isolation::read_committed));
    return {};
}

Done give_back_unused(House& house) {
    EXEAT_TAKE(const auto now, house.database.now());
    std::int64_t found = k_rows_at_once;
    while (found == k_rows_at_once) {
        EXEAT_TAKE(found, house.database.write([&](sql::Transaction& transaction) {
            return store::give_back_unused(transaction, now, k_rows_at_once);
        }));
    }
    return {};
}

Done end_uploads(House& house) {
    EXEAT_TAKE(const auto now, house.database.now());
    EXEAT_TAKE(const auto ended, house.database.read([&](sql::Session& session) {
        return store::ended_uploads(session, now, k_rows_at_once);
    }));
    for (const auto id : ended) {
        const auto done = drop_upload(house, id);
        // Its last bytes may be coming in right now: it goes the next time.
        if (!done && done.error().code != "upload-busy") return done;
    }
    EXEAT_TAKE(const auto kept, house.blobs.uploads());
    for (const auto& upload : kept) {
        if (upload.modified.ms + house.options.upload_lives_ms > now.ms) continue;
        EXEAT_TAKE(const auto row,
                   house.database.read([&](sql::Session& session) { return store::read_upload(session, upload.id); }));
        if (!row) EXEAT_TRY(house.blobs.drop_upload(upload.id));
    }
    return {};
}

Done forget_ended(House& house) {
    EXEAT_TAKE(const auto now, house.database.now());
    return house.database.write([&](sql::Transaction& transaction) -> Done {
        EXEAT_TRY(store::forget_sessions(transaction, now));
        EXEAT_TRY(store::forget_ended_sign_ins(transaction, Instant{now.ms - k_ended_sign_ins_kept_ms}));
        EXEAT_TRY(store::forget_resets(transaction, now));
        EXEAT_TRY(store::forget_throttles(transaction, now));
        EXEAT_TRY(store::forget_unsent_files(transaction, Instant{now.ms - k_unsent_ms}));
        EXEAT_TRY(store::forget_files_without_request(transaction));
        EXEAT_TRY(store::forget_mails(transaction, Instant{now.ms - k_mails_kept_ms}));
        EXEAT_TRY(store::forget_idempotency(transaction, Instant{now.ms - k_idempotency_ms}));
        EXEAT_TRY(store::forget_bulk_changes(transaction, Instant{now.ms - k_bulk_kept_ms}, k_bulk_at_once));
        return store::forget_changes(transaction, k_changes_kept);
    });
}

Done collect_blobs(House& house) {
    EXEAT_TAKE(const auto now, house.database.now());
    const blobs::StillUsed still_used = [&house](std::span<const Digest> digests) {
        return house.database.read([&](sql::Session& session) {
            return store::still_used(session, std::vector<Digest>(digests.begin(), digests.end()));
        });
    };
    const blobs::WentAway forget = [&house](std::span<const Digest> gone) {
        return house.database.write([&](sql::Transaction& transaction) -> Done {
            for (const auto& digest : gone) EXEAT_TRY(store::forget_blob(transaction, digest));
            return {};
        });
    };
    EXEAT_TRY(blobs::collect_orphans(house.blobs, {Instant{now.ms - k_grace_ms}}, still_used, forget));
    return {};
}

}  // namespace exeat::usecases
