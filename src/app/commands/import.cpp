// exeat import
#include "app/commands.h"
#include "usecases/uploads/import_folder.h"

namespace exeat::app {

int run_import(usecases::House& house, const Call& call, Console& console) {
    usecases::ImportWish wish;
    wish.library = call.option_or("library", "");
    wish.folder = call.option_or("folder", "");
    wish.directory = call.words.front();
    if (const auto kind = call.option("kind")) {
        const auto read = policy::parse_word<domain::LibraryKind>(*kind);
        if (!read) {
            console.complain("exeat: --kind is one of media, logo, icon and document");
            return k_wrong_use;
        }
        wish.kind = *read;
    }
    const auto imported = usecases::import_folder(
        house, operator_caller(), wish, [&console](std::int64_t done, std::int64_t total, std::string_view path) {
            console.progress(done, total, path);
        });
    if (!imported) return complain(console, imported.error());
    for (const auto& failed : imported->failed) console.complain("not imported: " + failed.path + ": " + failed.why);
    console.say("imported " + std::to_string(imported->added) + " new files (" + size_text(imported->bytes) + "), " +
                std::to_string(imported->replaced) + " new versions, " + std::to_string(imported->unchanged) +
                " there already, " + std::to_string(imported->failed.size()) + " not imported");
    return k_done;
}

}  // namespace exeat::app
