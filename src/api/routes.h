// Every resource's routes; app adds them all. `ls src/api/*_routes.cpp` lists the API.
#pragma once

#include "api/operation.h"

namespace exeat::telemetry {
class Metrics;
}

namespace exeat::api {

/// All of them, for the server and for the document.
void add_all_routes(Api& api, telemetry::Metrics& metrics);

void add_libraries_routes(Api& api);
void add_folders_routes(Api& api);
void add_members_routes(Api& api);
void add_invitations_routes(Api& api);
void add_assets_routes(Api& api);
void add_bulk_routes(Api& api);
void add_attributes_routes(Api& api);
void add_terms_routes(Api& api);
void add_settings_routes(Api& api);
void add_properties_routes(Api& api);
void add_deliveries_routes(Api& api);
void add_requests_routes(Api& api);
void add_decisions_routes(Api& api);
void add_request_files_routes(Api& api);
void add_uploads_routes(Api& api);
void add_setup_routes(Api& api);
void add_session_routes(Api& api);
void add_me_routes(Api& api);
void add_inbox_routes(Api& api);
void add_tokens_routes(Api& api);
void add_people_routes(Api& api);
void add_groups_routes(Api& api);
void add_roles_routes(Api& api);
/// `metrics` must outlive the Api.
void add_system_routes(Api& api, telemetry::Metrics& metrics);

}  // namespace exeat::api
