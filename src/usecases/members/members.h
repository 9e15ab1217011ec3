// Members: the places of people and groups at a library, at a folder for it and all below, or at one asset. Called by
// src/api/members_routes.cpp and the command line. Every call asks for `protect` at the place. Refuses to let anybody
// give themselves more than they have.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "state/store/members.h"
#include "usecases/caller.h"
#include "usecases/house.h"

namespace exeat::usecases {

struct MemberShown {
    std::string id;
    LibraryId library;
    std::optional<FolderId> folder;
    std::optional<std::string> folder_name;
    std::optional<AssetId> asset;
    std::optional<std::string> asset_name;
    std::optional<PersonId> person;
    std::optional<std::string> email;  // of the person
    std::optional<GroupId> group;
    std::string name;  // of the person or the group
    policy::Role role = policy::Role::viewer;
    std::optional<Instant> ends_at;
    bool in_force = true;  // it has not ended
};

struct MemberList {
    std::vector<MemberShown> members;
    std::int64_t version = 1;  // of the library's list as a whole
};

/// Of a library: with those of its folders and assets. Errors: not_found, forbidden.
[[nodiscard]] Result<MemberList> list_members_of_library(House& house, const Caller& caller, LibraryId library);
/// Of that folder, or that asset, alone.
[[nodiscard]] Result<MemberList> list_members_of_folder(House& house, const Caller& caller, FolderId folder);
[[nodiscard]] Result<MemberList> list_members_of_asset(House& house, const Caller& caller, AssetId asset);

/// Somebody who could become a member: a person or a group.
struct Candidate {
    std::optional<PersonId> person;
    std::optional<std::string> email;  // of the person
    std::optional<GroupId> group;
    std::string name;
};
inline constexpr int k_candidates_told = 20;
/// People who can sign in and groups whose name (or e-mail address) holds the text: the first ones of each, by name.
/// For owners, who have to find whom they add; the whole list of people is for administrators. Errors: not_found,
/// forbidden.
[[nodiscard]] Result<std::vector<Candidate>> find_candidates(House& house, const Caller& caller, LibraryId library,
                                                             std::string_view text);

/// A person or a group, not both.
struct WantedMember {
    std::optional<PersonId> person;
    std::optional<GroupId> group;
    policy::Role role = policy::Role::viewer;
    std::optional<Instant> ends_at;
};
/// Exactly these at one place of the library from now on; without folder and asset: at the library itself.
struct PlaceMembers {
    std::optional<FolderId> folder;
    std::optional<AssetId> asset;
    std::vector<WantedMember> members;
};

/// Replaces the members of the places that are given; other places stay. Errors: invalid "wrong-members" with every
/// wrong place, forbidden "own-rights", conflict "stale".
[[nodiscard]] Result<MemberList> write_members(House& house, const Caller& caller, LibraryId library,
                                               std::int64_t version, const std::vector<PlaceMembers>& places);

/// One more. Errors: as above; conflict "member-already" when they are one there.
[[nodiscard]] Result<MemberShown> add_member(House& house, const Caller& caller, const store::MemberPlace& place,
                                             const WantedMember& wanted);
Done remove_member(House& house, const Caller& caller, std::string_view id);

}  // namespace exeat::usecases
