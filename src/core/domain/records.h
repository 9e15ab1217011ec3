// The nouns of the product as they are kept: people with their standing, libraries, folders, assets, memberships.
// Made by state/store, held by state/authority, read by use cases. Refuses to know rows and JSON.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/domain/settings.h"
#include "core/policy/words.h"
#include "core/vocabulary/digest.h"
#include "core/vocabulary/id.h"
#include "core/vocabulary/instant.h"

namespace exeat::domain {

struct GroupName {
    GroupId id;
    std::string name;
};

/// A person as the policy sees them, wherever they stand: level, flags of all roles united, groups.
struct Standing {
    PersonId id;
    std::string email;
    std::string name;
    bool active = false;
    policy::Level level = policy::Level::no_access;
    policy::Flags flags;
    std::vector<GroupName> groups;
    std::optional<std::int64_t> quota_limit;  // overrules the site's; null: the site's
};

enum class LibraryKind : std::uint8_t { media, logo, icon, document };

struct Library {
    LibraryId id;
    std::string name;
    LibraryKind kind = LibraryKind::media;
    std::optional<Instant> archived_at;
    Instant created_at;
    std::int64_t version = 1;
    std::shared_ptr<const LibraryPolicy> policy;  // never null
};

struct Folder {
    FolderId id;
    LibraryId library;
    std::optional<FolderId> parent;  // none: at the top of the library
    std::string name;
    policy::Access access = policy::Access::inherit;
    policy::Protection protection = policy::Protection::inherit;
    Instant created_at;
    std::int64_t version = 1;
};

/// A text of terms as it stood.
struct TermsVersion {
    TermsId id;
    std::int64_t number = 1;
    friend bool operator==(const TermsVersion&, const TermsVersion&) = default;
};

struct AttributeValues {
    std::string name;
    std::vector<std::string> values;
};

/// The rules of an asset: what the policy reads of it.
struct AssetRules {
    policy::Access access = policy::Access::inherit;
    policy::Protection protection = policy::Protection::inherit;
    policy::AssetStatus status = policy::AssetStatus::published;
    std::optional<Instant> available_from;
    std::optional<Instant> available_until;
    std::vector<std::string> not_offered;
    std::optional<TermsVersion> terms;  // the newest text of the terms that it carries
    std::vector<AttributeValues> attributes;
    std::optional<Instant> replaced_at;
};

struct Asset {
    std::int64_t no = 0;
    AssetId id;
    LibraryId library;
    std::optional<FolderId> folder;  // none: at the top of the library
    std::string name;                // the file's name: 1 to 255 bytes of UTF-8 without NUL
    std::string media_type;
    std::int64_t size = 0;
    Digest digest;
    AssetRules rules;
    Instant created_at;
    std::optional<PersonId> created_by;
    std::int64_t version = 1;
    std::optional<Instant> deleted_at;
};

/// A place for a person or a group at a library, a folder (and all below) or one asset.
struct Membership {
    LibraryId library;
    std::optional<FolderId> folder;
    std::optional<AssetId> asset;
    std::optional<PersonId> person;
    std::optional<GroupId> group;
    policy::Role role = policy::Role::viewer;
    std::optional<Instant> ends_at;
};

/// The role that these memberships give a person, whatever place they are of: the highest that has not ended at `now`
/// (POLICY.md "role": they only ever add).
[[nodiscard]] policy::Role highest_role(const std::vector<Membership>& memberships, Instant now);

}  // namespace exeat::domain

namespace exeat::policy {
template <>
inline constexpr std::array<std::string_view, 4> k_words<domain::LibraryKind>{"media", "logo", "icon", "document"};
}  // namespace exeat::policy
