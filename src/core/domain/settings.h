// The settings that owners and administrators write, as they are kept, and the form in which the policy reads them.
// Kept by state/store, held by state/authority. Refuses to know rows and JSON.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/domain/request_form.h"
#include "core/policy/facts.h"
#include "core/vocabulary/id.h"

namespace exeat::domain {

/// One of the site's two triggers (POLICY.md "Triggers").
struct TriggerSettings {
    bool enabled = false;
    std::optional<int> user_level;
    std::vector<std::string> groups;
    std::optional<std::string> attribute_name;
    std::optional<std::string> attribute_value;
    policy::Combine combine = policy::Combine::supersede;
    friend bool operator==(const TriggerSettings&, const TriggerSettings&) = default;
};

/// Whom anonymous visitors of links and portals count as.
struct PublicUserSettings {
    int level = 2;
    std::vector<std::string> groups;
    friend bool operator==(const PublicUserSettings&, const PublicUserSettings&) = default;
};

/// How many files somebody may take in a span of days; a person's own limit overrules the number. Gate 11.
struct QuotaSettings {
    std::optional<std::int64_t> limit;  // null: no limit
    int days = 1;                       // 1 to 366: the day of the download and the days before it, UTC
    friend bool operator==(const QuotaSettings&, const QuotaSettings&) = default;
};

struct SiteSettings {
    TriggerSettings justification;
    TriggerSettings approval;
    bool conversions_count_as_original = false;
    bool attachments_count_as_original = false;
    PublicUserSettings public_user;
    QuotaSettings quota;
    friend bool operator==(const SiteSettings&, const SiteSettings&) = default;
};

struct PresetSettings {
    std::string name;
    bool open_when_protected = false;
    friend bool operator==(const PresetSettings&, const PresetSettings&) = default;
};

struct ReRequestSettings {
    policy::ReRequest download = policy::ReRequest::always;
    policy::ReRequest access = policy::ReRequest::never;
    friend bool operator==(const ReRequestSettings&, const ReRequestSettings&) = default;
};

/// How long a grant lasts, as an owner picks it; counted from the decision.
enum class Span : std::uint8_t { hour, day, week, month, quarter, year, date, unlimited };

struct ValiditySettings {
    Span span = Span::unlimited;
    std::optional<Instant> until;  // of Span::date
    friend bool operator==(const ValiditySettings&, const ValiditySettings&) = default;
};

/// A note that those who decide can begin with when they reject.
struct NamedNote {
    std::string name;
    std::string text;
    friend bool operator==(const NamedNote&, const NamedNote&) = default;
};

/// How a library takes requests and answers them (FEATURES.md D2, D3, D7, D11).
struct RequestSettings {
    bool form = true;  // off: one click sends, and nothing is asked
    std::vector<FormField> fields;
    std::optional<TermsId> terms;  // to be accepted with the form
    bool auto_approval = false;    // of downloads
    ValiditySettings default_validity{Span::month, std::nullopt};
    ValiditySettings longest_validity;
    std::vector<PersonId> not_receivers;  // owners who were taken off the list
    bool note_required = false;           // to reject
    std::vector<NamedNote> rejection_notes;
    friend bool operator==(const RequestSettings&, const RequestSettings&) = default;
};

/// Which types of files a library takes: any, those of its kind, or those of a list ("image/*").
enum class AcceptRule : std::uint8_t { any, kind, list };
struct AcceptedTypes {
    AcceptRule rule = AcceptRule::any;  // of libraries older than this setting; a new one has its kind's
    std::vector<std::string> list;      // of AcceptRule::list
    friend bool operator==(const AcceptedTypes&, const AcceptedTypes&) = default;
};

/// The usage settings of a library. A new one is seen by its members only, unlocked, open, and lets viewers download.
struct LibrarySettings {
    policy::Visibility visibility = policy::Visibility::members;
    policy::Access access = policy::Access::unlocked;
    policy::ViewerAccess viewer_access = policy::ViewerAccess::open;
    policy::Protection protection = policy::Protection::open;
    bool watermark = false;
    bool grant_ends_on_replace = false;
    std::vector<std::string> not_offered;
    std::vector<policy::Action> access_actions{policy::Action::download, policy::Action::edit, policy::Action::update,
                                               policy::Action::organise, policy::Action::delete_};
    ReRequestSettings re_request;
    std::vector<PresetSettings> presets;
    RequestSettings requests;
    AcceptedTypes accepted_types;
    friend bool operator==(const LibrarySettings&, const LibrarySettings&) = default;
};

/// Site settings with the views that decide() reads. Not copied: shared and never changed.
class SitePolicy {
public:
    explicit SitePolicy(SiteSettings settings);
    SitePolicy(const SitePolicy&) = delete;
    SitePolicy& operator=(const SitePolicy&) = delete;
    [[nodiscard]] const SiteSettings& settings() const { return settings_; }
    [[nodiscard]] const policy::Site& view() const { return view_; }

private:
    SiteSettings settings_;
    std::vector<std::string_view> justification_groups_;
    std::vector<std::string_view> approval_groups_;
    std::vector<std::string_view> public_groups_;
    policy::Site view_;
};

/// Library settings with the views that decide() reads. Not copied: shared and never changed.
class LibraryPolicy {
public:
    explicit LibraryPolicy(LibrarySettings settings);
    LibraryPolicy(const LibraryPolicy&) = delete;
    LibraryPolicy& operator=(const LibraryPolicy&) = delete;
    [[nodiscard]] const LibrarySettings& settings() const { return settings_; }
    [[nodiscard]] const policy::Library& view() const { return view_; }

private:
    LibrarySettings settings_;
    policy::KeptFileSet not_offered_;
    std::vector<policy::Preset> presets_;
    policy::Library view_;
};

}  // namespace exeat::domain
