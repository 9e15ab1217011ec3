// `exeat serve`: a site, its API, its jobs and its socket, until a signal ends it.
#pragma once

#include "app/call.h"
#include "app/console.h"

namespace exeat::app {

/// Returns an exit code. Prints one line `exeat: listening on http://ADDRESS:PORT` when it is ready.
int serve(const Call& call, Console& console);

}  // namespace exeat::app
