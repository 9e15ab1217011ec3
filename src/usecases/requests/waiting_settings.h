// After how many days the receivers of a library's requests are reminded, and after how many a request goes further.
// Called by src/api/waiting_routes.cpp; what is done then is in reminders.h. Editors and owners look, owners change.
#pragma once

#include "core/domain/waiting.h"
#include "usecases/caller.h"
#include "usecases/house.h"

namespace exeat::usecases {

struct WaitingSettingsKept {
    domain::WaitingSettings settings;
    std::int64_t version = 0;
};

/// Errors: not_found; forbidden "insiders-only".
[[nodiscard]] Result<WaitingSettingsKept> read_waiting_settings(House& house, const Caller& caller, LibraryId library);
/// Over that version. Errors: as of write_usage_settings(); invalid "wrong-settings".
[[nodiscard]] Result<WaitingSettingsKept> write_waiting_settings(House& house, const Caller& caller, LibraryId library,
                                                                 std::int64_t version,
                                                                 const domain::WaitingSettings& settings);

}  // namespace exeat::usecases
