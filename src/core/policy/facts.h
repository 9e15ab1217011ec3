// The plain facts that decide() takes, and nothing else: what the site, the library, the folders, the asset, the
// people, their requests, the link and the wish are at one moment. Filled by state/authority with the usecases, and by
// the policy command from JSON. Facts own nothing: every view and span belongs to the caller, lives longer than the
// call, and no decision allocates. Refuses to know ids, rows and sessions.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "core/policy/file_set.h"
#include "core/policy/words.h"
#include "core/vocabulary/instant.h"

namespace exeat::policy {

/// Names of groups, or values of an attribute: compared exactly, in any order.
using Names = std::span<const std::string_view>;

/// One of the site's two settings of POLICY.md "Triggers".
struct Triggers {
    bool enabled = false;
    std::optional<Level> user_level;
    Names groups;
    std::optional<std::string_view> attribute_name;
    std::optional<std::string_view> attribute_value;
    Combine combine = Combine::supersede;
};

/// Whom everybody counts as who comes through a link.
struct PublicUser {
    Level level = Level::no_access;
    Names groups;
};

struct Site {
    Triggers justification;
    Triggers approval;
    bool conversions_count_as_original = false;
    bool attachments_count_as_original = false;
    PublicUser public_user;
};

struct Preset {
    std::string_view name;
    bool open_when_protected = false;
};

struct Library {
    Visibility visibility = Visibility::members;
    Access access = Access::locked;  // never inherit
    ViewerAccess viewer_access = ViewerAccess::open;
    Protection protection = Protection::on_request;  // never inherit
    bool watermark = false;
    bool grant_ends_on_replace = false;
    FileSet not_offered;
    Actions access_actions;  // what may be asked for where gate 6 blocks
    ReRequest re_request_download = ReRequest::always;
    ReRequest re_request_access = ReRequest::never;
    std::span<const Preset> presets;
};

struct Folder {
    Access access = Access::inherit;
    Protection protection = Protection::inherit;
};

/// A text of terms as it stood: another version is another text.
struct Terms {
    std::string_view id;
    std::int64_t version = 0;
    friend bool operator==(const Terms& one, const Terms& other) {
        return one.version == other.version && one.id == other.id;
    }
};

struct Attribute {
    std::string_view name;
    Names values;
};

struct Asset {
    Access access = Access::inherit;
    Protection protection = Protection::inherit;
    AssetStatus status = AssetStatus::draft;
    std::optional<Instant> available_from;
    std::optional<Instant> available_until;
    std::span<const Attribute> attributes;  // those that a trigger names are enough
    std::optional<Instant> replaced_at;
    FileSet not_offered;
    std::optional<Terms> terms;
};

/// A person as they are now, with their place at this asset: the highest of their memberships that has not ended.
struct Account {
    bool active = false;
    Level level = Level::no_access;
    Names groups;
    Flags flags;
    Role role = Role::none;
};

/// A request of this person (through a link: made on that link by the guest's verified address) for this asset.
struct Request {
    RequestKind kind = RequestKind::download;
    RequestStatus status = RequestStatus::pending;
    bool revoked = false;
    Actions actions;
    FileSet files = FileSet::every();
    Instant created_at;
    std::optional<Instant> decided_at;
    std::optional<Level> decided_by_level;
    std::optional<Instant> valid_until;
};

struct Link {
    LinkType type = LinkType::file;
    bool enabled = false;
    std::optional<Instant> starts_at;
    std::optional<Instant> expires_at;
    bool in_scope = false;  // this asset is what the link shares
    bool allow_download = false;
    bool show_metadata = false;
    bool comments = false;
    bool include_protected = false;  // ticked while this asset was in the link
    FileSet files = FileSet::every();
    std::int64_t downloads = 0;
    std::optional<std::int64_t> max_downloads;
    const Account* creator = nullptr;  // none for a portal
};

/// What came with this very delivery.
struct Accepted {
    bool justification = false;
    std::optional<Terms> terms;
};

/// Whose quota it is: the person's, or through a link the public user's. Counts are not negative.
struct Quota {
    std::int64_t used = 0;
    std::int64_t wanted = 0;
    std::int64_t limit = 0;
};

struct Facts {
    Instant now;
    const Site* site = nullptr;          // never null when decided
    const Library* library = nullptr;    // never null when decided
    std::span<const Folder> folders;     // the asset's, nearest first
    const Asset* asset = nullptr;        // never null when decided
    const Account* principal = nullptr;  // through a link: null, or the signed-in person who opened it
    std::span<const Request> requests;
    const Link* link = nullptr;
    Action action = Action::view;
    File file;
    LinkType share_type = LinkType::file;  // looked at for `share` only; never portal
    Accepted accepted;
    std::optional<Quota> quota;
};

}  // namespace exeat::policy
