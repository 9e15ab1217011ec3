#include "core/domain/case.h"

#include <algorithm>
#include <charconv>
#include <span>
#include <utility>

namespace exeat::domain {
namespace {

/// Whether a trigger names that attribute: decide() looks at no other.
bool is_named(const policy::Site& site, std::string_view attribute) {
    return site.justification.attribute_name == attribute || site.approval.attribute_name == attribute;
}

}  // namespace

Case::Case(Instant now, std::shared_ptr<const SitePolicy> site, std::shared_ptr<const Library> library,
           std::vector<std::shared_ptr<const Folder>> folders, std::shared_ptr<const AssetRules> rules,
           std::shared_ptr<const Standing> person, policy::Role role, Surroundings surroundings, HeldRequests requests)
    : now_(now),
      site_(std::move(site)),
      library_(std::move(library)),
      folders_(std::move(folders)),
      person_(std::move(person)),
      rules_(std::move(rules)),
      surroundings_(std::move(surroundings)),
      requests_(std::move(requests)) {
    folder_views_.reserve(folders_.size());
    for (const auto& folder : folders_) folder_views_.push_back({folder->access, folder->protection});

    const auto is_asked_for = [this](const auto& attribute) { return is_named(site_->view(), attribute.name); };
    const auto asked_for = static_cast<std::size_t>(std::ranges::count_if(rules_->attributes, is_asked_for));
    attribute_values_.reserve(asked_for);
    attributes_.reserve(asked_for);
    for (const auto& attribute : rules_->attributes) {
        if (!is_asked_for(attribute)) continue;
        attribute_values_.emplace_back(attribute.values.begin(), attribute.values.end());
        attributes_.push_back({attribute.name, attribute_values_.back()});
    }
    // Lists are checked when written; one that cannot be read offers nothing.
    auto not_offered = policy::KeptFileSet::parse(rules_->not_offered);
    not_offered_ = not_offered ? *not_offered : policy::KeptFileSet::every();

    asset_view_.access = rules_->access;
    asset_view_.protection = rules_->protection;
    // An archived library keeps its assets for those who work on them; for everybody else they are archived, too.
    asset_view_.status = library_->archived_at ? policy::AssetStatus::archived : rules_->status;
    asset_view_.available_from = rules_->available_from;
    asset_view_.available_until = rules_->available_until;
    asset_view_.attributes = attributes_;
    asset_view_.replaced_at = rules_->replaced_at;
    asset_view_.not_offered = not_offered_.view();
    if (rules_->terms) {
        terms_id_ = rules_->terms->id.text();
        asset_view_.terms = policy::Terms{terms_id_, rules_->terms->number};
    }

    request_views_.reserve(requests_.size());
    for (const auto& request : requests_) request_views_.push_back(request->view());

    group_names_.reserve(person_->groups.size());
    for (const auto& group : person_->groups) group_names_.push_back(group.name);
    account_ = {person_->active, person_->level, group_names_, person_->flags, role};
}

bool Case::sees_folder(std::size_t n) const {
    if (n >= folders_.size()) return false;
    const auto here = std::span(folders_).subspan(n);
    auto there = account_;
    there.role = policy::Role::none;
    for (const auto& membership : surroundings_.memberships) {
        if (membership.asset || (membership.ends_at && *membership.ends_at <= now_)) continue;
        const auto is_it = [&](const auto& folder) { return folder->id == membership.folder; };
        if (membership.folder && std::ranges::none_of(here, is_it)) continue;
        there.role = std::max(there.role, membership.role);
    }
    // As an asset that lies there and inherits everything would be looked at.
    policy::Asset plain;
    plain.status = library_->archived_at ? policy::AssetStatus::archived : policy::AssetStatus::published;
    policy::Facts facts;
    facts.now = now_;
    facts.site = &site_->view();
    facts.library = &library_->policy->view();
    facts.folders = std::span(folder_views_).subspan(n);
    facts.asset = &plain;
    facts.principal = &there;
    return policy::decide(facts).outcome != policy::Outcome::hidden;
}

std::uint64_t Case::folders_seen() const {
    constexpr std::size_t k_bits = 64;
    std::uint64_t seen = 0;
    for (std::size_t n = 0; n < std::min(folders_.size(), k_bits); ++n) {
        if (sees_folder(n)) seen |= std::uint64_t{1} << n;
    }
    return seen;
}

std::vector<std::string> Case::deciders() const {
    return surroundings_.deciders ? *surroundings_.deciders : std::vector<std::string>{};
}

policy::Facts Case::facts(const Wish& wish, std::string& terms_text) const {
    policy::Facts facts;
    facts.now = now_;
    facts.site = &site_->view();
    facts.library = &library_->policy->view();
    facts.folders = folder_views_;
    facts.asset = &asset_view_;
    facts.principal = &account_;
    facts.requests = request_views_;
    facts.action = wish.action;
    facts.file = wish.file;
    facts.share_type = wish.share_type;
    facts.accepted.justification = wish.justified;
    if (wish.terms) {
        terms_text = wish.terms->id.text();
        facts.accepted.terms = policy::Terms{terms_text, wish.terms->number};
    }
    facts.quota = wish.quota;
    return facts;
}

policy::Decision Case::decide(const Wish& wish) const {
    std::string terms_text;
    return policy::decide(facts(wish, terms_text));
}

policy::File FileName::asked() const {
    policy::File asked = file;
    if (file.file_class == policy::FileClass::conversion) asked.preset = std::string_view(text).substr(7);
    return asked;
}

namespace {

std::unexpected<Error> unknown_file(std::string_view text) {
    return fail(ErrorKind::invalid, "unknown-file",
                "\"" + std::string(text.substr(0, 80)) +
                    "\" is not the name of a file. Use original, version:N, preset:NAME, attachment:ID, metadata:csv "
                    "or pdf.");
}

bool take_prefix(std::string_view& text, std::string_view prefix) {
    if (!text.starts_with(prefix)) return false;
    text.remove_prefix(prefix.size());
    return true;
}

}  // namespace

Result<FileName> parse_file_name(std::string_view text) {
    FileName name;
    name.text = std::string(text);
    std::string_view rest = text;
    if (text == "original") return name;
    if (text == "pdf") {
        name.file.file_class = policy::FileClass::pdf;
        return name;
    }
    if (text == "metadata:csv") {
        name.file.file_class = policy::FileClass::metadata;
        return name;
    }
    if (take_prefix(rest, "version:")) {
        const auto [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), name.version);
        if (error != std::errc{} || end != rest.data() + rest.size() || name.version < 1) return unknown_file(text);
        name.file.file_class = policy::FileClass::version;
        return name;
    }
    if (take_prefix(rest, "attachment:")) {
        name.attachment = AttachmentId::parse(rest);
        if (!name.attachment) return unknown_file(text);
        name.file.file_class = policy::FileClass::attachment;
        return name;
    }
    if (text.starts_with("preset:") && text.size() > 7) {
        name.file.file_class = policy::FileClass::conversion;
        return name;
    }
    return unknown_file(text);
}

}  // namespace exeat::domain
