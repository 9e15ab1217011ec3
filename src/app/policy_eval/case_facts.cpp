#include "app/policy_eval/case_facts.h"

#include <boost/json/object.hpp>

namespace exeat::policy_eval {

namespace json = boost::json;
using namespace policy;

namespace {

template <class T>
T* new_one(Reading& reading) {
    return new_list<T>(reading, 1).data();
}

/// A trigger's level is compared as a number; 5 and 6 are refused where it is written, not here.
std::optional<Level> read_trigger_level(Reading& reading, Members& members, std::string_view key) {
    const auto number = members.number(key);
    if (!number) return std::nullopt;
    if (*number >= 0 && *number <= 9) return static_cast<Level>(*number);
    add_mistake(reading, members.place_of(key), std::to_string(*number) + " is no level. Levels are 0 to 9.");
    return std::nullopt;
}

Triggers read_triggers(Reading& reading, const json::value* value, const Place& place) {
    Members members(reading, value, place);
    Triggers triggers;
    triggers.enabled = members.truth("enabled");
    triggers.user_level = read_trigger_level(reading, members, "user_level");
    triggers.groups = members.texts("groups");
    triggers.attribute_name = members.text("attribute_name");
    triggers.attribute_value = members.text("attribute_value");
    triggers.combine = members.word("combine", Combine::supersede);
    members.note_unknown();
    return triggers;
}

PublicUser read_public_user(Reading& reading, const json::value* value, const Place& place) {
    Members members(reading, value, place);
    PublicUser user;
    user.level = members.level("level").value_or(Level::no_access);
    user.groups = members.texts("groups");
    members.note_unknown();
    return user;
}

Site* read_site(Reading& reading, const json::value* value, const Place& place) {
    Members members(reading, value, place);
    Site* site = new_one<Site>(reading);
    site->justification = read_triggers(reading, members.find("justification"), members.place_of("justification"));
    site->approval = read_triggers(reading, members.find("approval"), members.place_of("approval"));
    site->conversions_count_as_original = members.truth("conversions_count_as_original");
    site->attachments_count_as_original = members.truth("attachments_count_as_original");
    site->public_user = read_public_user(reading, members.find("public_user"), members.place_of("public_user"));
    members.note_unknown();
    return site;
}

std::span<const Preset> read_presets(Reading& reading, const json::value* value, const Place& place) {
    const json::object* object = read_object(reading, value, place);
    if (object == nullptr) return {};
    const std::span<Preset> presets = new_list<Preset>(reading, object->size());
    std::size_t index = 0;
    for (const json::key_value_pair& member : *object) {
        const std::string_view name = member.key();
        Members members(reading, &member.value(), Place{&place, name, std::nullopt});
        presets[index++] = {name, members.truth("open_when_protected")};
        members.note_unknown();
    }
    return presets;
}

/// A library does not inherit.
template <class Setting>
Setting read_own(Reading& reading, Members& members, std::string_view key) {
    const Setting setting = members.needed_word<Setting>(key);
    if (setting == Setting::inherit && reading.mistakes.empty()) {
        add_mistake(reading, members.place_of(key), "A library cannot inherit this.");
    }
    return setting;
}

void read_re_request(Reading& reading, const json::value* value, const Place& place, Library& library) {
    Members members(reading, value, place);
    library.re_request_download = members.word("download", ReRequest::always);
    library.re_request_access = members.word("access", ReRequest::never);
    members.note_unknown();
}

Library* read_library(Reading& reading, const json::value* value, const Place& place) {
    Members members(reading, value, place);
    Library* library = new_one<Library>(reading);
    library->visibility = members.word("visibility", Visibility::members);
    library->access = read_own<Access>(reading, members, "access");
    library->viewer_access = members.word("viewer_access", ViewerAccess::open);
    library->protection = read_own<Protection>(reading, members, "protection");
    library->watermark = members.truth("watermark");
    library->grant_ends_on_replace = members.truth("grant_ends_on_replace");
    library->not_offered = members.files("not_offered", FileSet{});
    library->access_actions = members.words<Action>("access_actions");
    read_re_request(reading, members.find("re_request"), members.place_of("re_request"), *library);
    library->presets = read_presets(reading, members.find("presets"), members.place_of("presets"));
    members.note_unknown();
    return library;
}

std::span<const Folder> read_folders(Reading& reading, std::span<const json::value> list, const Place& place) {
    const std::span<Folder> folders = new_list<Folder>(reading, list.size());
    for (std::size_t i = 0; i < list.size(); ++i) {
        Members members(reading, &list[i], Place{&place, {}, i});
        folders[i].access = members.word("access", Access::inherit);
        folders[i].protection = members.word("protection", Protection::inherit);
        members.note_unknown();
    }
    return folders;
}

std::span<const Attribute> read_attributes(Reading& reading, const json::value* value, const Place& place) {
    const json::object* object = read_object(reading, value, place);
    if (object == nullptr) return {};
    const std::span<Attribute> attributes = new_list<Attribute>(reading, object->size());
    std::size_t index = 0;
    for (const json::key_value_pair& member : *object) {
        const std::string_view name = member.key();
        attributes[index++] = {name, read_texts(reading, &member.value(), Place{&place, name, std::nullopt})};
    }
    return attributes;
}

std::optional<Terms> read_terms(Reading& reading, const json::value* value, const Place& place) {
    if (value == nullptr) return std::nullopt;
    Members members(reading, value, place);
    const Terms terms{members.needed_text("id"), members.needed_number("version")};
    members.note_unknown();
    return terms;
}

Asset* read_asset(Reading& reading, const json::value* value, const Place& place) {
    Members members(reading, value, place);
    Asset* asset = new_one<Asset>(reading);
    asset->access = members.word("access", Access::inherit);
    asset->protection = members.word("protection", Protection::inherit);
    asset->status = members.needed_word<AssetStatus>("status");
    asset->available_from = members.instant("available_from");
    asset->available_until = members.instant("available_until");
    asset->attributes = read_attributes(reading, members.find("attributes"), members.place_of("attributes"));
    asset->replaced_at = members.instant("replaced_at");
    asset->not_offered = members.files("not_offered", FileSet{});
    asset->terms = read_terms(reading, members.find("terms"), members.place_of("terms"));
    members.note_unknown();
    return asset;
}

Account* read_account(Reading& reading, const json::value* value, const Place& place) {
    if (value == nullptr) return nullptr;
    Members members(reading, value, place);
    Account* account = new_one<Account>(reading);
    account->active = members.truth("active");
    account->level = members.needed_level("level");
    account->groups = members.texts("groups");
    account->flags = members.words<Flag>("flags");
    account->role = members.word("role", Role::none);
    members.note_unknown();
    return account;
}

std::span<const Request> read_requests(Reading& reading, std::span<const json::value> list, const Place& place) {
    const std::span<Request> requests = new_list<Request>(reading, list.size());
    for (std::size_t i = 0; i < list.size(); ++i) {
        Members members(reading, &list[i], Place{&place, {}, i});
        Request& request = requests[i];
        request.kind = members.needed_word<RequestKind>("kind");
        request.status = members.needed_word<RequestStatus>("status");
        request.revoked = members.truth("revoked");
        request.actions = members.words<Action>("actions");
        request.files = members.files("files", FileSet::every());
        request.created_at = members.needed_instant("created_at");
        request.decided_at = members.instant("decided_at");
        request.decided_by_level = members.level("decided_by_level");
        request.valid_until = members.instant("valid_until");
        (void)members.find("note");  // for the reader of a tile; no rule looks at it
        members.note_unknown();
    }
    return requests;
}

Link* read_link(Reading& reading, const json::value* value, const Place& place) {
    if (value == nullptr) return nullptr;
    Members members(reading, value, place);
    Link* link = new_one<Link>(reading);
    link->type = members.needed_word<LinkType>("type");
    link->enabled = members.truth("enabled");
    link->starts_at = members.instant("starts_at");
    link->expires_at = members.instant("expires_at");
    link->in_scope = members.truth("in_scope");
    link->allow_download = members.truth("allow_download");
    link->show_metadata = members.truth("show_metadata");
    link->comments = members.truth("comments");
    link->include_protected = members.truth("include_protected");
    link->files = members.files("files", FileSet::every());
    link->downloads = members.number("downloads").value_or(0);
    link->max_downloads = members.number("max_downloads");
    link->creator = read_account(reading, members.find("creator"), members.place_of("creator"));
    members.note_unknown();
    return link;
}

File read_file(Reading& reading, const json::value* value, const Place& place, Action action) {
    Members members(reading, value, place);
    File file;
    file.file_class = members.word("class", FileClass::original);
    file.of = members.word("of", FileClass::original);
    constexpr FileClasses k_of{FileClass::original, FileClass::version, FileClass::attachment};
    if (!k_of.has(file.of)) {
        add_mistake(reading, members.place_of("of"), "This must be original, version or attachment.");
    }
    const bool is_needed = action == Action::download && file.file_class == FileClass::conversion;
    file.preset = is_needed ? members.needed_text("preset") : members.text("preset").value_or(std::string_view{});
    file.not_smaller = members.truth("not_smaller");
    members.note_unknown();
    return file;
}

LinkType read_share_type(Reading& reading, Members& members, Action action) {
    const LinkType type = action == Action::share ? members.needed_word<LinkType>("share_type")
                                                  : members.word("share_type", LinkType::file);
    if (type == LinkType::portal) {
        add_mistake(reading, members.place_of("share_type"),
                    "A portal is not shared: file, card, collection or gallery.");
    }
    return type;
}

Accepted read_accepted(Reading& reading, const json::value* value, const Place& place) {
    Members members(reading, value, place);
    Accepted accepted;
    accepted.justification = members.truth("justification");
    accepted.terms = read_terms(reading, members.find("terms"), members.place_of("terms"));
    members.note_unknown();
    return accepted;
}

std::optional<Quota> read_quota(Reading& reading, const json::value* value, const Place& place) {
    if (value == nullptr) return std::nullopt;
    Members members(reading, value, place);
    Quota quota;
    quota.used = members.needed_number("used");
    quota.wanted = members.needed_number("wanted");
    quota.limit = members.needed_number("limit");
    members.note_unknown();
    return quota;
}

Facts read_input(Reading& reading, const json::value* value, const Place& place) {
    Members members(reading, value, place);
    const auto at = [&members](std::string_view key) { return members.place_of(key); };
    Facts facts;
    facts.now = members.needed_instant("now");
    facts.site = read_site(reading, members.find("site"), at("site"));
    facts.library = read_library(reading, members.find("library"), at("library"));
    facts.folders = read_folders(reading, members.list("folders"), at("folders"));
    facts.asset = read_asset(reading, members.find("asset"), at("asset"));
    facts.principal = read_account(reading, members.find("principal"), at("principal"));
    facts.requests = read_requests(reading, members.list("requests"), at("requests"));
    facts.link = read_link(reading, members.find("link"), at("link"));
    facts.action = members.needed_word<Action>("action");
    facts.file = read_file(reading, members.find("file"), at("file"), facts.action);
    facts.share_type = read_share_type(reading, members, facts.action);
    facts.accepted = read_accepted(reading, members.find("accepted"), at("accepted"));
    facts.quota = read_quota(reading, members.find("quota"), at("quota"));
    members.note_unknown();
    return facts;
}

}  // namespace

Facts read_facts(Reading& reading, const json::value& line) {
    const Place whole;
    if (const json::object* object = line.if_object()) {
        if (const json::value* input = object->if_contains("input")) {
            return read_input(reading, input, Place{&whole, "input", std::nullopt});
        }
    }
    return read_input(reading, &line, whole);
}

}  // namespace exeat::policy_eval
