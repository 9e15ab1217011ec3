#include "usecases/attributes/attributes.h"

#include <algorithm>

#include "core/domain/settings_rules.h"
#include "state/store/attributes.h"
#include "state/store/places.h"
#include "state/store/site.h"
#include "usecases/once.h"
#include "usecases/particulars.h"
#include "usecases/permit.h"
#include "usecases/record.h"
#include "usecases/refused.h"

namespace exeat::usecases {
namespace {

using domain::Attribute;

/// An attribute for a director, inside the transaction that changes it.
Result<Attribute> attribute_to_change(sql::Transaction& transaction, const Caller& caller, AttributeId id,
                                      Instant now) {
    store::StoredPlaces places(transaction, now);
    EXEAT_TRY(must_be(places, caller, policy::Level::director));
    EXEAT_TAKE(auto attribute, store::read_attribute(transaction, id));
    if (!attribute) return nothing_here();
    return std::move(*attribute);
}

Done is_free_of_triggers(sql::Session& session, const std::string& name) {
    EXEAT_TAKE(const auto site, store::read_site(session));
    if (!domain::names_attribute(site.settings, name)) return {};
    return fail(ErrorKind::conflict, "named-by-trigger",
                "A rule of the site names this attribute: without it the rule would no longer ask anybody. Change the "
                "site settings first.");
}

Done note(sql::Transaction& transaction, const Caller& caller, Instant now, std::string_view kind,
          const Attribute& attribute) {
    return record(transaction, caller, now,
                  {.kind = kind,
                   .about = attribute.id.text(),
                   .body = Particulars()
                               .text("name", attribute.name)
                               .text("type", policy::to_text(attribute.type))
                               .list("vocabulary", attribute.vocabulary)
                               .body()});
}

/// Words that are left out must not be on any asset.
Done words_are_free(sql::Session& session, const Attribute& attribute, const std::vector<std::string>& vocabulary) {
    for (const auto& word : attribute.vocabulary) {
        if (std::ranges::find(vocabulary, word) != vocabulary.end()) continue;
        EXEAT_TAKE(const auto carriers, store::count_carriers(session, attribute.id, word));
        if (carriers == 0) continue;
        return fail(ErrorKind::conflict, "word-in-use",
                    "\"" + word + "\" stands on " + std::to_string(carriers) + " assets. Change them first.");
    }
    return {};
}

}  // namespace

Result<std::vector<Attribute>> list_attributes(House& house, const Caller& caller) {
    EXEAT_TRY(must_be(house.authority, caller, policy::Level::browser));
    return house.database.read([](sql::Session& session) { return store::read_attributes(session); });
}

Result<Attribute> read_attribute(House& house, const Caller& caller, AttributeId id) {
    EXEAT_TRY(must_be(house.authority, caller, policy::Level::browser));
    EXEAT_TAKE(auto attribute,
               house.database.read([id](sql::Session& session) { return store::read_attribute(session, id); }));
    if (!attribute) return nothing_here();
    return std::move(*attribute);
}

Result<Attribute> create_attribute(House& house, const Caller& caller, const NewAttribute& wanted) {
    EXEAT_TAKE(const auto now, house.database.now());
    return change(house, [&](sql::Transaction& transaction) -> Result<Attribute> {
        store::StoredPlaces places(transaction, now);
        EXEAT_TRY(must_be(places, caller, policy::Level::director));
        EXEAT_TAKE(const auto before, done_before(transaction, caller.once));
        if (before) {
            if (const auto id = AttributeId::parse(*before)) return attribute_to_change(transaction, caller, *id, now);
        }
        Attribute attribute{AttributeId::make(now), wanted.name, wanted.type, wanted.vocabulary, 1};
        EXEAT_TRY(domain::check_attribute(attribute));
        EXEAT_TRY(store::insert_attribute(transaction, attribute));
        EXEAT_TRY(note(transaction, caller, now, "attribute_created", attribute));
        EXEAT_TRY(note_done(transaction, caller.once, attribute.id.text(), now));
        return attribute;
    });
}

Result<Attribute> change_attribute(House& house, const Caller& caller, AttributeId id, std::int64_t version,
                                   const AttributeChange& wanted) {
    EXEAT_TAKE(const auto now, house.database.now());
    return change(house, [&](sql::Transaction& transaction) -> Result<Attribute> {
        EXEAT_TAKE(auto attribute, attribute_to_change(transaction, caller, id, now));
        if (attribute.version != version) return is_stale();
        if (wanted.name && *wanted.name != attribute.name) {
            EXEAT_TRY(is_free_of_triggers(transaction, attribute.name));
            attribute.name = *wanted.name;
        }
        if (wanted.vocabulary) {
            EXEAT_TRY(words_are_free(transaction, attribute, *wanted.vocabulary));
            attribute.vocabulary = *wanted.vocabulary;
        }
        EXEAT_TRY(domain::check_attribute(attribute));
        EXEAT_TRY(store::update_attribute(transaction, attribute));
        ++attribute.version;
        EXEAT_TRY(note(transaction, caller, now, "attribute_changed", attribute));
        return attribute;
    });
}

Done delete_attribute(House& house, const Caller& caller, AttributeId id) {
    EXEAT_TAKE(const auto now, house.database.now());
    return change(house, [&](sql::Transaction& transaction) -> Done {
        EXEAT_TAKE(const auto attribute, attribute_to_change(transaction, caller, id, now));
        EXEAT_TRY(is_free_of_triggers(transaction, attribute.name));
        EXEAT_TAKE(const auto carriers, store::count_carriers(transaction, id));
        if (carriers > 0) {
            return fail(ErrorKind::conflict, "attribute-in-use",
                        std::to_string(carriers) + " assets carry a value for \"" + attribute.name +
                            "\". Take the values away first.");
        }
        EXEAT_TRY(note(transaction, caller, now, "attribute_deleted", attribute));
        return store::delete_attribute(transaction, id);
    });
}

}  // namespace exeat::usecases
