#include "usecases/requests/waiting_settings.h"

#include <utility>

#include "state/store/places.h"
#include "state/store/waiting_rows.h"
#include "usecases/libraries/libraries.h"
#include "usecases/particulars.h"
#include "usecases/permit.h"
#include "usecases/record.h"
#include "usecases/refused.h"

namespace exeat::usecases {
namespace {

Done check(const domain::WaitingSettings& settings) {
    std::vector<FieldError> faults;
    const auto add = [&](int days, std::string pointer) {
        if (days >= 0 && days <= domain::k_most_waiting_days) return;
        faults.push_back({std::move(pointer), "A number of days from 1 to 365, or 0 for never."});
    };
    add(settings.remind_after_days, "/remind_after_days");
    add(settings.escalate_after_days, "/escalate_after_days");
    if (faults.empty()) return {};
    return wrong_members("wrong-settings", std::move(faults));
}

std::string body_of(const domain::WaitingSettings& settings) {
    return Particulars()
        .number("remind_after_days", settings.remind_after_days)
        .number("escalate_after_days", settings.escalate_after_days)
        .body();
}

}  // namespace

Result<WaitingSettingsKept> read_waiting_settings(House& house, const Caller& caller, LibraryId library) {
    // The same people as see the usage settings.
    EXEAT_TRY(read_usage_settings(house, caller, library));
    EXEAT_TAKE(const auto row, house.database.read([&](sql::Session& session) {
        return store::waiting_settings_of(session, library);
    }));
    return WaitingSettingsKept{row.settings, row.version};
}

Result<WaitingSettingsKept> write_waiting_settings(House& house, const Caller& caller, LibraryId library,
                                                   std::int64_t version, const domain::WaitingSettings& settings) {
    EXEAT_TAKE(const auto now, house.database.now());
    EXEAT_TRY(house.database.write([&](sql::Transaction& transaction) -> Done {
        store::StoredPlaces places(transaction, now);
        EXEAT_TAKE(const auto place, ask_at(places, caller, library, std::nullopt, policy::Action::protect));
        EXEAT_TRY(must(place));
        EXEAT_TRY(check(settings));
        EXEAT_TRY(store::write_waiting_settings(transaction, {library, settings, version}));
        return record(transaction, caller, now,
                      {.kind = "waiting_settings_changed", .library = library, .body = body_of(settings)});
    }));
    return WaitingSettingsKept{settings, version + 1};
}

}  // namespace exeat::usecases
