#include "usecases/maintenance/restored.h"

#include "state/store/places.h"
#include "state/store/restored.h"
#include "usecases/permit.h"
#include "usecases/record.h"

namespace exeat::usecases {

Done hold_restored(House& house, const Caller& caller) {
    EXEAT_TAKE(const auto now, house.database.now());
    return change(house, [&](sql::Transaction& transaction) -> Done {
        EXEAT_TRY(store::hold_restored(transaction, now));
        return record(transaction, caller, now, {.kind = "site_restored"});
    });
}

Done must_not_be_held(sql::Session& session) {
    EXEAT_TAKE(const auto held, store::held_since(session));
    if (!held) return {};
    return fail(ErrorKind::conflict, "site-held",
                "This site was restored from a backup. Files can be taken and mails are sent again once an "
                "administrator has confirmed that everybody's rights are as they should be.");
}

Done confirm_restore(House& house, const Caller& caller) {
    EXEAT_TAKE(const auto now, house.database.now());
    return change(house, [&](sql::Transaction& transaction) -> Done {
        store::StoredPlaces places(transaction, now);
        EXEAT_TRY(must_be(places, caller, policy::Level::administrator));
        if (caller.token) {
            return fail(ErrorKind::forbidden, "not-with-a-token",
                        "An API token cannot do this. Sign in with your password.");
        }
        EXEAT_TAKE(const auto held, store::held_since(transaction));
        if (!held) return {};
        EXEAT_TRY(store::release_restored(transaction));
        return record(transaction, caller, now, {.kind = "restore_confirmed"});
    });
}

}  // namespace exeat::usecases
