#include "usecases/bulk/bulk.h"

#include <algorithm>
#include <charconv>

#include "state/listing/pages.h"
#include "state/store/bulk_rows.h"
#include "usecases/assets/change_json.h"
#include "usecases/assets/shown.h"
#include "usecases/bulk/may_change.h"
#include "usecases/bulk/meant.h"
#include "usecases/once.h"
#include "usecases/permit.h"
#include "usecases/refused.h"

namespace exeat::usecases {
namespace {

constexpr int k_most_listed = 50;
constexpr int k_left_a_page = 200;
static_assert(k_most_left_told <= k_left_a_page, "what was refused is one page");

Done check_change(const AssetChange& change) {
    if (change.name) {
        return wrong_member("wrong-change", "/change/name", "Names differ from asset to asset; rename one at a time.");
    }
    if (change.library) {
        return wrong_member("wrong-change", "/change/library", "Assets that leave the library are moved by PATCH.");
    }
    const bool says_something = !change.folder.is_absent() || change.status || !change.available_from.is_absent() ||
                                !change.available_until.is_absent() || change.access || change.protection ||
                                change.not_offered || !change.terms.is_absent() || change.attributes;
    if (says_something) return {};
    return wrong_member("nothing-to-change", "/change", "Say what is to be changed: access, protection, status, ...");
}

Done check_counts(const BulkChangeWanted& wanted) {
    if (wanted.ids && wanted.ids->empty()) {
        return wrong_member("nothing-chosen", "/ids", "Name at least one asset, or leave the list out.");
    }
    if (wanted.ids && wanted.ids->size() > k_most_chosen) {
        return wrong_member("too-many-assets", "/ids",
                            "At most 10,000 assets are named; a search may find any number.");
    }
    if (wanted.except_for && wanted.except_for->size() > k_most_chosen) {
        return wrong_member("too-many-assets", "/except", "At most 10,000 assets are left out by name.");
    }
    return {};
}

std::vector<std::string> texts_of(const std::optional<std::vector<AssetId>>& ids) {
    std::vector<std::string> texts;
    if (!ids) return texts;
    texts.reserve(ids->size());
    for (const auto id : *ids) texts.push_back(id.text());
    std::ranges::sort(texts);
    texts.erase(std::ranges::unique(texts).begin(), texts.end());
    return texts;
}

store::BulkChangeRow row_of(const Caller& caller, const BulkChangeWanted& wanted, Instant now) {
    store::BulkChangeRow row;
    row.id = BulkChangeId::make(now);
    row.library = wanted.library;
    if (!wanted.folder.is_absent()) row.folder = wanted.folder.is_null() ? "" : wanted.folder.value().text();
    row.text = wanted.text.value_or("");
    row.chosen = texts_of(wanted.ids);
    row.except_for = texts_of(wanted.except_for);
    row.change = json::to_text(wanted.change);
    row.person = *caller.person;
    row.scopes = caller.scopes.bits();
    row.address = caller.address;
    row.session = caller.session;
    row.token = caller.token;
    row.created_at = now;
    return row;
}

BulkChangeShown shown_of(const store::BulkChangeRow& row, Instant now) {
    BulkChangeShown shown;
    shown.id = row.id;
    shown.library = row.library;
    shown.state = row.state;
    shown.total = row.total;
    shown.visited = row.visited;
    shown.changed = row.changed;
    shown.undone = row.undone;
    shown.created_at = row.created_at;
    shown.ended_at = row.ended_at;
    shown.stopped = row.stopped;
    const bool is_forwards = row.state == domain::BulkState::changing || row.state == domain::BulkState::changed;
    shown.left_alone = row.visited - (is_forwards ? row.changed : row.undone);
    if (row.state == domain::BulkState::changed && row.ended_at) {
        const Instant until{row.ended_at->ms + domain::k_bulk_undo_ms};
        if (now < until) shown.undo_until = until;
    }
    return shown;
}

Result<store::BulkChangeRow> own(sql::Session& session, const Caller& caller, BulkChangeId id) {
    EXEAT_TAKE(auto row, store::read_bulk_change(session, id));
    if (!row || row->person != caller.person) return nothing_here();
    return std::move(*row);
}

Result<BulkChangeId> make(sql::Transaction& transaction, const Caller& caller, const store::BulkChangeRow& row) {
    EXEAT_TAKE(const auto before, done_before(transaction, caller.once));
    if (before) {
        if (const auto id = BulkChangeId::parse(*before)) return *id;
    }
    EXEAT_TAKE(const auto open, store::count_open_bulk_changes(transaction, row.person));
    if (open >= k_most_open_bulk_changes) {
        return fail(ErrorKind::conflict, "too-many-bulk-changes",
                    "Five of your bulk changes are still under way. Wait until one of them has ended.");
    }
    EXEAT_TRY(store::insert_bulk_change(transaction, row));
    EXEAT_TRY(note_bulk(transaction, caller, row, "bulk_change_made", row.created_at));
    EXEAT_TRY(note_done(transaction, caller.once, row.id.text(), row.created_at));
    return row.id;
}

}  // namespace

Result<BulkChangeShown> make_bulk_change(House& house, const Caller& caller, const BulkChangeWanted& wanted) {
    EXEAT_TRY(standing_of(house.authority, caller));
    if (!caller.person) return nothing_here();
    EXEAT_TRY(check_counts(wanted));
    EXEAT_TRY(check_change(wanted.change));
    EXEAT_TAKE(const auto now, house.database.now());
    auto row = row_of(caller, wanted, now);
    EXEAT_TAKE(const auto view, view_for(house, caller, row.library));
    if (!wanted.folder.is_absent() && !wanted.folder.is_null() &&
        view.reach(wanted.folder.value()) == policy::Reach::nothing) {
        return nothing_here();
    }
    EXEAT_TRY(may_change_something(house, caller, row.library, wanted.change));
    EXEAT_TRY(house.database.read([&](sql::Session& session) -> Done {
        EXEAT_TAKE(row.until_no, store::newest_asset_no(session));
        EXEAT_TAKE(row.total, count_meant(session, view, row));
        return {};
    }));
    EXEAT_TAKE(const auto id,
               house.database.write([&](sql::Transaction& transaction) { return make(transaction, caller, row); }));
    return read_bulk_change(house, caller, id);
}

Result<std::vector<BulkChangeShown>> list_bulk_changes(House& house, const Caller& caller) {
    EXEAT_TRY(standing_of(house.authority, caller));
    if (!caller.person) return std::vector<BulkChangeShown>{};
    EXEAT_TAKE(const auto now, house.database.now());
    EXEAT_TAKE(const auto rows, house.database.read([&](sql::Session& session) {
        return store::list_bulk_changes(session, *caller.person, k_most_listed);
    }));
    std::vector<BulkChangeShown> shown;
    shown.reserve(rows.size());
    for (const auto& row : rows) shown.push_back(shown_of(row, now));
    return shown;
}

Result<BulkChangeShown> read_bulk_change(House& house, const Caller& caller, BulkChangeId id) {
    EXEAT_TRY(standing_of(house.authority, caller));
    EXEAT_TAKE(const auto now, house.database.now());
    EXEAT_TAKE(const auto row, house.database.read([&](sql::Session& session) { return own(session, caller, id); }));
    return shown_of(row, now);
}

Result<LeftAssets> list_left_assets(House& house, const Caller& caller, BulkChangeId id,
                                    std::optional<std::string_view> cursor) {
    EXEAT_TRY(standing_of(house.authority, caller));
    std::int64_t after = -1;
    if (cursor) {
        const auto* end = cursor->data() + cursor->size();
        const auto [stopped, problem] = std::from_chars(cursor->data(), end, after);
        if (problem != std::errc{} || stopped != end) {
            return wrong_member("wrong-cursor", "cursor", "Take the cursor from \"next\" of the page before.");
        }
    }
    LeftAssets left;
    EXEAT_TAKE(const auto now, house.database.now());
    EXEAT_TAKE(const auto rows,
               house.database.read([&](sql::Session& session) -> Result<std::vector<store::BulkChangeAsset>> {
                   EXEAT_TAKE(const auto row, own(session, caller, id));
                   left.count = shown_of(row, now).left_alone;
                   return store::left_by_bulk(session, id, after, k_left_a_page + 1);
               }));
    for (const auto& row : rows) {
        if (left.assets.size() == k_left_a_page) {
            left.next = std::to_string(rows[k_left_a_page - 1].no);
            break;
        }
        LeftAsset shown{row.asset, std::nullopt, row.left_code, row.left_text};
        EXEAT_TAKE(const auto asset, house.authority.asset(row.asset));
        if (asset) {
            EXEAT_TAKE(const auto permit, ask(house.authority, caller, asset, wish_to(policy::Action::view)));
            if (permit.allows()) shown.name = asset->name;
        }
        left.assets.push_back(std::move(shown));
    }
    return left;
}

Result<BulkChangeShown> undo_bulk_change(House& house, const Caller& caller, BulkChangeId id) {
    EXEAT_TRY(standing_of(house.authority, caller));
    EXEAT_TAKE(const auto now, house.database.now());
    EXEAT_TRY(house.database.write([&](sql::Transaction& transaction) -> Done {
        EXEAT_TAKE(auto row, own(transaction, caller, id));
        if (!shown_of(row, now).undo_until) {
            return fail(ErrorKind::conflict, "cannot-undo",
                        "A bulk change can be undone once, for a day after it has ended.");
        }
        row.state = domain::BulkState::undoing;
        row.position = "0";
        row.visited = 0;
        row.ended_at.reset();
        row.stopped.reset();
        row.scopes = caller.scopes.bits();
        row.address = caller.address;
        row.session = caller.session;
        row.token = caller.token;
        EXEAT_TRY(store::advance_bulk_change(transaction, row));
        return note_bulk(transaction, caller, row, "bulk_change_undone", now);
    }));
    return read_bulk_change(house, caller, id);
}

Result<BulkChangeShown> cancel_bulk_change(House& house, const Caller& caller, BulkChangeId id) {
    EXEAT_TRY(standing_of(house.authority, caller));
    EXEAT_TAKE(const auto now, house.database.now());
    EXEAT_TRY(house.database.write([&](sql::Transaction& transaction) -> Done {
        EXEAT_TAKE(auto row, own(transaction, caller, id));
        if (row.ended_at) return fail(ErrorKind::conflict, "cannot-cancel", "This bulk change has ended already.");
        stop(row, domain::BulkStop::cancelled, now);
        EXEAT_TRY(store::advance_bulk_change(transaction, row));
        return note_bulk(transaction, caller, row, "bulk_change_cancelled", now);
    }));
    return read_bulk_change(house, caller, id);
}

}  // namespace exeat::usecases
