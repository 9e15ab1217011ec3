#include "usecases/members/invitations.h"

#include <algorithm>
#include <utility>

#include "state/store/assets.h"
#include "state/store/credentials.h"
#include "state/store/libraries.h"
#include "usecases/members/member_writing.h"
#include "usecases/members/place_words.h"
#include "usecases/members/shown.h"
#include "usecases/once.h"
#include "usecases/record.h"
#include "usecases/refused.h"

namespace exeat::usecases {
namespace {

std::unexpected<Error> has_ended() {
    return fail(ErrorKind::conflict, "invitation-ended",
                "This invitation waits no more: its person has come in, it was withdrawn, or what it was for is gone.");
}

/// Those that wait in a library, with what they made people of.
Result<std::vector<InvitationShown>> waiting_in(sql::Session& session, LibraryId library, Instant now) {
    EXEAT_TAKE(auto waiting, store::waiting_invitations(session, library));
    std::vector<InvitationShown> list;
    if (waiting.empty()) return list;
    EXEAT_TAKE(const auto members, all_members(session, library, now));
    for (auto& one : waiting) {
        const auto& invitation = one.invitation;
        InvitationShown shown;
        shown.id = invitation.id;
        shown.email = std::move(one.email);
        if (!one.inviter.empty()) shown.inviter = std::move(one.inviter);
        shown.created_at = invitation.created_at;
        shown.sent_at = invitation.sent_at;
        shown.link_ends_at = one.link_ends_at;
        const auto member = std::ranges::find(members.members, invitation.member, &MemberShown::id);
        if (member != members.members.end()) shown.member = *member;
        list.push_back(std::move(shown));
    }
    return list;
}

/// An invitation that is there, for whoever may change members at its place; nobody else learns of it.
struct AtHand {
    store::Invitation invitation;
    std::optional<store::Member> member;
    store::MemberPlace place;  // the library, once what it was for is gone
    bool is_lost = false;      // its membership was taken away, or its asset is in the bin
};
Result<AtHand> find_invitation(sql::Session& session, std::string_view id) {
    AtHand found;
    EXEAT_TAKE(auto invitation, store::read_invitation(session, id));
    if (!invitation) return nothing_here();
    found.invitation = std::move(*invitation);
    found.place.library = found.invitation.library;
    if (found.invitation.member.empty()) return found;
    EXEAT_TAKE(found.member, store::read_member(session, found.invitation.member));
    found.is_lost = !found.member;
    if (found.is_lost) return found;
    const auto& at = found.member->membership;
    if (at.asset) {
        EXEAT_TAKE(const auto asset, store::read_asset(session, *at.asset));
        found.is_lost = !asset || asset->deleted_at;
    }
    found.place.library = at.library;
    if (!found.is_lost) found.place = {at.library, at.folder, at.asset};
    return found;
}

Done go_to(MemberWriting& writing, const store::MemberPlace& place) {
    auto done = writing.go_to(place.folder, place.asset, "");
    if (done) return {};
    const auto kind = done.error().kind;
    return kind == ErrorKind::forbidden || kind == ErrorKind::invalid ? Done(nothing_here()) : done;
}

/// Its person as they are. Errors: those of has_ended().
Result<store::PersonRow> must_wait(sql::Session& session, const AtHand& at_hand) {
    if (at_hand.invitation.withdrawn_at) return has_ended();
    EXEAT_TAKE(auto person, store::read_person(session, at_hand.invitation.person));
    if (!person || person->has_password || !person->active) return has_ended();
    return std::move(*person);
}

Happening happening_of(std::string_view kind, const AtHand& at_hand) {
    return {.kind = kind,
            .library = at_hand.place.library,
            .folder = at_hand.place.folder,
            .asset = at_hand.place.asset,
            .person = at_hand.invitation.person,
            .about = at_hand.invitation.id};
}

/// The account of somebody who never came in, where an invitation made it, nobody else has changed it since, and
/// nothing else is left of it. Nobody ends an account above their own.
Done end_account(sql::Transaction& transaction, const Caller& caller, const domain::Standing& me,
                 store::Invitation& invitation, store::PersonRow person, Instant now) {
    EXEAT_TAKE(const bool holds, store::holds_anything(transaction, person.id));
    EXEAT_TAKE(const auto marks, store::account_marks(transaction, person.id));
    if (holds || marks.made_version != person.version || person.level > me.level) return {};
    EXEAT_TRY(store::end_resets(transaction, person.id));
    person.active = false;
    EXEAT_TRY(store::update_person(transaction, person));
    invitation.ended_version = person.version + 1;
    EXEAT_TRY(store::update_invitation(transaction, invitation));
    return record(transaction, caller, now,
                  {.kind = "person_updated", .person = person.id, .body = R"({"active":"no"})"});
}

/// A new link gives again what the invitation gave: only whoever could make it now sends it again.
Done must_give_as_much(sql::Session& session, const Caller& caller, const domain::Standing& me, MemberWriting& writing,
                       const AtHand& at_hand) {
    EXEAT_TAKE(const auto gives, what_is_given(session, caller, me, {}));
    EXEAT_TRY(must_invite(gives));
    if (!at_hand.member) return {};
    const auto& membership = at_hand.member->membership;
    EXEAT_TAKE(const bool holds, writing.holds_as_much(membership.role, membership.ends_at));
    if (holds) return {};
    return fail(ErrorKind::forbidden, "own-rights",
                "This invitation is to more than you have here, or for longer. Ask another owner or an administrator.");
}

Result<InvitationShown> shown_again(sql::Session& session, const AtHand& at_hand, Instant now) {
    EXEAT_TAKE(auto list, waiting_in(session, at_hand.place.library, now));
    const auto found = std::ranges::find(list, at_hand.invitation.id, &InvitationShown::id);
    if (found == list.end()) return has_ended();
    return std::move(*found);
}

}  // namespace

Result<InviteTerms> read_invite_terms(House& house, const Caller& caller, LibraryId library,
                                      const InviteQuestion& question) {
    EXEAT_TAKE(const auto place, ask_at(house.authority, caller, library, std::nullopt, policy::Action::protect));
    EXEAT_TRY(must(place));
    const auto& me = place.facts().person();
    EXEAT_TAKE(const auto gives, house.database.read([&](sql::Session& session) {
        return what_is_given(session, caller, me, question.account);
    }));
    InviteTerms terms;
    terms.may_invite = gives.may_invite();
    terms.sets_account = me.level == policy::Level::administrator;
    terms.level = static_cast<int>(gives.level);
    for (const auto& role : gives.roles) terms.roles.push_back({role.id, role.name});
    terms.warnings = domain::warnings_about({gives.level, gives.flags(), question.role, question.ends,
                                             place.facts().library().policy->settings().visibility});
    return terms;
}

Result<std::vector<InvitationShown>> list_invitations(House& house, const Caller& caller, LibraryId library) {
    EXEAT_TAKE(const auto place, ask_at(house.authority, caller, library, std::nullopt, policy::Action::protect));
    EXEAT_TRY(must(place));
    return house.database.read([&](sql::Session& session) { return waiting_in(session, library, place.now()); });
}

Result<InvitationShown> resend_invitation(House& house, const Caller& caller, std::string_view id,
                                          std::string_view base_url) {
    EXEAT_TAKE(const auto now, house.database.now());
    std::optional<Letter> letter;
    EXEAT_TAKE(auto shown, house.database.write([&](sql::Transaction& transaction) -> Result<InvitationShown> {
        letter.reset();
        store::StoredPlaces places(transaction, now);
        EXEAT_TAKE(const auto me, standing_of(places, caller));
        EXEAT_TAKE(auto at_hand, find_invitation(transaction, id));
        MemberWriting writing(transaction, caller, at_hand.place.library, now);
        EXEAT_TRY(go_to(writing, at_hand.place));
        EXEAT_TAKE(const auto before, done_before(transaction, caller.once));
        if (before) return shown_again(transaction, at_hand, now);
        if (at_hand.is_lost) return has_ended();
        EXEAT_TAKE(const auto person, must_wait(transaction, at_hand));
        EXEAT_TRY(must_give_as_much(transaction, caller, *me, writing, at_hand));
        EXEAT_TRY(count_invitation(transaction, *me, person.email, now));
        EXEAT_TAKE(const auto what, place_words(transaction, at_hand.place));
        EXEAT_TAKE(letter, write_invitation(house, transaction, person.id,
                                            {caller.person ? me->name : std::string_view{}, what}, base_url, now));
        at_hand.invitation.sent_at = now;
        EXEAT_TRY(store::update_invitation(transaction, at_hand.invitation));
        EXEAT_TRY(record(transaction, caller, now, happening_of("invitation_sent_again", at_hand)));
        EXEAT_TRY(note_done(transaction, caller.once, at_hand.invitation.id, now));
        return shown_again(transaction, at_hand, now);
    }));
    if (letter) EXEAT_TRY(write_letter_file(house, *letter));
    return shown;
}

Done withdraw_invitation(House& house, const Caller& caller, std::string_view id) {
    EXEAT_TAKE(const auto now, house.database.now());
    return change(house, [&](sql::Transaction& transaction) -> Done {
        store::StoredPlaces places(transaction, now);
        EXEAT_TAKE(const auto me, standing_of(places, caller));
        EXEAT_TAKE(auto at_hand, find_invitation(transaction, id));
        MemberWriting writing(transaction, caller, at_hand.place.library, now);
        EXEAT_TRY(go_to(writing, at_hand.place));
        EXEAT_TAKE(auto person, must_wait(transaction, at_hand));
        if (at_hand.member) {
            EXEAT_TRY(store::raise_members_version(transaction, at_hand.place.library, std::nullopt));
            EXEAT_TRY(writing.remove(*at_hand.member));
        }
        at_hand.invitation.withdrawn_at = now;
        EXEAT_TRY(store::update_invitation(transaction, at_hand.invitation));
        EXEAT_TRY(record(transaction, caller, now, happening_of("invitation_withdrawn", at_hand)));
        return end_account(transaction, caller, *me, at_hand.invitation, std::move(person), now);
    });
}

}  // namespace exeat::usecases
