// The same change to very many assets: chosen ones, or all that a search finds. It is done by and by behind people's
// backs, each asset decided as if its maker changed it then; for a day it can be taken back. Called by
// src/api/bulk_routes.cpp and by app's jobs. It goes on only while the session or token that it was made with does.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/domain/bulk.h"
#include "usecases/assets/assets.h"
#include "usecases/caller.h"
#include "usecases/house.h"

namespace exeat::usecases {

inline constexpr std::size_t k_most_chosen = 10'000;
inline constexpr std::int64_t k_most_open_bulk_changes = 5;
/// So many that were left alone are kept by name, the first of them; all are counted.
inline constexpr std::int64_t k_most_left_told = 200;

struct BulkChangeWanted {
    LibraryId library;
    std::optional<std::vector<AssetId>> ids;         // these; else what folder and text find
    json::Change<FolderId> folder;                   // null: the top of the library; absent: all of it
    std::optional<std::string> text;                 // that the name holds
    std::optional<std::vector<AssetId>> except_for;  // not these
    AssetChange change;
};

struct BulkChangeShown {
    BulkChangeId id;
    LibraryId library;
    domain::BulkState state = domain::BulkState::changing;
    std::int64_t total = 0;    // how many were meant when it was made
    std::int64_t visited = 0;  // of those, so far; while it is undone: of those that were changed
    std::int64_t changed = 0;
    std::int64_t undone = 0;
    std::int64_t left_alone = 0;  // visited and not changed; when it is undone: changed and not taken back
    Instant created_at;
    std::optional<Instant> ended_at;
    std::optional<Instant> undo_until;        // while it can be undone
    std::optional<domain::BulkStop> stopped;  // why it ended before all were visited
};

struct LeftAsset {
    AssetId asset;
    std::optional<std::string> name;  // where the caller can see it
    std::string code;
    std::string text;
};
struct LeftAssets {
    std::vector<LeftAsset> assets;  // at most k_most_left_told of those that were left alone while it changed
    std::optional<std::string> next;
    std::int64_t count = 0;  // all that were left alone, named or not
};

/// Errors: not_found for a library that cannot be seen; forbidden for whoever could make no such change to anything in
/// it; invalid "too-many-assets", "nothing-to-change", "wrong-change"
/// for what differs from asset to asset (a name) or leaves the library; conflict "too-many-bulk-changes".
[[nodiscard]] Result<BulkChangeShown> make_bulk_change(House& house, const Caller& caller,
                                                       const BulkChangeWanted& wanted);
/// The caller's own, the newest 50 first.
[[nodiscard]] Result<std::vector<BulkChangeShown>> list_bulk_changes(House& house, const Caller& caller);
/// Errors: not_found for everybody but its maker.
[[nodiscard]] Result<BulkChangeShown> read_bulk_change(House& house, const Caller& caller, BulkChangeId id);
/// What was left alone, and why. Errors: not_found, invalid "wrong-cursor".
[[nodiscard]] Result<LeftAssets> list_left_assets(House& house, const Caller& caller, BulkChangeId id,
                                                  std::optional<std::string_view> cursor);
/// Assets that somebody changed since are left as they are. Errors: not_found; conflict "cannot-undo" when it has not
/// ended, was undone before, or ended more than a day ago.
[[nodiscard]] Result<BulkChangeShown> undo_bulk_change(House& house, const Caller& caller, BulkChangeId id);
/// It stops where it is; what was done stays done, and can be undone. Errors: not_found; conflict "cannot-cancel" when
/// it has ended.
[[nodiscard]] Result<BulkChangeShown> cancel_bulk_change(House& house, const Caller& caller, BulkChangeId id);

/// Whether there is more to do.
enum class Remaining : std::uint8_t { nothing, something };
/// One piece in one transaction: of the oldest bulk change of whoever had their last piece longest ago, so that nobody
/// waits for all that another wants. May run on several nodes at once: each piece is done once.
[[nodiscard]] Result<Remaining> advance_bulk_changes(House& house);

}  // namespace exeat::usecases
