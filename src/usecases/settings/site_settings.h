// The settings of the site: triggers of justification and approval, the public user, quotas. Called by
// src/api/settings_routes.cpp, by properties.h, and by the command line. Refuses what POLICY.md says is refused when
// written.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/domain/settings_rules.h"
#include "platform/sql/database.h"
#include "usecases/caller.h"
#include "usecases/house.h"

namespace exeat::usecases {

/// What one trigger setting does now, beside what is set.
struct TriggerEffect {
    bool in_effect = false;
    std::optional<std::string> why_not;  // a sentence, when it is not
    bool level_superseded = false;       // the level is set and not looked at
    /// What the attribute does: "names_group" (its values name groups), "has_value" (a value reaches everybody), none.
    std::optional<std::string> attribute_job;
};
struct SettingsEffect {
    TriggerEffect justification;
    TriggerEffect approval;
};

struct SiteSettingsShown {
    domain::SiteSettings settings;
    SettingsEffect in_effect;
    std::vector<domain::Warning> warnings;
    std::int64_t version = 1;
    std::optional<Instant> held_since;  // restored from a backup: nothing leaves until confirm_restore()
};

/// For directors and administrators.
[[nodiscard]] Result<SiteSettingsShown> read_site_settings(House& house, const Caller& caller);

/// What the caller says yes to, beside the document.
enum class Confirmed : std::uint8_t { nothing, both_end };
/// For administrators; the whole document, over `version` (none: over whatever is there). Errors: invalid
/// "wrong-settings" with every wrong place; conflict "stale"; conflict "confirm-both" where justification would end
/// while approval is on.
[[nodiscard]] Result<SiteSettingsShown> write_site_settings(House& house, const Caller& caller,
                                                            std::optional<std::int64_t> version,
                                                            const domain::SiteSettings& settings, Confirmed confirmed);

/// The same inside a transaction whose caller changes something in the settings as they are now.
using ChangeSettings = std::function<Done(domain::SiteSettings&)>;
[[nodiscard]] Result<SiteSettingsShown> change_site_settings(House& house, const Caller& caller,
                                                             std::optional<std::int64_t> version,
                                                             const ChangeSettings& change_them, Confirmed confirmed);

}  // namespace exeat::usecases
