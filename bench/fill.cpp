// Puts very many rows into a site that nobody serves, all made in one go: a large site within a minute or two, to
// measure lists, decisions and the start.
//   fill DATABASE assets ASSET COUNT                               ASSET: the id of one that is copied, in its library
//   fill DATABASE requests pending|mixed COUNT PEOPLE LIBRARY...   LIBRARY: ids; nine of ten go to the first
// DATABASE is a SQLite file or postgresql://…
//
// Left out: what would have happened beside it. The ledger has no entries of these rows (its chain stays whole and
// verifies), nobody has a notice or a mail of them, and no event is noted for a server that runs.
#include "bench/fill.h"

#include <cstdio>
#include <cstdlib>
#include <span>
#include <string>
#include <string_view>

namespace {

using namespace exeat;

std::unexpected<Error> wrong_words() {
    return fail(ErrorKind::invalid, "usage",
                "usage: fill DATABASE assets ASSET COUNT | fill DATABASE requests pending|mixed COUNT PEOPLE "
                "LIBRARY...");
}

Result<std::unique_ptr<sql::Database>> opened(const std::string& where) {
    if (where.starts_with("postgresql:")) return sql::open_postgresql({.url = where});
    return sql::open_sqlite({.file = where});
}

Done run(std::span<char*> words) {
    if (words.size() < 5) return wrong_words();
    EXEAT_TAKE(const auto database, opened(words[1]));
    const std::string_view what = words[2];
    if (what == "assets") {
        const auto model = AssetId::parse(words[3]);
        return model ? bench::fill_assets(*database, *model, std::atoll(words[4])) : wrong_words();
    }
    if (what != "requests" || words.size() < 7) return wrong_words();
    bench::RequestsMeant meant;
    meant.mix = std::string_view(words[3]) == "pending" ? bench::Mix::pending : bench::Mix::mixed;
    meant.requests = std::atoll(words[4]);
    meant.people = std::atoll(words[5]);
    for (const auto* word : words.subspan(6)) {
        const auto library = LibraryId::parse(word);
        if (!library) return wrong_words();
        meant.libraries.push_back(*library);
    }
    return bench::fill_requests(*database, meant);
}

}  // namespace

int main(int count, char** words) {
    const auto done = run({words, static_cast<std::size_t>(count)});
    if (done) return 0;
    std::fprintf(stderr, "%s %s\n", done.error().text.c_str(), done.error().detail.c_str());
    return 1;
}
