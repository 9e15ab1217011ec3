// After how many days a library reminds of requests that wait, and lets them go further.
#include "api/waiting_routes.h"
#include "platform/json/shape.h"
#include "usecases/requests/waiting_settings.h"

namespace exeat::domain {
BOOST_DESCRIBE_STRUCT(WaitingSettings, (), (remind_after_days, escalate_after_days))
}  // namespace exeat::domain

namespace exeat::api {
namespace {

using domain::WaitingSettings;

Result<Reply<WaitingSettings>> read(Asked& asked) {
    EXEAT_TAKE(const auto id, asked.id<LibraryId>());
    EXEAT_TAKE(const auto kept, usecases::read_waiting_settings(asked.house, asked.caller, id));
    return with_version(kept.settings, kept.version);
}

Result<Reply<WaitingSettings>> write(Asked& asked, const WaitingSettings& said) {
    EXEAT_TAKE(const auto id, asked.id<LibraryId>());
    EXEAT_TAKE(const auto version, asked.if_match());
    EXEAT_TAKE(const auto kept, usecases::write_waiting_settings(asked.house, asked.caller, id, version, said));
    return with_version(kept.settings, kept.version);
}

Operation about(http::Method method, std::string id, std::string summary) {
    return Resource{"libraries", usecases::TokenScope::read, usecases::TokenScope::manage}.about(
        method, "/api/libraries/{id}/waiting", std::move(id), std::move(summary));
}

}  // namespace

void add_waiting_settings_routes(Api& api) {
    auto reading = about(http::Method::get, "read_waiting_settings", "When a library's requests have waited too long");
    reading.problems = {403, 404};
    api.add<WaitingSettings>(std::move(reading), read);
    auto writing = about(http::Method::put, "write_waiting_settings",
                         "After how many days receivers are reminded, and a request goes further; 0 for never");
    writing.problems = {403, 404, 409, 412, 428};
    api.add<WaitingSettings, WaitingSettings>(std::move(writing), write);
}

}  // namespace exeat::api
