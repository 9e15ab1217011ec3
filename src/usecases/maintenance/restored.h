// A site that was made from a backup (SAFETY.md 20): what it begins with, that it is held, and who lets it go. Called
// by `exeat restore`, by the use cases of what leaves a site, and by src/api/settings_routes.cpp. Refuses to know
// backups.
#pragma once

#include "core/vocabulary/error.h"
#include "usecases/caller.h"
#include "usecases/house.h"

namespace exeat::usecases {

/// Whatever was taken away after the backup was made is there again, so: nobody is signed in, no API token, password
/// link, download link or unfinished upload is good any more, no waiting mail is sent, and the site is held.
Done hold_restored(House& house, const Caller& caller);

/// Whether anything may leave: files that are asked for, mails. Errors: conflict "site-held" while the site is held.
[[nodiscard]] Done must_not_be_held(sql::Session& session);

/// An administrator, signed in, has looked at who may do what, and lets the site go; nothing where it is not held.
/// Errors: those of must_be; forbidden "not-with-a-token".
Done confirm_restore(House& house, const Caller& caller);

}  // namespace exeat::usecases
