#include "core/domain/names.h"
#include "state/store/folders.h"
#include "state/store/places.h"
#include "usecases/folders/folders.h"
#include "usecases/once.h"
#include "usecases/particulars.h"
#include "usecases/record.h"
#include "usecases/refused.h"

namespace exeat::usecases {
namespace {

Result<FolderId> create(sql::Transaction& transaction, const Caller& caller, const NewFolder& wanted, Instant now) {
    EXEAT_TAKE(const auto before, done_before(transaction, caller.once));
    if (before) {
        if (const auto id = FolderId::parse(*before)) return *id;
    }
    store::StoredPlaces places(transaction, now);
    auto place = ask_at(places, caller, wanted.library, wanted.parent, policy::Action::organise);
    const bool is_absent =
        place ? place->decision().outcome == policy::Outcome::hidden : place.error().kind == ErrorKind::not_found;
    if (is_absent) {
        return wrong_member("no-such-folder", wanted.parent ? "/parent" : "/library",
                            "There is no such place, or none that you can see.");
    }
    if (!place) return std::unexpected(std::move(place.error()));
    EXEAT_TRY(must(*place));
    if (const auto& library = place->facts().library(); library.archived_at) {
        return fail(ErrorKind::conflict, "library-archived",
                    "The library \"" + library.name + "\" is archived and takes nothing more.");
    }
    EXEAT_TRY(domain::check_folder_name(wanted.name, "/name"));
    if (place->facts().folders().size() >= k_deepest_folder) {
        return fail(ErrorKind::conflict, "folder-too-deep", "Folders nest at most 64 deep.");
    }
    domain::Folder folder;
    folder.id = FolderId::make(now);
    folder.library = wanted.library;
    folder.parent = wanted.parent;
    folder.name = wanted.name;
    folder.created_at = now;
    EXEAT_TRY(store::insert_folder(transaction, folder));
    EXEAT_TRY(record(transaction, caller, now,
                     {.kind = "folder_created",
                      .library = folder.library,
                      .folder = folder.id,
                      .body = Particulars().text("name", folder.name).body()}));
    EXEAT_TRY(note_done(transaction, caller.once, folder.id.text(), now));
    return folder.id;
}

}  // namespace

Result<FolderShown> create_folder(House& house, const Caller& caller, const NewFolder& wanted) {
    EXEAT_TAKE(const auto now, house.database.now());
    EXEAT_TAKE(const auto id,
               change(house, [&](sql::Transaction& transaction) { return create(transaction, caller, wanted, now); }));
    return read_folder(house, caller, id);
}

}  // namespace exeat::usecases
