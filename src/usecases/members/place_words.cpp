#include "usecases/members/place_words.h"

#include "core/domain/names.h"
#include "state/store/assets.h"
#include "state/store/folders.h"
#include "state/store/libraries.h"
#include "usecases/refused.h"

namespace exeat::usecases {
namespace {

std::string quoted(const std::string& name) {
    return "\"" + domain::on_one_line(name) + "\"";
}

}  // namespace

Result<std::string> place_words(sql::Session& session, const store::MemberPlace& place) {
    EXEAT_TAKE(const auto library, store::read_library(session, place.library));
    if (!library) return nothing_here();
    auto words = "the library " + quoted(library->name);
    if (place.folder) {
        EXEAT_TAKE(const auto folder, store::read_folder(session, *place.folder));
        if (folder) words = "the folder " + quoted(folder->name) + " in " + words;
    }
    if (place.asset) {
        EXEAT_TAKE(const auto asset, store::read_asset(session, *place.asset));
        if (asset) words = quoted(asset->name) + " in " + words;
    }
    return words;
}

}  // namespace exeat::usecases
