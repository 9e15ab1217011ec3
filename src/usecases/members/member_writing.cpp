#include "usecases/members/member_writing.h"

#include <algorithm>

#include "state/store/assets.h"
#include "state/store/invitations.h"
#include "usecases/particulars.h"
#include "usecases/record.h"
#include "usecases/refused.h"

namespace exeat::usecases {
namespace {

bool is_same_subject(const domain::Membership& member, const WantedMember& wanted) {
    return member.person == wanted.person && member.group == wanted.group;
}

/// Lasts as long or longer; none is for ever.
bool lasts(std::optional<Instant> end, std::optional<Instant> wanted) {
    return !end || (wanted && *wanted <= *end);
}

}  // namespace

Done MemberWriting::go_to(std::optional<FolderId> folder, std::optional<AssetId> asset, const std::string& pointer) {
    const auto no_such_place = [&] {
        return wrong_member("wrong-members", pointer, "There is no such place in this library, or none to be seen.");
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

Done MemberWriting::replace(const std::vector<WantedMember>& wanted, const std::string& pointer) {
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

Result<std::string> MemberWriting::put(const WantedMember& wanted, const std::string& pointer) {
    EXEAT_TRY(check(wanted, pointer));
    const auto found = std::ranges::find_if(
        here_, [&](const store::Member& member) { return is_same_subject(member.membership, wanted); });
    if (found != here_.end() && found->membership.role == wanted.role && found->membership.ends_at == wanted.ends_at) {
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

Done MemberWriting::remove(const store::Member& member) {
    EXEAT_TRY(store::delete_member(transaction_, member.id));
    return note("member_removed", member);
}

bool MemberWriting::has(const WantedMember& wanted) const {
    return std::ranges::any_of(here_,
                               [&](const store::Member& member) { return is_same_subject(member.membership, wanted); });
}

Result<bool> MemberWriting::holds_as_much(policy::Role role, std::optional<Instant> ends_at) {
    EXEAT_TAKE(const auto me, standing_of(places_, caller_));
    if (me->level == policy::Level::administrator) return true;
    return std::ranges::any_of(*held_, [&](const store::Member& member) {
        const auto& held = member.membership;
        if (held.asset && held.asset != place_.asset) return false;
        if (held.folder && std::ranges::find(path_, *held.folder) == path_.end()) return false;
        return held.role >= role && lasts(held.ends_at, ends_at);
    });
}

Result<Permit> MemberWriting::permit_at(std::optional<FolderId> folder, std::optional<AssetId> asset) {
    if (!asset) return ask_at(places_, caller_, library_, folder, policy::Action::protect);
    EXEAT_TAKE(auto found, store::read_asset(transaction_, *asset));
    if (!found || found->deleted_at || found->library != library_) return nothing_here();
    domain::Wish wish;
    wish.action = policy::Action::protect;
    return ask(places_, caller_, std::make_shared<const domain::Asset>(std::move(*found)), wish);
}

Done MemberWriting::takes_role(policy::Role role, const std::string& pointer) const {
    if (role == policy::Role::none) {
        return wrong_member("wrong-members", pointer, "A member is a viewer, an editor or an owner.");
    }
    if (role == policy::Role::owner && (place_.folder || place_.asset)) {
        return wrong_member("wrong-members", pointer,
                            "Only libraries have owners. Folders and assets have viewers and editors.");
    }
    return {};
}

Done MemberWriting::check(const WantedMember& wanted, const std::string& pointer) {
    const auto wrong = [&](const char* member, const char* text) {
        return wrong_member("wrong-members", pointer + member, text);
    };
    if (wanted.person.has_value() == wanted.group.has_value()) {
        return wrong("", "A member is a person or a group: give one of them.");
    }
    EXEAT_TRY(takes_role(wanted.role, pointer + "/role"));
    EXEAT_TAKE(const auto is_there, wanted.person ? store::has_person(transaction_, *wanted.person)
                                                  : store::has_group(transaction_, *wanted.group));
    if (is_there) return {};
    return wanted.person ? wrong("/person", "There is no such person.") : wrong("/group", "There is no such group.");
}

/// SAFETY.md 4: nobody widens their own rights. Somebody may write a membership that reaches themselves only if they
/// hold as much here already, for as long.
Done MemberWriting::is_not_own_rise(const WantedMember& wanted) {
    EXEAT_TAKE(const auto me, standing_of(places_, caller_));
    const bool is_me = wanted.person == me->id ||
                       std::ranges::any_of(me->groups, [&](const auto& group) { return group.id == wanted.group; });
    EXEAT_TAKE(const bool may_be_mine, may_be_own_address(wanted));
    if (!is_me && !may_be_mine) return {};
    EXEAT_TAKE(const bool has_it, holds_as_much(wanted.role, wanted.ends_at));
    if (has_it) return {};
    return fail(ErrorKind::forbidden, "own-rights",
                is_me ? "This would give you more than you have. Ask another owner or an administrator."
                      : "Whom you invited gets no more from you than you have here, and for no longer. Ask another "
                        "owner or an administrator.");
}

/// Whom somebody invited may be themselves, at a second address.
Result<bool> MemberWriting::may_be_own_address(const WantedMember& wanted) {
    if (!wanted.person || !caller_.person) return false;
    return store::was_invited_by(transaction_, *wanted.person, *caller_.person);
}

Done MemberWriting::note(std::string_view kind, const store::Member& member) {
    const auto& membership = member.membership;
    Particulars particulars;
    particulars.text("role", policy::to_text(membership.role));
    if (membership.group) particulars.text("group", membership.group->text());
    if (membership.ends_at) particulars.text("ends_at", to_text(*membership.ends_at));
    return record(transaction_, caller_, now_,
                  {.kind = kind,
                   .library = library_,
                   .folder = membership.folder,
                   .asset = membership.asset,
                   .person = membership.person,
                   .about = member.id,
                   .body = particulars.body()});
}

}  // namespace exeat::usecases
