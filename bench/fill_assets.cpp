// Assets by the hundred thousand.
#include <algorithm>
#include <string>

#include "bench/fill.h"
#include "state/store/assets.h"
#include "state/store/folders.h"

namespace exeat::bench {
namespace {

Result<std::vector<FolderId>> make_folders(sql::Database& database, const domain::Asset& model) {
    std::vector<FolderId> made;
    EXEAT_TRY(database.write([&](sql::Transaction& transaction) -> Done {
        made.clear();
        for (int i = 0; i < 100; ++i) {
            domain::Folder folder;
            folder.id = FolderId::make(model.created_at);
            folder.library = model.library;
            folder.name = "many " + std::to_string(i);
            folder.created_at = model.created_at;
            EXEAT_TRY(store::insert_folder(transaction, folder));
            made.push_back(folder.id);
        }
        return {};
    }));
    return made;
}

// As cameras name them. In order, so that each index grows at its end; in random order a million rows take ten times as
// long, most of it in reading pages back that the cache has lost.
std::string name_in_order(std::int64_t number) {
    auto digits = std::to_string(number);
    digits.insert(0, 8 - std::min<std::size_t>(digits.size(), 8), '0');
    return "asset " + digits + ".bin";
}

}  // namespace

Done fill_assets(sql::Database& database, AssetId id, std::int64_t count) {
    EXEAT_TAKE(const auto model, database.read([id](sql::Session& session) { return store::read_asset(session, id); }));
    if (!model) return fail(ErrorKind::not_found, "not-found", "There is no such asset.");
    EXEAT_TAKE(const auto folders, make_folders(database, *model));
    constexpr std::int64_t k_chunk = 20'000;
    for (std::int64_t from = 0; from < count; from += k_chunk) {
        EXEAT_TRY(database.write([&](sql::Transaction& transaction) -> Done {
            for (auto i = from; i < std::min(from + k_chunk, count); ++i) {
                auto asset = *model;
                asset.created_at.ms += i;
                asset.id = AssetId::make(asset.created_at);
                asset.name = name_in_order(i);
                asset.folder = folders[static_cast<std::size_t>(i) % folders.size()];
                EXEAT_TRY(store::insert_asset(transaction, asset));
            }
            return {};
        }));
    }
    return {};
}

}  // namespace exeat::bench
