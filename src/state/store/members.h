// Rows of memberships: the places of people and groups at libraries, folders and single assets.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/domain/records.h"
#include "platform/sql/database.h"

namespace exeat::store {

/// A membership with the id of its row.
struct Member {
    std::string id;
    domain::Membership membership;
};

/// With the names that a list shows.
struct NamedMember {
    Member member;
    std::string name;    // of the person or the group
    std::string email;   // of the person; empty for a group
    std::string folder;  // name; empty where there is none
    std::string asset;   // name; empty where there is none
};

/// The library itself, one of its folders, or one of its assets.
struct MemberPlace {
    LibraryId library;
    std::optional<FolderId> folder;
    std::optional<AssetId> asset;
    friend bool operator==(const MemberPlace&, const MemberPlace&) = default;
};

[[nodiscard]] Result<std::optional<Member>> read_member(sql::Session& session, std::string_view id);
[[nodiscard]] Result<std::vector<Member>> read_members(sql::Session& session);  // of all libraries
/// Of the library and everything in it: those of the person, and of the groups they are in.
[[nodiscard]] Result<std::vector<Member>> read_members_for(sql::Session& session, LibraryId library, PersonId person);
/// Of that place alone.
[[nodiscard]] Result<std::vector<Member>> read_members_at(sql::Session& session, const MemberPlace& place);
/// Of the library and everything in it that is there, by name.
[[nodiscard]] Result<std::vector<NamedMember>> read_named_members(sql::Session& session, LibraryId library);

/// The names of active people who own the library at that time, by themselves or by a group; the first ten.
[[nodiscard]] Result<std::vector<std::string>> read_owner_names(sql::Session& session, LibraryId library, Instant now);

/// Each notes the change. The person or group must exist. Errors of the first two: conflict "duplicate".
Done insert_member(sql::Transaction& transaction, const Member& member, Instant now);
/// Role and end.
Done update_member(sql::Transaction& transaction, const Member& member);
Done delete_member(sql::Transaction& transaction, std::string_view id);
/// An asset that moves to another library takes its own memberships along.
Done move_members(sql::Transaction& transaction, AssetId asset, LibraryId library);

/// The names of all groups.
[[nodiscard]] Result<std::vector<std::string>> read_group_names(sql::Session& session);
/// Whether such a person or group exists.
[[nodiscard]] Result<bool> has_person(sql::Session& session, PersonId id);
[[nodiscard]] Result<bool> has_group(sql::Session& session, GroupId id);

}  // namespace exeat::store
