// Every resource's routes; app adds them all. `ls src/api/*_routes.cpp` lists the API.
#pragma once

#include "api/operation.h"

namespace exeat::api {

void add_deliveries_routes(Api& api);

}  // namespace exeat::api
