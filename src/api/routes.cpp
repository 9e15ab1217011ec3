#include "api/routes.h"

#include "api/waiting_routes.h"

namespace exeat::api {

void add_all_routes(Api& api, telemetry::Metrics& metrics) {
    add_system_routes(api, metrics);
    add_libraries_routes(api);
    add_folders_routes(api);
    add_members_routes(api);
    add_invitations_routes(api);
    add_assets_routes(api);
    add_bulk_routes(api);
    add_attributes_routes(api);
    add_terms_routes(api);
    add_settings_routes(api);
    add_properties_routes(api);
    add_deliveries_routes(api);
    add_requests_routes(api);
    add_decisions_routes(api);
    add_request_files_routes(api);
    add_request_talk_routes(api);
    add_substitutes_routes(api);
    add_waiting_settings_routes(api);
    add_uploads_routes(api);
    add_setup_routes(api);
    add_session_routes(api);
    add_me_routes(api);
    add_inbox_routes(api);
    add_tokens_routes(api);
    add_people_routes(api);
    add_groups_routes(api);
    add_roles_routes(api);
}

}  // namespace exeat::api
