#include "api/routes.h"

namespace exeat::api {

void add_all_routes(Api& api, telemetry::Metrics& metrics) {
    add_system_routes(api, metrics);
    add_deliveries_routes(api);
    add_uploads_routes(api);
}

}  // namespace exeat::api
