// The routes of requests that wait: questions before a decision, substitutes of reviewers, and after how many days
// receivers are reminded. Added by routes.cpp.
#pragma once

#include "api/operation.h"

namespace exeat::api {

void add_request_talk_routes(Api& api);
void add_substitutes_routes(Api& api);
void add_waiting_settings_routes(Api& api);

}  // namespace exeat::api
