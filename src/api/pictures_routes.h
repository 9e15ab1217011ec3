// The routes that need the gallery besides the house: pictures, their queue, and whether the process can serve all that
// it should. Added by `exeat serve` after add_all_routes.
#pragma once

#include "api/operation.h"

namespace exeat::usecases {
struct Gallery;
}

namespace exeat::api {

/// Both: `gallery` must outlive the Api.
void add_pictures_routes(Api& api, usecases::Gallery& gallery);
void add_readiness_route(Api& api, usecases::Gallery& gallery);

}  // namespace exeat::api
