#include "usecases/assets/bin.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "state/listing/view.h"
#include "state/store/assets.h"
#include "state/store/bin_rows.h"
#include "state/store/places.h"
#include "usecases/assets/shown.h"
#include "usecases/libraries/place.h"
#include "usecases/particulars.h"
#include "usecases/record.h"
#include "usecases/refused.h"

namespace exeat::usecases {
namespace {

/// So many rows are looked at for one page, however few of them the caller may see.
constexpr std::int64_t k_looked_at = 1000;
constexpr std::int64_t k_at_once = 200;

/// What the caller may do to an asset that lies in the bin, where it would come back. Errors: not_found.
Result<Permit> see_in_bin(domain::Places& places, const Caller& caller, const domain::Asset& asset) {
    EXEAT_TAKE(auto seen,
               ask(places, caller, std::make_shared<const domain::Asset>(asset), wish_to(policy::Action::view)));
    EXEAT_TRY(must(seen));
    return seen;
}

std::string cursor_text(const store::BinPlace& place) {
    return std::to_string(place.deleted_at.ms) + "-" + std::to_string(place.no);
}

Result<store::BinPlace> parse_cursor(std::string_view text) {
    store::BinPlace place;
    const auto* end = text.data() + text.size();
    const auto [dash, wrong_time] = std::from_chars(text.data(), end, place.deleted_at.ms);
    if (wrong_time == std::errc{} && dash != end && *dash == '-') {
        const auto [last, wrong_no] = std::from_chars(dash + 1, end, place.no);
        if (wrong_no == std::errc{} && last == end) return place;
    }
    return wrong_member("wrong-cursor", "cursor", "This is no cursor of this list.");
}

Done must_see_library(House& house, const Caller& caller, LibraryId library) {
    EXEAT_TAKE(const auto person, standing_of(house.authority, caller));
    EXEAT_TAKE(const auto now, house.authority.now());
    EXEAT_TAKE(const auto seen, listing::libraries_seen_by(house.authority, *person, now));
    if (std::ranges::any_of(seen, [&](const auto& one) { return one->id == library; })) return {};
    return nothing_here();
}

/// Whoever deletes nothing in a library has no bin there, rather than an empty one. Others may have a pass to delete.
Done must_have_a_bin(House& house, const Caller& caller, LibraryId library) {
    EXEAT_TAKE(const auto place, ask_at(house.authority, caller, library, std::nullopt, policy::Action::view));
    if (place.allows() && is_insider(place)) return {};
    EXEAT_TAKE(const auto person, standing_of(house.authority, caller));
    EXEAT_TAKE(const auto now, house.authority.now());
    for (const auto& one : house.authority.memberships_of(*person)) {
        const bool is_inside = one.role == policy::Role::editor || one.role == policy::Role::owner;
        if (one.library == library && is_inside && (!one.ends_at || *one.ends_at > now)) return {};
    }
    return fail(ErrorKind::forbidden, "insiders-only", "The bin of a library is for its editors and owners.");
}

struct Looked {
    store::BinPlace place;
    std::optional<domain::Asset> asset;
};

/// The next rows of the bin with their assets, in the order of the list.
Result<std::vector<Looked>> look(House& house, LibraryId library, const std::optional<store::BinPlace>& after) {
    return house.database.read([&](sql::Session& session) -> Result<std::vector<Looked>> {
        EXEAT_TAKE(const auto rows, store::read_bin(session, library, after, k_at_once));
        std::vector<AssetId> ids;
        for (const auto& row : rows) ids.push_back(row.id);
        EXEAT_TAKE(auto assets, store::read_assets(session, ids));
        std::vector<Looked> looked;
        for (const auto& row : rows) {
            const auto asset = std::ranges::find(assets, row.id, &domain::Asset::id);
            looked.push_back({row.place, asset == assets.end() ? std::nullopt : std::optional(std::move(*asset))});
        }
        return looked;
    });
}

/// The row, where the caller may have it back.
Result<std::optional<BinRow>> row_for(House& house, const Caller& caller, const domain::Asset& asset) {
    const auto seen = see_in_bin(house.authority, caller, asset);
    if (!seen && seen.error().kind == ErrorKind::not_found) return std::optional<BinRow>{};
    if (!seen) return std::unexpected(seen.error());
    if (!seen->also(wish_to(policy::Action::delete_)).allows()) return std::optional<BinRow>{};
    return std::optional(BinRow{asset.id, asset.library, asset.folder, asset.name, asset.media_type, asset.size,
                                asset.deleted_at.value_or(Instant{})});
}

}  // namespace

Result<BinPage> list_bin(House& house, const Caller& caller, const BinWanted& wanted) {
    EXEAT_TRY(must_see_library(house, caller, wanted.library));
    if (wanted.limit < 1 || wanted.limit > k_most_assets_a_page) {
        return wrong_member("wrong-page", "limit", "A page has 1 to 200 assets.");
    }
    std::optional<store::BinPlace> after;
    if (wanted.cursor) {
        EXEAT_TAKE(after, parse_cursor(*wanted.cursor));
    }
    BinPage page;
    for (std::int64_t looked_at = 0; looked_at < k_looked_at; looked_at += k_at_once) {
        EXEAT_TAKE(auto looked, look(house, wanted.library, after));
        const bool is_last = std::cmp_less(looked.size(), k_at_once);
        for (auto& one : looked) {
            std::optional<BinRow> row;
            if (one.asset) {
                EXEAT_TAKE(row, row_for(house, caller, *one.asset));
            }
            // A page ends where there is another row to come, so that the last page has no cursor.
            if (row && std::cmp_equal(page.rows.size(), wanted.limit)) {
                page.next = cursor_text(*after);
                return page;
            }
            if (row) page.rows.push_back(std::move(*row));
            after = one.place;
        }
        if (is_last) {
            if (page.rows.empty() && !wanted.cursor) EXEAT_TRY(must_have_a_bin(house, caller, wanted.library));
            return page;
        }
    }
    page.next = cursor_text(*after);
    return page;
}

Result<AssetCard> restore_asset(House& house, const Caller& caller, AssetId id) {
    EXEAT_TAKE(const auto now, house.database.now());
    EXEAT_TRY(change(house, [&](sql::Transaction& transaction) -> Done {
        store::StoredPlaces places(transaction, now);
        EXEAT_TAKE(const auto person, standing_of(places, caller));
        EXEAT_TAKE(auto asset, store::read_asset(transaction, id));
        if (!asset) return nothing_here();
        EXEAT_TAKE(const auto seen, see_in_bin(places, caller, *asset));
        const auto may = must(seen.also(wish_to(policy::Action::delete_)));
        if (!asset->deleted_at) return may;
        // Nobody else learns what is in a bin.
        if (!may) return nothing_here();
        asset->deleted_at.reset();
        EXEAT_TRY(store::update_asset(transaction, *asset));
        return record(transaction, caller, now,
                      {.kind = "asset_restored",
                       .library = asset->library,
                       .folder = asset->folder,
                       .asset = asset->id,
                       .body = Particulars().text("name", asset->name).body()});
    }));
    return read_asset(house, caller, id);
}

}  // namespace exeat::usecases
