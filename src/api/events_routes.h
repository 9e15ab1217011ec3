// The route of server-sent events. Added by `exeat serve` after add_all_routes.
#pragma once

#include "api/operation.h"

namespace exeat::usecases {
class Watchers;
}

namespace exeat::api {

/// `watchers` must outlive the server, and end_all() comes before its stop.
void add_events_routes(Api& api, usecases::Watchers& watchers);

}  // namespace exeat::api
