// The commands that work on a data folder, by name: here or inside the server of the folder, they are the same
// functions.
#pragma once

#include "app/call.h"
#include "app/console.h"
#include "usecases/caller.h"
#include "usecases/house.h"

namespace exeat::app {

/// Runs a call on an opened site. Unknown commands are wrong use.
int run_on_site(usecases::House& house, const Call& call, Console& console);

/// Says an error on the console: its text, each wrong place, and what the log knows more. Returns k_failed.
int complain(Console& console, const Error& error);

/// Whoever may read the data folder.
[[nodiscard]] usecases::Caller operator_caller();

// One function a command, in commands/.
int run_init(usecases::House& house, const Call& call, Console& console);
int run_import(usecases::House& house, const Call& call, Console& console);
int run_people(usecases::House& house, const Call& call, Console& console);
int run_groups(usecases::House& house, const Call& call, Console& console);
int run_roles(usecases::House& house, const Call& call, Console& console);
int run_token(usecases::House& house, const Call& call, Console& console);
int run_property(usecases::House& house, const Call& call, Console& console);
int run_explain(usecases::House& house, const Call& call, Console& console);
int run_backup(usecases::House& house, const Call& call, Console& console);
int run_check(usecases::House& house, const Call& call, Console& console);
int run_audit_verify(usecases::House& house, const Call& call, Console& console);

/// `exeat restore`: makes a data folder from a backup; runs without a site.
int run_restore(const Call& call, Console& console);

}  // namespace exeat::app
