#include <utility>

#include "core/domain/names.h"
#include "state/store/libraries.h"
#include "state/store/members.h"
#include "state/store/places.h"
#include "usecases/libraries/libraries.h"
#include "usecases/libraries/names.h"
#include "usecases/once.h"
#include "usecases/particulars.h"
#include "usecases/record.h"

namespace exeat::usecases {
namespace {

Result<LibraryId> create(sql::Transaction& transaction, const Caller& caller, const NewLibrary& wanted,
                         const std::vector<LibraryId>& seen, Instant now) {
    store::StoredPlaces places(transaction, now);
    EXEAT_TRY(must_be(places, caller, policy::Level::manager));
    EXEAT_TAKE(const auto before, done_before(transaction, caller.once));
    if (before) {
        if (const auto id = LibraryId::parse(*before)) return *id;
    }
    EXEAT_TRY(domain::check_title(wanted.name, "/name"));
    EXEAT_TRY(must_be_free(transaction, places, caller, seen, {wanted.name, std::nullopt}));
    domain::Library library;
    library.id = LibraryId::make(now);
    library.name = wanted.name;
    library.kind = wanted.kind;
    library.created_at = now;
    domain::LibrarySettings settings;
    settings.accepted_types.rule = domain::AcceptRule::kind;
    library.policy = std::make_shared<const domain::LibraryPolicy>(std::move(settings));
    EXEAT_TRY(store::insert_library(transaction, library));
    if (caller.person) {
        store::Member owner;
        owner.id = to_text(new_id_bits(now));
        owner.membership.library = library.id;
        owner.membership.person = caller.person;
        owner.membership.role = policy::Role::owner;
        EXEAT_TRY(store::insert_member(transaction, owner, now));
    }
    EXEAT_TRY(
        record(transaction, caller, now,
               {.kind = "library_created",
                .library = library.id,
                .person = caller.person,
                .body = Particulars().text("name", library.name).text("kind", policy::to_text(library.kind)).body()}));
    EXEAT_TRY(note_done(transaction, caller.once, library.id.text(), now));
    return library.id;
}

}  // namespace

Result<LibraryShown> create_library(House& house, const Caller& caller, const NewLibrary& wanted) {
    EXEAT_TAKE(const auto now, house.database.now());
    EXEAT_TAKE(const auto seen, libraries_seen(house, caller));
    EXEAT_TAKE(const auto id, change(house, [&](sql::Transaction& transaction) {
                   return create(transaction, caller, wanted, seen, now);
               }));
    return read_library(house, caller, id);
}

}  // namespace exeat::usecases
