#include <string>
#include <utility>

#include "core/domain/names.h"
#include "core/domain/settings_rules.h"
#include "platform/json/write.h"
#include "platform/telemetry/log.h"
#include "state/store/described.h"
#include "state/store/libraries.h"
#include "state/store/places.h"
#include "state/store/terms.h"
#include "usecases/libraries/libraries.h"
#include "usecases/libraries/names.h"
#include "usecases/particulars.h"
#include "usecases/record.h"
#include "usecases/refused.h"
#include "usecases/requests/closing.h"

namespace exeat::usecases {
namespace {

/// The library for somebody who may protect it, at the version that they looked at.
Result<domain::Library> library_to_change(sql::Transaction& transaction, const Caller& caller, LibraryId id,
                                          std::int64_t version, Instant now) {
    store::StoredPlaces places(transaction, now);
    EXEAT_TAKE(const auto place, ask_at(places, caller, id, std::nullopt, policy::Action::protect));
    EXEAT_TRY(must(place));
    auto library = place.facts().library();
    if (library.version != version) return is_stale();
    return library;
}

Done change_in(sql::Transaction& transaction, const Caller& caller, LibraryId id, std::int64_t version,
               const LibraryChange& wanted, const std::vector<LibraryId>& seen, Instant now) {
    EXEAT_TAKE(auto library, library_to_change(transaction, caller, id, version, now));
    if (!wanted.name && !wanted.archived) return {};
    if (wanted.name) {
        EXEAT_TRY(domain::check_title(*wanted.name, "/name"));
        store::StoredPlaces places(transaction, now);
        EXEAT_TRY(must_be_free(transaction, places, caller, seen, {*wanted.name, id}));
        EXEAT_TRY(record(transaction, caller, now,
                         {.kind = "library_renamed",
                          .library = id,
                          .body = Particulars().text("from", library.name).text("to", *wanted.name).body()}));
        library.name = *wanted.name;
    }
    if (wanted.archived && *wanted.archived != library.archived_at.has_value()) {
        library.archived_at = *wanted.archived ? std::optional(now) : std::nullopt;
        EXEAT_TRY(record(transaction, caller, now,
                         {.kind = *wanted.archived ? "library_archived" : "library_unarchived", .library = id}));
    }
    return store::update_library(transaction, library);
}

/// Whether somebody may need no grant any more where they did.
bool may_free(const domain::LibrarySettings& before, const domain::LibrarySettings& after) {
    return before.access != after.access || before.viewer_access != after.viewer_access ||
           before.protection != after.protection;
}

/// Dates until which passes may run. One that was good when it was written stands in the way of no other change.
Done must_be_to_come(const domain::RequestSettings& wanted, const domain::RequestSettings& kept, Instant now) {
    const auto check = [now](const domain::ValiditySettings& one, const domain::ValiditySettings& before,
                             std::string pointer) -> Done {
        if (!one.until || *one.until > now || one == before) return {};
        return wrong_member("wrong-settings", std::move(pointer),
                            "This date is over: nothing could be given until then.");
    };
    EXEAT_TRY(check(wanted.default_validity, kept.default_validity, "/requests/default_validity/until"));
    return check(wanted.longest_validity, kept.longest_validity, "/requests/longest_validity/until");
}

/// What becomes of requests once settings are in force.
struct Following {
    bool may_free = false;
    bool ends_replaced = false;
};

Result<Following> write_in(sql::Transaction& transaction, const Caller& caller, LibraryId id, std::int64_t version,
                           const domain::LibrarySettings& settings, Instant now) {
    EXEAT_TAKE(auto library, library_to_change(transaction, caller, id, version, now));
    if (auto faults = domain::faults_of(settings); !faults.empty()) {
        return wrong_members("wrong-settings", std::move(faults));
    }
    EXEAT_TRY(must_be_to_come(settings.requests, library.policy->settings().requests, now));
    if (settings.requests.terms) {
        EXEAT_TAKE(const auto text, store::read_terms(transaction, *settings.requests.terms));
        if (!text) return wrong_member("wrong-settings", "/requests/terms", "There are no such terms.");
    }
    EXEAT_TRY(record(transaction, caller, now,
                     {.kind = "usage_settings_changed",
                      .library = id,
                      .body = "{\"from\":" + json::to_text(library.policy->settings()) +
                              ",\"to\":" + json::to_text(settings) + "}"}));
    const auto& before = library.policy->settings();
    const Following following{may_free(before, settings),
                              settings.grant_ends_on_replace && !before.grant_ends_on_replace};
    library.policy = std::make_shared<const domain::LibraryPolicy>(settings);
    EXEAT_TRY(store::update_library(transaction, library));
    return following;
}

}  // namespace

Result<LibraryShown> change_library(House& house, const Caller& caller, LibraryId id, std::int64_t version,
                                    const LibraryChange& wanted) {
    EXEAT_TAKE(const auto now, house.database.now());
    EXEAT_TAKE(const auto seen, libraries_seen(house, caller));
    EXEAT_TRY(change(house, [&](sql::Transaction& transaction) {
        return change_in(transaction, caller, id, version, wanted, seen, now);
    }));
    return read_library(house, caller, id);
}

Result<UsageSettings> read_usage_settings(House& house, const Caller& caller, LibraryId id) {
    EXEAT_TAKE(const auto place, ask_at(house.authority, caller, id, std::nullopt, policy::Action::view));
    EXEAT_TRY(must(place));
    if (!is_insider(place)) {
        return fail(ErrorKind::forbidden, "insiders-only",
                    "The usage settings of a library are for its editors and owners.");
    }
    const auto& library = place.facts().library();
    return UsageSettings{library.policy->settings(), library.version};
}

Result<UsageSettings> write_usage_settings(House& house, const Caller& caller, LibraryId id, std::int64_t version,
                                           const domain::LibrarySettings& settings) {
    EXEAT_TAKE(const auto now, house.database.now());
    EXEAT_TAKE(const auto following, change(house, [&](sql::Transaction& transaction) {
                   return write_in(transaction, caller, id, version, settings, now);
               }));
    // The settings are in force; what waits for nothing any more, and what they have ended, is found bit by bit.
    if (following.may_free) {
        if (auto closed = close_free_requests(house, caller, id); !closed) {
            house.log.failure("close_free_requests", closed.error(), {{"library", id}});
        }
    }
    if (following.ends_replaced) {
        if (auto ended = end_replaced_requests(house, caller, id); !ended) {
            house.log.failure("end_replaced_requests", ended.error(), {{"library", id}});
        }
    }
    return UsageSettings{settings, version + 1};
}

}  // namespace exeat::usecases
