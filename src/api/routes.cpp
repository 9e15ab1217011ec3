#include "api/routes.h"

namespace exeat::api {

void add_all_routes(Api& api, telemetry::Metrics& metrics) {
    add_system_routes(api, metrics);
    add_deliveries_routes(api);
    add_uploads_routes(api);
    add_setup_routes(api);
    add_session_routes(api);
    add_me_routes(api);
    add_tokens_routes(api);
    add_people_routes(api);
    add_groups_routes(api);
    add_roles_routes(api);
}

}  // namespace exeat::api
