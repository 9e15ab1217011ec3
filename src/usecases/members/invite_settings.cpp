#include "state/store/group_rows.h"
#include "state/store/places.h"
#include "usecases/members/invitations.h"
#include "usecases/particulars.h"
#include "usecases/people/person_rules.h"
#include "usecases/permit.h"
#include "usecases/record.h"
#include "usecases/refused.h"

namespace exeat::usecases {
namespace {

Done check(sql::Session& session, const domain::InviteSettings& settings) {
    auto faults = domain::faults_of(settings);
    for (std::size_t i = 0; faults.empty() && i < settings.roles.size(); ++i) {
        EXEAT_TAKE(const auto role, store::read_role(session, settings.roles[i]));
        if (!role) faults.push_back({"/roles/" + std::to_string(i), "There is no such role."});
    }
    if (faults.empty()) return {};
    return wrong_members("wrong-settings", std::move(faults));
}

std::string body_of(const domain::InviteSettings& settings) {
    return Particulars()
        .text("owners_invite", settings.owners_invite ? "yes" : "no")
        .number("level", settings.level)
        .list("roles", id_texts(settings.roles))
        .body();
}

}  // namespace

Result<InviteSettingsShown> read_invite_settings(House& house, const Caller& caller) {
    EXEAT_TRY(must_be(house.authority, caller, policy::Level::director));
    EXEAT_TAKE(auto row,
               house.database.read([](sql::Session& session) { return store::read_invite_settings(session); }));
    return InviteSettingsShown{std::move(row.settings), row.version};
}

Result<InviteSettingsShown> write_invite_settings(House& house, const Caller& caller, std::int64_t version,
                                                  const domain::InviteSettings& settings) {
    EXEAT_TAKE(const auto now, house.database.now());
    EXEAT_TRY(house.database.write([&](sql::Transaction& transaction) -> Done {
        store::StoredPlaces places(transaction, now);
        EXEAT_TRY(must_be(places, caller, policy::Level::administrator));
        EXEAT_TRY(check(transaction, settings));
        EXEAT_TRY(store::update_invite_settings(transaction, {settings, version}));
        return record(transaction, caller, now, {.kind = "invite_settings_changed", .body = body_of(settings)});
    }));
    return InviteSettingsShown{settings, version + 1};
}

}  // namespace exeat::usecases
