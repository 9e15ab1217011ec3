#include "state/store/assets.h"
#include "state/store/group_rows.h"
#include "state/store/libraries.h"
#include "state/store/people_rows.h"
#include "state/store/places.h"
#include "usecases/members/members.h"
#include "usecases/members/shown.h"
#include "usecases/permit.h"
#include "usecases/refused.h"

namespace exeat::usecases {
namespace {

std::optional<std::string> text_or_none(const std::string& text) {
    return text.empty() ? std::nullopt : std::optional(text);
}

MemberShown shown(const store::NamedMember& named, Instant now) {
    const auto& membership = named.member.membership;
    MemberShown shown;
    shown.id = named.member.id;
    shown.library = membership.library;
    shown.folder = membership.folder;
    shown.folder_name = text_or_none(named.folder);
    shown.asset = membership.asset;
    shown.asset_name = text_or_none(named.asset);
    shown.person = membership.person;
    shown.email = text_or_none(named.email);
    shown.group = membership.group;
    shown.name = named.name;
    shown.role = membership.role;
    shown.ends_at = membership.ends_at;
    shown.in_force = !membership.ends_at || now < *membership.ends_at;
    return shown;
}

}  // namespace

Result<MemberList> all_members(sql::Session& session, LibraryId library, Instant now) {
    MemberList list;
    EXEAT_TAKE(list.version, store::read_members_version(session, library));
    EXEAT_TAKE(const auto members, store::read_named_members(session, library));
    for (const auto& named : members) list.members.push_back(shown(named, now));
    return list;
}

namespace {

/// Those that `wanted` says, after the permit.
template <class Wanted>
Result<MemberList> list(House& house, const Permit& place, Wanted wanted) {
    EXEAT_TRY(must(place));
    const auto library = place.facts().library().id;
    auto all = house.database.read([&](sql::Session& session) { return all_members(session, library, place.now()); });
    if (all) std::erase_if(all->members, [&](const MemberShown& one) { return !wanted(one); });
    return all;
}

}  // namespace

Result<MemberList> list_members_of_library(House& house, const Caller& caller, LibraryId library) {
    EXEAT_TAKE(const auto place, ask_at(house.authority, caller, library, std::nullopt, policy::Action::protect));
    return list(house, place, [](const MemberShown&) { return true; });
}

Result<MemberList> list_members_of_folder(House& house, const Caller& caller, FolderId folder) {
    EXEAT_TAKE(const auto path, house.authority.folder_path(folder));
    if (path.empty()) {
        EXEAT_TAKE(const auto person, standing_of(house.authority, caller));
        return nothing_here();
    }
    EXEAT_TAKE(const auto place,
               ask_at(house.authority, caller, path.front()->library, folder, policy::Action::protect));
    return list(house, place, [folder](const MemberShown& one) { return one.folder == folder; });
}

Result<MemberList> list_members_of_asset(House& house, const Caller& caller, AssetId id) {
    EXEAT_TAKE(const auto asset, house.authority.asset(id));
    if (!asset) {
        EXEAT_TAKE(const auto person, standing_of(house.authority, caller));
        return nothing_here();
    }
    domain::Wish wish;
    wish.action = policy::Action::protect;
    EXEAT_TAKE(const auto place, ask(house.authority, caller, asset, wish));
    return list(house, place, [id](const MemberShown& one) { return one.asset == id; });
}

Result<std::vector<Candidate>> find_candidates(House& house, const Caller& caller, LibraryId library,
                                               std::string_view text) {
    EXEAT_TAKE(const auto place, ask_at(house.authority, caller, library, std::nullopt, policy::Action::protect));
    EXEAT_TRY(must(place));
    const store::NameQuery query{std::string(text), {}, k_candidates_told};
    return house.database.read([&](sql::Session& session) -> Result<std::vector<Candidate>> {
        std::vector<Candidate> found;
        EXEAT_TAKE(const auto people, store::list_people(session, query));
        for (const auto& person : people) {
            if (person.active) found.push_back({person.id, person.email, std::nullopt, person.name});
        }
        EXEAT_TAKE(const auto groups, store::list_groups(session, query));
        for (const auto& group : groups) found.push_back({std::nullopt, std::nullopt, group.id, group.name});
        return found;
    });
}

}  // namespace exeat::usecases
