// Rows of bulk changes and of what became of each asset. Called by usecases/bulk. Refuses to know what a change says:
// that is text here.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/domain/bulk.h"
#include "core/policy/words.h"
#include "core/vocabulary/instant.h"
#include "platform/sql/database.h"

namespace exeat::store {

struct BulkChangeRow {
    BulkChangeId id;
    LibraryId library;
    std::optional<std::string> folder;    // as AssetsWanted has it
    std::string text;                     // that the name holds
    std::vector<std::string> chosen;      // ids; empty: what folder and text find
    std::vector<std::string> except_for;  // ids
    std::string change;                   // JSON
    std::int64_t until_no = 0;            // assets that came later are not meant
    PersonId person;
    std::uint32_t scopes = 0;  // of the caller who made it, as bits
    std::string address;       // where from, for the ledger
    std::optional<SessionId> session;
    std::optional<TokenId> token;
    domain::BulkState state = domain::BulkState::changing;
    std::string position;  // where it goes on
    std::int64_t step = 0;
    std::int64_t total = 0;
    std::int64_t visited = 0;
    std::int64_t changed = 0;
    std::int64_t undone = 0;
    Instant created_at;
    std::optional<Instant> ended_at;
    std::optional<domain::BulkStop> stopped;
};

struct BulkChangeAsset {
    std::int64_t no = 0;  // the order in which they were visited
    AssetId asset;
    std::string before;  // JSON of what it had; empty: it was left alone
    std::int64_t version_after = 0;
    std::string left_code;  // why it was left alone, when changing or when undoing
    std::string left_text;
};

Done insert_bulk_change(sql::Transaction& transaction, const BulkChangeRow& row);
[[nodiscard]] Result<std::optional<BulkChangeRow>> read_bulk_change(sql::Session& session, BulkChangeId id);
/// Those of a person, the newest first.
[[nodiscard]] Result<std::vector<BulkChangeRow>> list_bulk_changes(sql::Session& session, PersonId person, int limit);
[[nodiscard]] Result<std::int64_t> count_open_bulk_changes(sql::Session& session, PersonId person);
/// Of those that are not at an end the oldest of whoever had their last turn longest ago.
[[nodiscard]] Result<std::optional<BulkChangeRow>> next_bulk_change(sql::Session& session);
/// That person had their turn: everybody else who waits comes before them now.
Done note_bulk_turn(sql::Transaction& transaction, PersonId person);
/// State, position, counts, end and who is at work (scopes, address, session, token) over step `row.step`, which it
/// raises. Errors: conflict "stale".
Done advance_bulk_change(sql::Transaction& transaction, const BulkChangeRow& row);

Done insert_bulk_change_asset(sql::Transaction& transaction, BulkChangeId id, const BulkChangeAsset& asset);
/// Those that were changed, from number `from` on.
[[nodiscard]] Result<std::vector<BulkChangeAsset>> changed_by_bulk(sql::Session& session, BulkChangeId id,
                                                                   std::int64_t from, int limit);
/// Those that were left alone, after that number.
[[nodiscard]] Result<std::vector<BulkChangeAsset>> left_by_bulk(sql::Session& session, BulkChangeId id,
                                                                std::int64_t after, int limit);
/// It could not be taken back.
Done leave_bulk_change_asset(sql::Transaction& transaction, BulkChangeId id, const BulkChangeAsset& asset);

/// Whether that person or one of those groups has a pass in that library that is in force and allows the action, be it
/// for one asset.
[[nodiscard]] Result<bool> has_access_pass(sql::Session& session, LibraryId library, PersonId person,
                                           const std::vector<GroupId>& groups, policy::Action action, Instant now);

/// The highest number that an asset has; 0 when there is none.
[[nodiscard]] Result<std::int64_t> newest_asset_no(sql::Session& session);

/// Those that ended before, at most `limit`, with their assets.
Done forget_bulk_changes(sql::Transaction& transaction, Instant before, int limit);

}  // namespace exeat::store
