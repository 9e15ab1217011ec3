#include <algorithm>

#include "platform/telemetry/log.h"
#include "state/listing/view.h"
#include "usecases/assets/shown.h"
#include "usecases/refused.h"

namespace exeat::usecases {
namespace {

/// The library that is asked for, by itself or by its folder.
Result<LibraryId> library_of(House& house, const AssetsWanted& wanted) {
    if (wanted.folder && *wanted.folder) {
        EXEAT_TAKE(const auto path, house.authority.folder_path(**wanted.folder));
        if (path.empty()) return nothing_here();
        if (wanted.library && *wanted.library != path.front()->library) return nothing_here();
        return path.front()->library;
    }
    if (wanted.library) return *wanted.library;
    return wrong_member("wrong-page", "library", "Say which library, or which folder.");
}

Result<listing::Wanted> checked(const AssetsWanted& wanted) {
    if (wanted.limit < 1 || wanted.limit > k_most_assets_a_page) {
        return wrong_member("wrong-page", "limit", "A page has 1 to 200 assets.");
    }
    if (wanted.at && *wanted.at < 0) return wrong_member("wrong-page", "at", "A position is 0 or more.");
    if (wanted.at && wanted.cursor) {
        return wrong_member("wrong-page", "at", "Ask by cursor or by position, not by both.");
    }
    listing::Wanted list;
    list.folder = wanted.folder;
    list.text = wanted.text;
    list.order = wanted.order;
    if (wanted.cursor) {
        EXEAT_TAKE(list.after, listing::parse_cursor(*wanted.cursor, wanted.order));
    }
    list.at = wanted.at.value_or(0);
    list.limit = wanted.limit;
    // A window is drawn in a grid of known length.
    list.counting = wanted.at ? listing::Counting::exact : wanted.counting;
    return list;
}

/// What is listed is decided again, each asset by its own facts.
Result<std::vector<AssetRow>> rows_of(House& house, const Caller& caller, const listing::Page& page) {
    std::vector<AssetId> ids;
    for (const auto& picked : page.assets) ids.push_back(picked.id);
    EXEAT_TAKE(auto assets, house.authority.assets(ids));
    std::erase(assets, nullptr);  // deleted meanwhile
    EXEAT_TAKE(const auto pictures, PicturesShown::of(house, assets));
    EXEAT_TAKE(const auto permits, ask_each(house.authority, caller, assets, wish_to(policy::Action::view)));
    std::vector<AssetRow> rows;
    rows.reserve(permits.size());
    for (const auto& permit : permits) {
        if (permit.allows()) {
            rows.push_back(row_of(permit, pictures));
        } else {
            house.log.for_request(caller.request_id)
                .error("listed_but_not_to_be_seen",
                       {{"asset", permit.asset()->id}, {"person", caller.person ? caller.person->text() : ""}});
        }
    }
    return rows;
}

}  // namespace

Result<AssetsPage> list_assets(House& house, const Caller& caller, const AssetsWanted& wanted) {
    auto& authority = house.authority;
    EXEAT_TAKE(const auto person, standing_of(authority, caller));
    EXEAT_TAKE(const auto list, checked(wanted));
    EXEAT_TAKE(const auto library, library_of(house, wanted));
    EXEAT_TAKE(const auto now, authority.now());
    EXEAT_TAKE(const auto libraries, listing::libraries_seen_by(authority, *person, now));
    const auto found = std::ranges::find(libraries, library, [](const auto& one) { return one->id; });
    if (found == libraries.end()) return nothing_here();
    EXEAT_TAKE(const auto view, listing::view_of(authority, *person, *found, now));
    if (wanted.folder && *wanted.folder && view.reach(*wanted.folder) == policy::Reach::nothing) return nothing_here();

    EXEAT_TAKE(const auto page,
               house.database.read([&](sql::Session& session) { return listing::page_of(session, view, list); }));
    AssetsPage answer;
    EXEAT_TAKE(answer.assets, rows_of(house, caller, page));
    if (page.next) answer.next = listing::cursor_text(*page.next, wanted.order);
    answer.count = page.count;
    return answer;
}

}  // namespace exeat::usecases
