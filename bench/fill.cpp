// Puts many rows of assets into a site that nobody serves, all of one content that is there already, evenly over a
// hundred new folders: a large library within a minute, to measure lists and the start.
//   fill DATABASE_FILE ASSET COUNT        ASSET: the id of an asset that is copied, in its library
#include <cstdio>
#include <cstdlib>
#include <random>
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

Done fill(const std::string& file, AssetId id, std::int64_t count) {
    EXEAT_TAKE(const auto database, sql::open_sqlite({.file = file}));
    EXEAT_TAKE(const auto model,
               database->read([id](sql::Session& session) { return store::read_asset(session, id); }));
    if (!model) return fail(ErrorKind::not_found, "not-found", "There is no such asset.");
    EXEAT_TAKE(const auto folders, make_folders(*database, *model));
    std::mt19937_64 dice(1);
    constexpr std::int64_t k_chunk = 5'000;
    for (std::int64_t from = 0; from < count; from += k_chunk) {
        EXEAT_TRY(database->write([&](sql::Transaction& transaction) -> Done {
            for (auto i = from; i < std::min(from + k_chunk, count); ++i) {
                auto asset = *model;
                asset.created_at.ms += i;
                asset.id = AssetId::make(asset.created_at);
                asset.name = "asset " + std::to_string(dice()) + ".bin";
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
