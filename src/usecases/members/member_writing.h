// Changes of members in one transaction, place by place. Only for the use cases of this folder. Refuses to raise the
// version of a library's list of members: its caller knows over which one.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "state/store/places.h"
#include "usecases/members/members.h"
#include "usecases/permit.h"

namespace exeat::usecases {

class MemberWriting {
public:
    /// All must outlive it.
    MemberWriting(sql::Transaction& transaction, const Caller& caller, LibraryId library, Instant now)
        : transaction_(transaction), caller_(caller), library_(library), now_(now), places_(transaction, now) {}

    /// Goes to a place where the caller may change members. A place that is not there is a wrong member at `pointer`.
    Done go_to(std::optional<FolderId> folder, std::optional<AssetId> asset, const std::string& pointer);

    /// Whether the place where it went has members of that role. Errors: invalid "wrong-members" at `pointer`.
    Done takes_role(policy::Role role, const std::string& pointer) const;

    /// Exactly these at this place.
    Done replace(const std::vector<WantedMember>& wanted, const std::string& pointer);
    /// Adds it, or changes the one that is there. Returns the row's id.
    Result<std::string> put(const WantedMember& wanted, const std::string& pointer);
    Done remove(const store::Member& member);

    [[nodiscard]] bool has(const WantedMember& wanted) const;
    /// Whether the caller holds as much here as that role until then, by themselves or as an administrator.
    [[nodiscard]] Result<bool> holds_as_much(policy::Role role, std::optional<Instant> ends_at);
    [[nodiscard]] domain::Places& places() { return places_; }

private:
    Result<Permit> permit_at(std::optional<FolderId> folder, std::optional<AssetId> asset);
    Done check(const WantedMember& wanted, const std::string& pointer);
    Done is_not_own_rise(const WantedMember& wanted);
    Result<bool> may_be_own_address(const WantedMember& wanted);
    Done note(std::string_view kind, const store::Member& member);

    sql::Transaction& transaction_;
    const Caller& caller_;
    LibraryId library_;
    Instant now_;
    store::StoredPlaces places_;
    store::MemberPlace place_;
    std::vector<FolderId> path_;
    std::vector<store::Member> here_;
    std::optional<std::vector<store::Member>> held_;  // the caller's own, before any change
};

}  // namespace exeat::usecases
