// Doing and undoing bulk changes, a piece in a transaction.
#include <algorithm>
#include <string>

#include "state/store/bulk_rows.h"
#include "usecases/assets/change_json.h"
#include "usecases/assets/changing.h"
#include "usecases/bulk/bulk.h"
#include "usecases/bulk/meant.h"
#include "usecases/sessions/still_signed_in.h"

namespace exeat::usecases {
namespace {

/// So many are changed in one transaction: it stays short, and what people do goes between.
constexpr std::size_t k_piece = 100;

Caller maker_of(const store::BulkChangeRow& row) {
    Caller caller;
    caller.kind = Caller::Kind::person;
    caller.person = row.person;
    caller.scopes = policy::WordSet<TokenScope>::from_bits(row.scopes);
    caller.address = row.address;
    caller.session = row.session;
    caller.token = row.token;
    caller.request_id = "bulk " + row.id.text();
    return caller;
}

template <class T>
json::Change<T> change_to(const std::optional<T>& value) {
    return value ? json::Change<T>::to(*value) : json::Change<T>::to_null();
}

/// What the asset has of all that would be changed.
AssetChange before(const domain::Asset& asset, const AssetChange& wanted) {
    AssetChange kept;
    const auto& rules = asset.rules;
    if (!wanted.folder.is_absent()) kept.folder = change_to(asset.folder);
    if (wanted.status) kept.status = rules.status;
    if (!wanted.available_from.is_absent()) kept.available_from = change_to(rules.available_from);
    if (!wanted.available_until.is_absent()) kept.available_until = change_to(rules.available_until);
    if (wanted.access) kept.access = rules.access;
    if (wanted.protection) kept.protection = rules.protection;
    if (wanted.not_offered) kept.not_offered = rules.not_offered;
    if (!wanted.terms.is_absent()) {
        kept.terms = rules.terms ? json::Change<TermsId>::to(rules.terms->id) : json::Change<TermsId>::to_null();
    }
    if (wanted.attributes) {
        auto& values = kept.attributes.emplace();
        for (const auto& [name, unused] : *wanted.attributes) {
            const auto found = std::ranges::find(rules.attributes, name, &domain::AttributeValues::name);
            values[name] = found == rules.attributes.end() ? std::vector<std::string>{} : found->values;
        }
    }
    return kept;
}

void leave(store::BulkChangeAsset& item, const Error& error) {
    item.left_code = error.code;
    item.left_text = error.text;
}

/// How it went is in `item`. Errors: those that end the transaction.
Done change_one(sql::Transaction& transaction, const Caller& caller, LibraryId library, const AssetChange& wanted,
                Instant now, store::BulkChangeAsset& item) {
    AssetChanging changing(transaction, caller, now);
    auto done = changing.find(item.asset);
    std::string kept;
    if (done && changing.asset().library != library) {
        item.left_code = "in-another-library";
        item.left_text = "It is in another library now.";
        return {};
    }
    if (done) {
        kept = json::to_text(before(changing.asset(), wanted));
        done = changing.apply(wanted);
    }
    if (!done) {
        if (!is_of_one(done.error())) return done;
        leave(item, done.error());
        return {};
    }
    item.before = std::move(kept);
    item.version_after = changing.version();
    return {};
}

Done undo_one(sql::Transaction& transaction, const Caller& caller, Instant now, store::BulkChangeAsset& item) {
    EXEAT_TAKE(const auto kept, json::from_text<AssetChange>(item.before));
    AssetChanging changing(transaction, caller, now);
    auto done = changing.find(item.asset);
    if (done && changing.version() != item.version_after) {
        item.left_code = "changed-since";
        item.left_text = "Somebody changed it since.";
        return {};
    }
    if (done) done = changing.apply(kept);
    if (!done) {
        if (!is_of_one(done.error())) return done;
        leave(item, done.error());
    }
    return {};
}

void go_on(store::BulkChangeRow& row, const std::optional<std::string>& next, domain::BulkState end, Instant now) {
    if (next) {
        row.position = *next;
        return;
    }
    row.state = end;
    row.ended_at = now;
}

Done end_early(sql::Transaction& transaction, const Caller& caller, store::BulkChangeRow& row, domain::BulkStop why,
               Instant now) {
    stop(row, why, now);
    EXEAT_TRY(store::advance_bulk_change(transaction, row));
    return note_bulk(transaction, caller, row, "bulk_change_stopped", now);
}

/// Whether its maker is not there any more as they were when they made it: asked in the transaction of each piece.
Result<bool> has_left(sql::Session& session, const Caller& caller, Instant now) {
    const auto there = still_signed_in(session, caller, now);
    if (there) return false;
    if (there.error().kind == ErrorKind::unauthenticated) return true;
    return std::unexpected(there.error());
}

/// What was changed has to be known to be taken back; of what was left alone the first are enough.
bool is_kept(const store::BulkChangeRow& row, const store::BulkChangeAsset& item) {
    return !item.before.empty() || row.visited - row.changed <= k_most_left_told;
}

Done change_piece(House& house, const store::BulkChangeRow& found, Instant now) {
    const auto caller = maker_of(found);
    EXEAT_TAKE(const auto wanted, json::from_text<AssetChange>(found.change));
    Piece piece;
    bool sees_library = true;
    if (const auto view = view_for(house, caller, found.library)) {
        EXEAT_TAKE(piece, house.database.read(
                              [&](sql::Session& session) { return next_piece(session, *view, found, k_piece); }));
    } else if (!is_of_one(view.error()) && view.error().kind != ErrorKind::unauthenticated) {
        return std::unexpected(view.error());
    } else {
        sees_library = false;
    }
    return change(house, [&](sql::Transaction& transaction) -> Done {
        auto row = found;
        EXEAT_TAKE(const auto left, has_left(transaction, caller, now));
        if (left) return end_early(transaction, caller, row, domain::BulkStop::signed_out, now);
        if (!sees_library) return end_early(transaction, caller, row, domain::BulkStop::not_allowed, now);
        for (const auto asset : piece.assets) {
            store::BulkChangeAsset item{row.visited, asset, {}, 0, {}, {}};
            EXEAT_TRY(change_one(transaction, caller, row.library, wanted, now, item));
            ++row.visited;
            if (!item.before.empty()) ++row.changed;
            if (is_kept(row, item)) EXEAT_TRY(store::insert_bulk_change_asset(transaction, row.id, item));
        }
        EXEAT_TRY(store::note_bulk_turn(transaction, row.person));
        if (piece.next && row.changed == 0 && row.visited >= domain::k_refused_before_stop) {
            return end_early(transaction, caller, row, domain::BulkStop::all_refused, now);
        }
        go_on(row, piece.next, domain::BulkState::changed, now);
        return store::advance_bulk_change(transaction, row);
    });
}

Done undo_piece(House& house, const store::BulkChangeRow& found, Instant now) {
    const auto caller = maker_of(found);
    return change(house, [&](sql::Transaction& transaction) -> Done {
        auto row = found;
        EXEAT_TAKE(const auto left, has_left(transaction, caller, now));
        if (left) return end_early(transaction, caller, row, domain::BulkStop::signed_out, now);
        EXEAT_TAKE(auto items,
                   store::changed_by_bulk(transaction, row.id, std::stoll(row.position), static_cast<int>(k_piece)));
        for (auto& item : items) {
            EXEAT_TRY(undo_one(transaction, caller, now, item));
            ++row.visited;
            if (item.left_code.empty()) {
                ++row.undone;
            } else {
                EXEAT_TRY(store::leave_bulk_change_asset(transaction, row.id, item));
            }
        }
        EXEAT_TRY(store::note_bulk_turn(transaction, row.person));
        const bool is_last = items.size() < k_piece;
        go_on(row, is_last ? std::nullopt : std::optional(std::to_string(items.back().no + 1)),
              domain::BulkState::undone, now);
        return store::advance_bulk_change(transaction, row);
    });
}

}  // namespace

Result<Remaining> advance_bulk_changes(House& house) {
    EXEAT_TAKE(const auto row,
               house.database.read([](sql::Session& session) { return store::next_bulk_change(session); }));
    if (!row) return Remaining::nothing;
    EXEAT_TAKE(const auto now, house.database.now());
    const auto done =
        row->state == domain::BulkState::undoing ? undo_piece(house, *row, now) : change_piece(house, *row, now);
    // Another node did this piece.
    if (!done && done.error().code != "stale") return std::unexpected(done.error());
    return Remaining::something;
}

}  // namespace exeat::usecases
