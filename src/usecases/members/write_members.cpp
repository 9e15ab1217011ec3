#include <algorithm>

#include "state/store/assets.h"
#include "state/store/libraries.h"
#include "state/store/places.h"
#include "usecases/members/members.h"
#include "usecases/members/shown.h"
#include "usecases/once.h"
#include "usecases/particulars.h"
#include "usecases/permit.h"
#include "usecases/record.h"
#include "usecases/refused.h"

namespace exeat::usecases {
namespace {

constexpr std::size_t k_most_members = 10'000;

bool is_same_subject(const domain::Membership& member, const WantedMember& wanted) {
    return member.person == wanted.person && member.group == wanted.group;
}

/// Lasts as long or longer; none is for ever.
bool lasts(std::optional<Instant> end, std::optional<Instant> wanted) {
    return !end || (wanted && *wanted <= *end);
}

/// Changes of members in one transaction, place by place.
class Writing {
public:
    Writing(sql::Transaction& transaction, const Caller& caller, LibraryId library, Instant now)
        : transaction_(transaction), caller_(caller), library_(library), now_(now), places_(transaction, now) {}

    /// Goes to a place where the caller may change members. A place that is not there is a wrong member at `pointer`.
    Done go_to(std::optional<FolderId> folder, std::optional<AssetId> asset, const std::string& pointer) {
        const auto no_such_place = [&] {
            return wrong_member("wrong-members", pointer,
                                "There is no such place in this library, or none to be seen.");
        };
        if (folder && asset) {
            return wrong_member("wrong-members", pointer, "Name a folder, or an asset, or neither for the library.");
        }
        place_ = {library_, folder, asset};
        auto permit = permit_at(folder, asset);
        if (!permit && permit.error().kind == ErrorKind::not_found && (folder || asset)) return no_such_place();
        if (!permit) return std::unexpected(std::move(permit.error()));
        if (permit->decision().outcome == policy::Outcome::hidden && (folder || asset)) return no_such_place();
        EXEAT_TRY(must(*permit));
        if (!held_) {
            EXEAT_TAKE(const auto me, standing_of(places_, caller_));
            EXEAT_TAKE(held_, store::read_members_for(transaction_, library_, me->id));
        }
        path_.clear();
        for (const auto& above : permit->facts().folders()) path_.push_back(above->id);
        EXEAT_TAKE(here_, store::read_members_at(transaction_, place_));
        return {};
    }

    /// Exactly these at this place.
    Done replace(const std::vector<WantedMember>& wanted, const std::string& pointer) {
        for (std::size_t i = 0; i < wanted.size(); ++i) {
            const auto first = std::ranges::find_if(wanted, [&](const WantedMember& other) {
                return other.person == wanted[i].person && other.group == wanted[i].group;
            });
            if (first != wanted.begin() + static_cast<std::ptrdiff_t>(i)) {
                return wrong_member("wrong-members", pointer + "/" + std::to_string(i), "This one stands here twice.");
            }
        }
        for (const auto& member : here_) {
            const bool stays = std::ranges::any_of(
                wanted, [&](const WantedMember& one) { return is_same_subject(member.membership, one); });
            if (!stays) EXEAT_TRY(remove(member));
        }
        for (std::size_t i = 0; i < wanted.size(); ++i) {
            EXEAT_TRY(put(wanted[i], pointer + "/" + std::to_string(i)));
        }
        return {};
    }

    /// Adds it, or changes the one that is there. Returns the row's id.
    Result<std::string> put(const WantedMember& wanted, const std::string& pointer) {
        EXEAT_TRY(check(wanted, pointer));
        const auto found = std::ranges::find_if(
            here_, [&](const store::Member& member) { return is_same_subject(member.membership, wanted); });
        if (found != here_.end() && found->membership.role == wanted.role &&
            found->membership.ends_at == wanted.ends_at) {
            return found->id;
        }
        EXEAT_TRY(is_not_own_rise(wanted));
        store::Member member;
        member.membership = {library_,     place_.folder, place_.asset,  wanted.person,
                             wanted.group, wanted.role,   wanted.ends_at};
        if (found != here_.end()) {
            member.id = found->id;
            EXEAT_TRY(store::update_member(transaction_, member));
            EXEAT_TRY(note("member_changed", member));
        } else {
            member.id = to_text(new_id_bits(now_));
            EXEAT_TRY(store::insert_member(transaction_, member, now_));
            EXEAT_TRY(note("member_added", member));
        }
        return member.id;
    }

    Done remove(const store::Member& member) {
        EXEAT_TRY(store::delete_member(transaction_, member.id));
        return note("member_removed", member);
    }

    [[nodiscard]] bool has(const WantedMember& wanted) const {
        return std::ranges::any_of(
            here_, [&](const store::Member& member) { return is_same_subject(member.membership, wanted); });
    }

private:
    Result<Permit> permit_at(std::optional<FolderId> folder, std::optional<AssetId> asset) {
        if (!asset) return ask_at(places_, caller_, library_, folder, policy::Action::protect);
        EXEAT_TAKE(auto found, store::read_asset(transaction_, *asset));
        if (!found || found->deleted_at || found->library != library_) return nothing_here();
        domain::Wish wish;
        wish.action = policy::Action::protect;
        return ask(places_, caller_, std::make_shared<const domain::Asset>(std::move(*found)), wish);
    }

    Done check(const WantedMember& wanted, const std::string& pointer) {
        const auto wrong = [&](const char* member, const char* text) {
            return wrong_member("wrong-members", pointer + member, text);
        };
        if (wanted.person.has_value() == wanted.group.has_value()) {
            return wrong("", "A member is a person or a group: give one of them.");
        }
        if (wanted.role == policy::Role::none) return wrong("/role", "A member is a viewer, an editor or an owner.");
        if (wanted.role == policy::Role::owner && (place_.folder || place_.asset)) {
            return wrong("/role", "Only libraries have owners. Folders and assets have viewers and editors.");
        }
        EXEAT_TAKE(const auto is_there, wanted.person ? store::has_person(transaction_, *wanted.person)
                                                      : store::has_group(transaction_, *wanted.group));
        if (is_there) return {};
        return wanted.person ? wrong("/person", "There is no such person.")
                             : wrong("/group", "There is no such group.");
    }

    /// SAFETY.md 4: nobody widens their own rights. Somebody may write a membership that reaches themselves only if
    /// they hold as much here already, for as long.
    Done is_not_own_rise(const WantedMember& wanted) {
        EXEAT_TAKE(const auto me, standing_of(places_, caller_));
        if (me->level == policy::Level::administrator) return {};
        const bool is_me = wanted.person == me->id ||
                           std::ranges::any_of(me->groups, [&](const auto& group) { return group.id == wanted.group; });
        if (!is_me) return {};
        const bool has_it = std::ranges::any_of(*held_, [&](const store::Member& member) {
            const auto& held = member.membership;
            if (held.asset && held.asset != place_.asset) return false;
            if (held.folder && std::ranges::find(path_, *held.folder) == path_.end()) return false;
            return held.role >= wanted.role && lasts(held.ends_at, wanted.ends_at);
        });
        if (has_it) return {};
        return fail(ErrorKind::forbidden, "own-rights",
                    "This would give you more than you have. Ask another owner or an administrator.");
    }

    Done note(std::string_view kind, const store::Member& member) {
        const auto& membership = member.membership;
        Particulars particulars;
        particulars.text("role", policy::to_text(membership.role));
        if (membership.group) particulars.text("group", membership.group->text());
        if (membership.ends_at) particulars.text("ends_at", to_text(*membership.ends_at));
        return record(transaction_, caller_, now_,
                      {.kind = kind,
                       .library = library_,
                       .folder = place_.folder,
                       .asset = place_.asset,
                       .person = membership.person,
                       .about = member.id,
                       .body = particulars.body()});
    }

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

Done write_in(sql::Transaction& transaction, const Caller& caller, LibraryId library, std::int64_t version,
              const std::vector<PlaceMembers>& places, Instant now) {
    Writing writing(transaction, caller, library, now);
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
        Writing writing(transaction, caller, place.library, now);
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
        Writing writing(transaction, caller, at.library, now);
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
