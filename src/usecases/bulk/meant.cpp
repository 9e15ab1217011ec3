#include "usecases/bulk/meant.h"

#include <algorithm>
#include <cstdlib>

#include "state/listing/pages.h"
#include "usecases/particulars.h"
#include "usecases/permit.h"
#include "usecases/record.h"
#include "usecases/refused.h"

namespace exeat::usecases {
namespace {

// The order of coming does not change under what is changed.
constexpr auto k_order = store::AssetOrder::created;

Result<listing::Wanted> wanted_of(const store::BulkChangeRow& row) {
    listing::Wanted wanted;
    if (row.folder) wanted.folder = FolderId::parse(*row.folder);
    wanted.text = row.text;
    wanted.order = k_order;
    if (!row.position.empty()) {
        EXEAT_TAKE(wanted.after, listing::parse_cursor(row.position, k_order));
    }
    return wanted;
}

Piece chosen_piece(const store::BulkChangeRow& row, std::size_t limit) {
    Piece piece;
    const auto from = std::min<std::size_t>(std::strtoull(row.position.c_str(), nullptr, 10), row.chosen.size());
    const auto to = std::min(from + limit, row.chosen.size());
    for (auto i = from; i < to; ++i) {
        if (const auto id = AssetId::parse(row.chosen[i])) piece.assets.push_back(*id);
    }
    if (to < row.chosen.size()) piece.next = std::to_string(to);
    return piece;
}

}  // namespace

void stop(store::BulkChangeRow& row, domain::BulkStop why, Instant now) {
    row.state = row.state == domain::BulkState::undoing ? domain::BulkState::undone : domain::BulkState::changed;
    row.ended_at = now;
    row.stopped = why;
}

Done note_bulk(sql::Transaction& transaction, const Caller& caller, const store::BulkChangeRow& row,
               std::string_view kind, Instant now) {
    return record(transaction, caller, now,
                  {.kind = kind,
                   .library = row.library,
                   .about = row.id.text(),
                   .body = Particulars()
                               .text("change", row.change)
                               .text("folder", row.folder.value_or("*"))
                               .text("text", row.text)
                               .number("assets", row.total)
                               .body()});
}

Result<listing::View> view_for(House& house, const Caller& caller, LibraryId library) {
    EXEAT_TAKE(const auto person, standing_of(house.authority, caller));
    EXEAT_TAKE(const auto now, house.authority.now());
    EXEAT_TAKE(const auto libraries, listing::libraries_seen_by(house.authority, *person, now));
    const auto found = std::ranges::find(libraries, library, [](const auto& one) { return one->id; });
    if (found == libraries.end()) return nothing_here();
    return listing::view_of(house.authority, *person, *found, now);
}

Result<std::int64_t> count_meant(sql::Session& session, const listing::View& view, const store::BulkChangeRow& row) {
    if (!row.chosen.empty()) return static_cast<std::int64_t>(row.chosen.size());
    EXEAT_TAKE(auto wanted, wanted_of(row));
    wanted.limit = 1;
    wanted.counting = listing::Counting::exact;
    EXEAT_TAKE(const auto page, listing::page_of(session, view, wanted));
    return std::max<std::int64_t>(0, page.count.value_or(0) - static_cast<std::int64_t>(row.except_for.size()));
}

Result<Piece> next_piece(sql::Session& session, const listing::View& view, const store::BulkChangeRow& row,
                         std::size_t limit) {
    if (!row.chosen.empty()) return chosen_piece(row, limit);
    EXEAT_TAKE(auto wanted, wanted_of(row));
    wanted.limit = static_cast<std::int64_t>(limit);
    EXEAT_TAKE(const auto page, listing::page_of(session, view, wanted));
    Piece piece;
    for (const auto& picked : page.assets) {
        const bool came_later = picked.key.no > row.until_no;
        if (!came_later && !std::ranges::binary_search(row.except_for, picked.id.text())) {
            piece.assets.push_back(picked.id);
        }
    }
    if (page.next) piece.next = listing::cursor_text(*page.next, k_order);
    return piece;
}

}  // namespace exeat::usecases
