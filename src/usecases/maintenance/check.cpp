#include "usecases/maintenance/check.h"

#include <algorithm>

#include "core/vocabulary/checksum.h"
#include "state/blobs/blobs.h"
#include "state/store/assets.h"
#include "state/store/files.h"

namespace exeat::usecases {
namespace {

/// Whether the bytes give the checksums that were kept when they came in.
Result<bool> is_whole(House& house, const store::BlobRow& row) {
    EXEAT_TAKE(const auto blob, house.blobs.open(row.digest));
    if (blob->size() != row.size) return false;
    std::vector<std::byte> block(static_cast<std::size_t>(blobs::k_block));
    std::int64_t at = 0;
    for (const auto expected : row.crc32c) {
        EXEAT_TAKE(const auto got, blob->read(at, block));
        if (crc32c({reinterpret_cast<const char*>(block.data()), got}) != expected) return false;
        at += static_cast<std::int64_t>(got);
    }
    return at == row.size;
}

}  // namespace

Result<CheckReport> check_blobs(House& house, CheckDepth depth,
                                const std::function<void(std::int64_t done)>& progress) {
    CheckReport report;
    blobs::ListVisitor visitor;
    visitor.blob = [&](const blobs::BlobEntry& entry) -> Done {
        ++report.blobs;
        report.bytes += entry.size;
        progress(report.blobs);
        EXEAT_TAKE(const auto used, house.database.read([&](sql::Session& session) {
            return store::still_used(session, {entry.digest});
        }));
        if (used.empty()) ++report.orphans;
        EXEAT_TAKE(const auto row,
                   house.database.read([&](sql::Session& session) { return store::read_blob(session, entry.digest); }));
        if (!row) return {};  // an upload that has not written its row yet, or an orphan
        bool whole = row->size == entry.size;
        if (whole && depth == CheckDepth::every_byte) {
            EXEAT_TAKE(whole, is_whole(house, *row));
        }
        if (whole) return {};
        report.corrupt.push_back(to_text(entry.digest));
        return house.blobs.quarantine(entry.digest);
    };
    visitor.stranger = [&](std::string_view path) -> Done {
        report.strangers.emplace_back(path);
        return {};
    };
    EXEAT_TRY(house.blobs.list(visitor));

    constexpr int k_at_once = 500;
    Digest after;
    while (true) {
        EXEAT_TAKE(const auto digests, house.database.read([&](sql::Session& session) {
            return store::used_blobs_after(session, after, k_at_once);
        }));
        for (const auto& digest : digests) {
            EXEAT_TAKE(const auto held, house.blobs.hold(digest));
            if (!held) report.missing.push_back(to_text(digest));
        }
        if (digests.size() < k_at_once) return report;
        after = digests.back();
    }
}

}  // namespace exeat::usecases
