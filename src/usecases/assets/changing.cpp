#include "usecases/assets/changing.h"

#include <algorithm>

#include "core/domain/names.h"
#include "core/domain/settings_rules.h"
#include "core/policy/file_set.h"
#include "platform/json/parse.h"
#include "state/store/assets.h"
#include "state/store/attributes.h"
#include "state/store/libraries.h"
#include "state/store/members.h"
#include "state/store/site.h"
#include "state/store/terms.h"
#include "usecases/assets/shown.h"
#include "usecases/folders/move_rules.h"
#include "usecases/particulars.h"
#include "usecases/record.h"
#include "usecases/refused.h"
#include "usecases/requests/closing.h"
#include "usecases/uploads/accepting.h"

namespace exeat::usecases {
namespace {

std::string time_text(const std::optional<Instant>& time) {
    return time ? to_text(*time) : "";
}

}  // namespace

Done AssetChanging::find(AssetId id) {
    EXEAT_TAKE(const auto person, standing_of(places_, caller_));
    EXEAT_TAKE(auto read, store::read_asset(transaction_, id));
    if (!read || read->deleted_at) return nothing_here();
    asset_ = std::move(*read);
    EXEAT_TAKE(seen_,
               ask(places_, caller_, std::make_shared<const domain::Asset>(asset_), wish_to(policy::Action::view)));
    return must(*seen_);
}

Done AssetChanging::must_may(policy::Action action) const {
    return must(seen_->also(wish_to(action)));
}

Done AssetChanging::apply(const AssetChange& wanted) {
    if (wanted.name) EXEAT_TRY(rename(*wanted.name));
    if (wanted.library || !wanted.folder.is_absent()) EXEAT_TRY(move(wanted));
    if (wanted.status || !wanted.available_from.is_absent() || !wanted.available_until.is_absent()) {
        EXEAT_TRY(publish(wanted));
    }
    if (wanted.access || wanted.protection || wanted.not_offered || !wanted.terms.is_absent()) {
        EXEAT_TRY(protect(wanted));
    }
    if (wanted.attributes) EXEAT_TRY(say(*wanted.attributes));
    return write();
}

Done AssetChanging::remove() {
    EXEAT_TRY(must_may(policy::Action::delete_));
    asset_.deleted_at = now_;
    note("asset_deleted", Particulars().text("name", asset_.name).body());
    EXEAT_TRY(write());
    return close_requests_of_deleted(transaction_, caller_, asset_.id, now_);
}

Done AssetChanging::rename(const std::string& name) {
    EXEAT_TRY(must_may(policy::Action::organise));
    EXEAT_TRY(domain::check_file_name(name, "/name"));
    note("asset_renamed", Particulars().text("from", asset_.name).text("to", name).body());
    asset_.name = name;
    return {};
}

Done AssetChanging::move(const AssetChange& wanted) {
    EXEAT_TRY(must_may(policy::Action::organise));
    const auto library = wanted.library.value_or(asset_.library);
    const auto folder = wanted.folder.has_value() ? std::optional(wanted.folder.value()) : std::nullopt;
    EXEAT_TAKE(const auto there, must_arrive(places_, caller_, library, folder, folder ? "/folder" : "/library"));
    if (library != asset_.library) {
        EXEAT_TRY(must_accept(there.facts().library(), asset_.name, asset_.media_type, "/library"));
    }
    const auto& here = seen_->facts();
    const Move move{asset_.rules.access,
                    asset_.rules.protection,
                    std::make_shared<const domain::Library>(here.library()),
                    here.folders(),
                    std::make_shared<const domain::Library>(there.facts().library()),
                    there.facts().folders()};
    EXEAT_TAKE(const auto differs, differs_there(transaction_, move, now_));
    if (differs) EXEAT_TRY(must_may(policy::Action::protect));
    note("asset_moved", Particulars()
                            .text("from_library", asset_.library.text())
                            .text("from_folder", asset_.folder ? asset_.folder->text() : "")
                            .text("to_library", library.text())
                            .text("to_folder", folder ? folder->text() : "")
                            .body());
    changes_library_ = library != asset_.library;
    may_be_free_ = true;
    asset_.library = library;
    asset_.folder = folder;
    return {};
}

Done AssetChanging::publish(const AssetChange& wanted) {
    EXEAT_TRY(must_may(policy::Action::publish));
    auto& rules = asset_.rules;
    if (wanted.status) rules.status = *wanted.status;
    wanted.available_from.apply_to(rules.available_from);
    wanted.available_until.apply_to(rules.available_until);
    if (rules.available_from && rules.available_until && *rules.available_until <= *rules.available_from) {
        return wrong_member("wrong-dates", "/available_until", "It ends before it begins.");
    }
    note("asset_published", Particulars()
                                .text("status", policy::to_text(rules.status))
                                .text("available_from", time_text(rules.available_from))
                                .text("available_until", time_text(rules.available_until))
                                .body());
    return {};
}

Done AssetChanging::protect(const AssetChange& wanted) {
    EXEAT_TRY(must_may(policy::Action::protect));
    auto& rules = asset_.rules;
    if (wanted.access) rules.access = *wanted.access;
    if (wanted.protection) rules.protection = *wanted.protection;
    may_be_free_ = may_be_free_ || wanted.access || wanted.protection;
    if (wanted.not_offered) {
        EXEAT_TRY(check_not_offered(*wanted.not_offered));
        rules.not_offered = *wanted.not_offered;
    }
    EXEAT_TRY(carry_terms(wanted.terms));
    note("asset_protected", Particulars()
                                .text("access", policy::to_text(rules.access))
                                .text("protection", policy::to_text(rules.protection))
                                .list("not_offered", rules.not_offered)
                                .text("terms", rules.terms ? rules.terms->id.text() : "")
                                .body());
    return {};
}

Done AssetChanging::check_not_offered(const std::vector<std::string>& words) const {
    const auto& presets = seen_->facts().library().policy->settings().presets;
    for (std::size_t i = 0; i < words.size(); ++i) {
        const auto pointer = "/not_offered/" + std::to_string(i);
        const auto word = policy::parse_file_word(words[i]);
        if (!word) {
            return wrong_member("wrong-files", pointer,
                                "Use original, version, conversion, attachment or preset:NAME.");
        }
        if (word->file_class || word->preset == policy::k_custom_preset) continue;
        if (std::ranges::find(presets, word->preset, &domain::PresetSettings::name) == presets.end()) {
            return wrong_member("wrong-files", pointer, "This library has no such preset.");
        }
    }
    return {};
}

Done AssetChanging::carry_terms(const json::Change<TermsId>& terms) {
    if (terms.is_absent()) return {};
    asset_.rules.terms.reset();
    if (terms.is_null()) return {};
    EXEAT_TAKE(const auto text, store::read_terms(transaction_, terms.value()));
    if (!text) return wrong_member("no-such-terms", "/terms", "There are no such terms.");
    asset_.rules.terms = domain::TermsVersion{text->id, text->number};
    return {};
}

Done AssetChanging::say(const std::map<std::string, std::vector<std::string>>& attributes) {
    EXEAT_TAKE(const auto site, store::read_site(transaction_));
    EXEAT_TAKE(const auto known, store::read_attributes(transaction_));
    if (attributes.empty()) return must_may(policy::Action::edit);
    Particulars particulars;
    for (const auto& [name, values] : attributes) {
        const bool is_trigger = domain::names_attribute(site.settings, name);
        EXEAT_TRY(must_may(is_trigger ? policy::Action::protect : policy::Action::edit));
        std::string pointer = "/attributes";
        json::append_pointer_token(pointer, name);
        const auto found = std::ranges::find(known, name, &domain::Attribute::name);
        if (found == known.end()) return wrong_member("no-such-attribute", pointer, "There is no such attribute.");
        EXEAT_TRY(domain::check_values(*found, values, pointer));
        values_.push_back({found->id, name, values});
        particulars.list(name, values);
    }
    note("asset_edited", particulars.body());
    return {};
}

Done AssetChanging::write() {
    if (notes_.empty()) return {};
    EXEAT_TRY(store::update_asset(transaction_, asset_));
    ++asset_.version;
    for (const auto& [attribute, name, values] : values_) {
        EXEAT_TRY(store::write_asset_attribute(transaction_, asset_.id, attribute, values));
    }
    if (changes_library_) {
        EXEAT_TRY(store::move_members(transaction_, asset_.id, asset_.library));
        EXEAT_TRY(store::raise_members_version(transaction_, asset_.library, std::nullopt));
        EXEAT_TRY(store::raise_members_version(transaction_, seen_->asset()->library, std::nullopt));
        EXEAT_TRY(move_requests_of(transaction_, caller_, asset_, now_));
    }
    if (may_be_free_) EXEAT_TRY(close_free_requests_of(transaction_, caller_, asset_.id, now_));
    for (auto& [kind, body] : notes_) {
        EXEAT_TRY(record(transaction_, caller_, now_,
                         {.kind = kind,
                          .library = asset_.library,
                          .folder = asset_.folder,
                          .asset = asset_.id,
                          .body = std::move(body)}));
    }
    return {};
}

}  // namespace exeat::usecases
