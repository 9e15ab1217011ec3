#include "usecases/settings/site_settings.h"

#include "platform/json/write.h"
#include "state/store/attributes.h"
#include "state/store/described.h"
#include "state/store/members.h"
#include "state/store/places.h"
#include "state/store/site.h"
#include "usecases/permit.h"
#include "usecases/record.h"
#include "usecases/refused.h"

namespace exeat::usecases {
namespace {

Result<domain::KnownNames> known_names(sql::Session& session) {
    domain::KnownNames known;
    EXEAT_TAKE(known.groups, store::read_group_names(session));
    EXEAT_TAKE(known.attributes, store::read_attributes(session));
    return known;
}

TriggerEffect effect_of(const domain::TriggerSettings& triggers, bool in_effect) {
    TriggerEffect effect;
    effect.in_effect = in_effect;
    effect.level_superseded = domain::level_is_superseded(triggers);
    if (triggers.attribute_name) effect.attribute_job = triggers.attribute_value ? "has_value" : "names_group";
    if (in_effect) return effect;
    effect.why_not =
        !triggers.enabled ? "It is switched off." : "Nothing triggers it: set a level, groups or an attribute.";
    return effect;
}

SiteSettingsShown shown(store::SiteRow row, const domain::KnownNames& known) {
    SiteSettingsShown shown;
    shown.settings = std::move(row.settings);
    shown.version = row.version;
    shown.held_since = row.held_at;
    shown.warnings = domain::warnings_about(shown.settings, known);
    const bool justified = domain::justification_in_effect(shown.settings);
    const bool approved = domain::approval_in_effect(shown.settings);
    shown.in_effect.justification = effect_of(shown.settings.justification, justified);
    shown.in_effect.approval = effect_of(shown.settings.approval, approved);
    auto alone = shown.settings;
    alone.justification = alone.approval;
    if (!approved && domain::justification_in_effect(alone)) {
        shown.in_effect.approval.why_not = "Justification is not in effect, and approval works only while it is.";
    }
    return shown;
}

Result<SiteSettingsShown> change_in(sql::Transaction& transaction, const Caller& caller,
                                    std::optional<std::int64_t> version, const ChangeSettings& change_them,
                                    Confirmed confirmed, Instant now) {
    store::StoredPlaces places(transaction, now);
    EXEAT_TRY(must_be(places, caller, policy::Level::administrator));
    EXEAT_TAKE(auto row, store::read_site(transaction));
    if (version && *version != row.version) return is_stale();
    const auto before = row.settings;
    EXEAT_TRY(change_them(row.settings));
    EXEAT_TAKE(const auto known, known_names(transaction));
    if (auto faults = domain::faults_of(row.settings, known); !faults.empty()) {
        return wrong_members("wrong-settings", std::move(faults));
    }
    if (confirmed == Confirmed::nothing && domain::ends_both(before, row.settings)) {
        return fail(ErrorKind::conflict, "confirm-both",
                    "Approval works only while justification does: this would end both. Confirm both to go on.");
    }
    if (before != row.settings) {
        EXEAT_TRY(store::write_site_settings(transaction, row.settings, row.version));
        ++row.version;
        EXEAT_TRY(
            record(transaction, caller, now,
                   {.kind = "site_settings_changed",
                    .body = "{\"from\":" + json::to_text(before) + ",\"to\":" + json::to_text(row.settings) + "}"}));
    }
    return shown(std::move(row), known);
}

}  // namespace

Result<SiteSettingsShown> read_site_settings(House& house, const Caller& caller) {
    EXEAT_TRY(must_be(house.authority, caller, policy::Level::director));
    return house.database.read([](sql::Session& session) -> Result<SiteSettingsShown> {
        EXEAT_TAKE(auto row, store::read_site(session));
        EXEAT_TAKE(const auto known, known_names(session));
        return shown(std::move(row), known);
    });
}

Result<SiteSettingsShown> change_site_settings(House& house, const Caller& caller, std::optional<std::int64_t> version,
                                               const ChangeSettings& change_them, Confirmed confirmed) {
    EXEAT_TAKE(const auto now, house.database.now());
    return change(house, [&](sql::Transaction& transaction) {
        return change_in(transaction, caller, version, change_them, confirmed, now);
    });
}

Result<SiteSettingsShown> write_site_settings(House& house, const Caller& caller, std::optional<std::int64_t> version,
                                              const domain::SiteSettings& settings, Confirmed confirmed) {
    return change_site_settings(
        house, caller, version,
        [&](domain::SiteSettings& kept) -> Done {
            kept = settings;
            return {};
        },
        confirmed);
}

}  // namespace exeat::usecases
