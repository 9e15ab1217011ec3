// Pages of a list of assets: those of a View, in an order, from a cursor or from a position, and how many there are.
// Called by use cases that list. Each page costs what it shows, wherever it is, when it is asked for by cursor; a
// position costs what is skipped.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "platform/sql/database.h"
#include "state/listing/view.h"
#include "state/store/asset_pages.h"

namespace exeat::listing {

enum class Counting : std::uint8_t { none, exact };

struct Wanted {
    std::optional<std::optional<FolderId>> folder;  // of one folder; of none; or (not set) of all the library
    std::string text;                               // that the name holds, letters of ASCII without case
    store::AssetOrder order = store::AssetOrder::name;
    std::optional<store::AssetKey> after;  // the cursor; not together with `at`
    std::int64_t at = 0;
    std::int64_t limit = 50;
    Counting counting = Counting::none;
};

struct Page {
    std::vector<store::PickedAsset> assets;
    std::optional<store::AssetKey> next;  // set when there are more
    std::optional<std::int64_t> count;    // of all pages, when it was asked for
};

[[nodiscard]] Result<Page> page_of(sql::Session& session, const View& view, const Wanted& wanted);

/// A cursor as text, for one order only.
[[nodiscard]] std::string cursor_text(const store::AssetKey& key, store::AssetOrder order);
/// Errors: invalid "wrong-cursor".
[[nodiscard]] Result<store::AssetKey> parse_cursor(std::string_view text, store::AssetOrder order);

}  // namespace exeat::listing
