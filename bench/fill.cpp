// Puts many rows of assets into a site that nobody serves, all of one content that is there already, evenly over a
// hundred new folders: a large library within a minute, to measure lists and the start.
//   fill DATABASE_FILE ASSET COUNT        ASSET: the id of an asset that is copied, in its library
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "platform/sql/database.h"
#include "state/store/assets.h"
#include "state/store/folders.h"

namespace {

using namespace exeat;

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

Done fill(const std::string& file, AssetId id, std::int64_t count) {
    EXEAT_TAKE(const auto database, sql::open_sqlite({.file = file}));
    EXEAT_TAKE(const auto model,
               database->read([id](sql::Session& session) { return store::read_asset(session, id); }));
    if (!model) return fail(ErrorKind::not_found, "not-found", "There is no such asset.");
    EXEAT_TAKE(const auto folders, make_folders(*database, *model));
    constexpr std::int64_t k_chunk = 20'000;
    for (std::int64_t from = 0; from < count; from += k_chunk) {
        EXEAT_TRY(database->write([&](sql::Transaction& transaction) -> Done {
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

}  // namespace

int main(int count, char** words) {
    const auto id = count == 4 ? AssetId::parse(words[2]) : std::nullopt;
    if (!id) {
        std::fputs("usage: fill DATABASE_FILE ASSET COUNT\n", stderr);
        return 2;
    }
    const auto done = fill(words[1], *id, std::atoll(words[3]));
    if (done) return 0;
    std::fprintf(stderr, "%s %s\n", done.error().text.c_str(), done.error().detail.c_str());
    return 1;
}
