#include <algorithm>

#include "state/store/libraries.h"
#include "state/store/places.h"
#include "usecases/members/member_writing.h"
#include "usecases/members/members.h"
#include "usecases/members/shown.h"
#include "usecases/once.h"
#include "usecases/refused.h"

namespace exeat::usecases {
namespace {

constexpr std::size_t k_most_members = 10'000;

Done write_in(sql::Transaction& transaction, const Caller& caller, LibraryId library, std::int64_t version,
              const std::vector<PlaceMembers>& places, Instant now) {
    MemberWriting writing(transaction, caller, library, now);
    EXEAT_TRY(writing.go_to(std::nullopt, std::nullopt, ""));
    EXEAT_TRY(store::raise_members_version(transaction, library, version));
    for (std::size_t i = 0; i < places.size(); ++i) {
        const auto pointer = "/places/" + std::to_string(i);
        EXEAT_TRY(writing.go_to(places[i].folder, places[i].asset, pointer));
        EXEAT_TRY(writing.replace(places[i].members, pointer + "/members"));
    }
    return {};
}

}  // namespace

Result<MemberList> write_members(House& house, const Caller& caller, LibraryId library, std::int64_t version,
                                 const std::vector<PlaceMembers>& places) {
    std::size_t count = 0;
    for (const auto& place : places) count += place.members.size();
    if (count > k_most_members) {
        return wrong_member("wrong-members", "/places", "At most 10,000 members are written at once.");
    }
    EXEAT_TAKE(const auto now, house.database.now());
    return change(house, [&](sql::Transaction& transaction) -> Result<MemberList> {
        EXEAT_TRY(write_in(transaction, caller, library, version, places, now));
        return all_members(transaction, library, now);
    });
}

Result<MemberShown> add_member(House& house, const Caller& caller, const store::MemberPlace& place,
                               const WantedMember& wanted) {
    EXEAT_TAKE(const auto now, house.database.now());
    return change(house, [&](sql::Transaction& transaction) -> Result<MemberShown> {
        MemberWriting writing(transaction, caller, place.library, now);
        EXEAT_TRY(writing.go_to(place.folder, place.asset, ""));
        EXEAT_TAKE(auto id, done_before(transaction, caller.once));
        if (!id) {
            if (writing.has(wanted)) {
                return fail(ErrorKind::conflict, "member-already", "They are a member here already.");
            }
            EXEAT_TRY(store::raise_members_version(transaction, place.library, std::nullopt));
            EXEAT_TAKE(id, writing.put(wanted, ""));
            EXEAT_TRY(note_done(transaction, caller.once, *id, now));
        }
        EXEAT_TAKE(const auto list, all_members(transaction, place.library, now));
        const auto found = std::ranges::find(list.members, *id, &MemberShown::id);
        if (found == list.members.end()) return nothing_here();  // made before, and taken away again
        return *found;
    });
}

Done remove_member(House& house, const Caller& caller, std::string_view id) {
    EXEAT_TAKE(const auto now, house.database.now());
    return change(house, [&](sql::Transaction& transaction) -> Done {
        store::StoredPlaces places(transaction, now);
        EXEAT_TAKE(const auto person, standing_of(places, caller));
        EXEAT_TAKE(const auto member, store::read_member(transaction, id));
        if (!member) return nothing_here();
        const auto& at = member->membership;
        MemberWriting writing(transaction, caller, at.library, now);
        // Whoever may not change members here learns nothing of their ids.
        if (auto done = writing.go_to(at.folder, at.asset, ""); !done) {
            const auto kind = done.error().kind;
            return kind == ErrorKind::forbidden || kind == ErrorKind::invalid ? Done(nothing_here()) : done;
        }
        EXEAT_TRY(store::raise_members_version(transaction, at.library, std::nullopt));
        return writing.remove(*member);
    });
}

}  // namespace exeat::usecases
