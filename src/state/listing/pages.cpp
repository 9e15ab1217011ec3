#include "state/listing/pages.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "state/store/libraries.h"

namespace exeat::listing {
namespace {

using store::AssetKey;
using store::AssetsWanted;
using store::PickedAsset;

/// So many folders are asked for one by one; for more, all of the library is walked under the bitmap.
constexpr std::size_t k_most_folders = 64;
constexpr std::int64_t k_chunk = 1'000;

/// Lists in the same order whose union is what is wanted.
struct Sources {
    std::vector<AssetsWanted> lists;
    AssetsWanted of_available;  // what single assets are picked with
    AssetsWanted of_whole;
    std::vector<std::int64_t> available_singles;
    std::vector<std::int64_t> whole_singles;
    bool is_walk = false;  // `lists` holds all of the library, and each row is looked at under the bitmap

    [[nodiscard]] bool has_singles() const { return !available_singles.empty() || !whole_singles.empty(); }
    [[nodiscard]] bool is_one_list() const { return lists.size() == 1 && !has_singles() && !is_walk; }
};

std::string folder_text(std::optional<FolderId> folder) {
    return folder ? folder->text() : std::string();
}

/// The folders whose reach is more than that of the library itself.
std::vector<std::pair<FolderId, policy::Reach>> folders_reached(const View& view) {
    std::vector<std::pair<FolderId, policy::Reach>> reached;
    for (std::uint32_t number = 0; number < view.tree->folders.size(); ++number) {
        const auto id = view.tree->folders[number]->id;
        if (view.scope.everything.has(number)) {
            reached.emplace_back(id, policy::Reach::everything);
        } else if (view.scope.top == policy::Reach::nothing && view.scope.available.has(number) &&
                   view.has_available()) {
            reached.emplace_back(id, policy::Reach::available);
        }
    }
    return reached;
}

class Planning {
public:
    Planning(const View& view, const Wanted& wanted) : view_(view), wanted_(wanted) {
        sources_.of_whole = list(policy::Reach::everything);
        sources_.of_available = list(policy::Reach::available);
        if (wanted_.folder) {
            sources_.of_whole.folder = sources_.of_available.folder = folder_text(*wanted_.folder);
        }
    }

    Sources plan() {
        const auto reach = wanted_.folder ? view_.reach(*wanted_.folder) : view_.scope.top;
        if (reach == policy::Reach::everything) {
            sources_.lists = {sources_.of_whole};
            return std::move(sources_);
        }
        if (reach == policy::Reach::available && view_.has_available()) sources_.lists = {sources_.of_available};
        if (!wanted_.folder) add_folders();
        if (sources_.is_walk) return std::move(sources_);
        sources_.whole_singles = view_.scope.whole_assets;
        if (reach == policy::Reach::nothing && view_.has_available()) {
            sources_.available_singles = view_.scope.assets;
        }
        return std::move(sources_);
    }

private:
    [[nodiscard]] AssetsWanted list(policy::Reach reach) const {
        AssetsWanted list;
        list.library = view_.library->id;
        list.text = store::name_key(wanted_.text);
        list.order = wanted_.order;
        if (reach == policy::Reach::available) list.available_at = view_.scope.now;
        return list;
    }
    void add_folders() {
        const auto folders = folders_reached(view_);
        if (folders.size() > k_most_folders) {
            sources_.lists = {sources_.of_whole};
            sources_.is_walk = true;
            return;
        }
        for (const auto& [folder, reach] : folders) {
            sources_.lists.push_back(list(reach));
            sources_.lists.back().folder = folder.text();
        }
    }

    const View& view_;
    const Wanted& wanted_;
    Sources sources_;
};

/// The first `most` rows after `after` of all sources together, in order, each once.
Result<std::vector<PickedAsset>> merged(sql::Session& session, const Sources& sources,
                                        const std::optional<AssetKey>& after, std::int64_t most) {
    const auto order = sources.of_whole.order;
    std::vector<PickedAsset> all;
    for (const auto& list : sources.lists) {
        EXEAT_TAKE(auto picked, store::pick_assets(session, list, after, 0, most));
        std::ranges::move(picked, std::back_inserter(all));
    }
    for (const auto& [nos, list] : {std::pair(&sources.available_singles, &sources.of_available),
                                    std::pair(&sources.whole_singles, &sources.of_whole)}) {
        EXEAT_TAKE(auto picked, store::pick_among(session, *list, *nos));
        std::erase_if(picked,
                      [&](const PickedAsset& one) { return after && !store::comes_before(*after, one.key, order); });
        std::ranges::move(picked, std::back_inserter(all));
    }
    std::ranges::sort(
        all, [&](const auto& one, const auto& other) { return store::comes_before(one.key, other.key, order); });
    const auto rest = std::ranges::unique(all, {}, [](const PickedAsset& one) { return one.key.no; });
    all.erase(rest.begin(), rest.end());
    if (std::cmp_greater(all.size(), most)) all.resize(static_cast<std::size_t>(most));
    return all;
}

/// All of the library in order, a chunk at a time, each row looked at under the bitmap. `use` says whether to go on.
template <class Use>
Done walk(sql::Session& session, const View& view, const AssetsWanted& list, std::optional<AssetKey> after, Use use) {
    while (true) {
        EXEAT_TAKE(auto chunk, store::pick_assets(session, list, after, 0, k_chunk));
        for (auto& one : chunk) {
            after = one.key;
            if (view.lists(one.key.no, one.folder, one.lifecycle) && !use(std::move(one))) return {};
        }
        if (std::cmp_less(chunk.size(), k_chunk)) return {};
    }
}

/// `most` rows from the cursor or from the position.
Result<std::vector<PickedAsset>> rows_of(sql::Session& session, const View& view, const Wanted& wanted,
                                         const Sources& sources, std::int64_t most) {
    if (sources.is_one_list()) return store::pick_assets(session, sources.lists[0], wanted.after, wanted.at, most);
    std::vector<PickedAsset> rows;
    if (sources.is_walk) {
        std::int64_t skip = wanted.at;
        EXEAT_TRY(walk(session, view, sources.lists[0], wanted.after, [&](PickedAsset one) {
            if (skip-- <= 0) rows.push_back(std::move(one));
            return std::cmp_less(rows.size(), most);
        }));
        return rows;
    }
    EXEAT_TAKE(rows, merged(session, sources, wanted.after, wanted.at + most));
    const auto skipped = std::min(static_cast<std::size_t>(wanted.at), rows.size());
    rows.erase(rows.begin(), rows.begin() + static_cast<std::ptrdiff_t>(skipped));
    return rows;
}

/// Single assets that are wanted and not listed by any folder or by the library.
Result<std::int64_t> count_singles(sql::Session& session, const View& view, const Sources& sources) {
    View without = view;
    without.scope.assets.clear();
    without.scope.whole_assets.clear();
    std::int64_t count = 0;
    for (const auto& [nos, list] : {std::pair(&sources.available_singles, &sources.of_available),
                                    std::pair(&sources.whole_singles, &sources.of_whole)}) {
        EXEAT_TAKE(const auto picked, store::pick_among(session, *list, *nos));
        count += std::ranges::count_if(
            picked, [&](const PickedAsset& one) { return !without.lists(one.key.no, one.folder, one.lifecycle); });
    }
    return count;
}

Result<std::int64_t> count_of(sql::Session& session, const View& view, const Sources& sources) {
    std::int64_t count = 0;
    if (sources.is_walk) {
        EXEAT_TRY(walk(session, view, sources.lists[0], std::nullopt, [&count](const PickedAsset&) {
            ++count;
            return true;
        }));
        return count;
    }
    // Folders do not overlap, but the library's own list holds what is available in each of them.
    const bool has_library = !sources.lists.empty() && !sources.lists[0].folder;
    for (const auto& list : sources.lists) {
        EXEAT_TAKE(const auto here, store::count_assets(session, list));
        count += here;
        if (!has_library || !list.folder) continue;
        auto counted_already = list;
        counted_already.available_at = view.scope.now;
        EXEAT_TAKE(const auto twice, store::count_assets(session, counted_already));
        count -= twice;
    }
    if (!sources.has_singles()) return count;
    EXEAT_TAKE(const auto singles, count_singles(session, view, sources));
    return count + singles;
}

}  // namespace

Result<Page> page_of(sql::Session& session, const View& view, const Wanted& wanted) {
    const auto sources = Planning(view, wanted).plan();
    Page page;
    EXEAT_TAKE(page.assets, rows_of(session, view, wanted, sources, wanted.limit + 1));
    if (std::cmp_greater(page.assets.size(), wanted.limit)) {
        page.assets.resize(static_cast<std::size_t>(wanted.limit));
        page.next = page.assets.back().key;
    }
    if (wanted.counting == Counting::exact) {
        EXEAT_TAKE(page.count, count_of(session, view, sources));
    }
    return page;
}

}  // namespace exeat::listing
