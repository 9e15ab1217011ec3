#include <algorithm>
#include <utility>

#include "service/identity/email_address.h"
#include "state/store/libraries.h"
#include "state/store/people.h"
#include "usecases/members/invitations.h"
#include "usecases/members/member_writing.h"
#include "usecases/members/place_words.h"
#include "usecases/members/shown.h"
#include "usecases/once.h"
#include "usecases/particulars.h"
#include "usecases/record.h"
#include "usecases/refused.h"

namespace exeat::usecases {
namespace {

constexpr char k_invited_mark = 'i';
constexpr char k_added_mark = 'a';
constexpr char k_left_mark = 'l';
constexpr char k_word_end = '\t';
constexpr char k_line_end = '\n';

/// Addresses as accounts have them, each once, in their order.
Result<std::vector<std::string>> addresses_of(const std::vector<std::string>& texts) {
    if (texts.empty()) return wrong_member("wrong-email", "/emails", "Name at least one address.");
    if (texts.size() > k_most_invited_at_once) {
        return wrong_member("wrong-email", "/emails", "At most 50 addresses at once.");
    }
    std::vector<std::string> addresses;
    std::vector<FieldError> faults;
    for (std::size_t i = 0; i < texts.size(); ++i) {
        auto address = identity::accept_email(texts[i], "/emails/" + std::to_string(i));
        if (!address) {
            faults.push_back({"/emails/" + std::to_string(i), address.error().text});
            continue;
        }
        const auto is_same = [&](const std::string& other) {
            return identity::email_key(other) == identity::email_key(*address);
        };
        if (std::ranges::none_of(addresses, is_same)) addresses.push_back(std::move(*address));
    }
    if (!faults.empty()) return wrong_members("wrong-email", std::move(faults));
    return addresses;
}

/// What the transaction leaves behind.
struct Made {
    std::vector<std::pair<InviteOutcome, std::string>> members;  // ids of rows, in the order of the addresses
    std::vector<std::vector<domain::Warning>> warnings;          // about each of them
    std::vector<NotInvited> left;
    std::optional<Error> first_refusal;
    std::vector<domain::Warning> about_new;
    std::vector<Letter> letters;
};

/// A line for each address, as note_done() keeps it; what parts lines and words stands in no address and no text.
std::string text_of(const Made& made) {
    std::string text;
    for (const auto& [outcome, id] : made.members) {
        text += (outcome == InviteOutcome::invited ? k_invited_mark : k_added_mark) + id + k_line_end;
    }
    for (const auto& one : made.left) {
        text += k_left_mark + one.email + k_word_end + one.code + k_word_end + one.text + k_line_end;
    }
    return text;
}

NotInvited left_before(std::string_view line) {
    const auto email_end = std::min(line.find(k_word_end), line.size());
    const auto code_end = std::min(line.find(k_word_end, email_end + 1), line.size());
    NotInvited left;
    left.email = line.substr(0, email_end);
    if (email_end < line.size()) left.code = line.substr(email_end + 1, code_end - email_end - 1);
    if (code_end < line.size()) left.text = line.substr(code_end + 1);
    return left;
}

Made made_before(std::string_view text) {
    Made made;
    for (std::size_t from = 0; from < text.size();) {
        const auto to = std::min(text.find(k_line_end, from), text.size());
        const auto line = text.substr(from + 1, to - from - 1);
        if (text[from] == k_left_mark) {
            made.left.push_back(left_before(line));
        } else {
            const auto outcome = text[from] == k_invited_mark ? InviteOutcome::invited : InviteOutcome::added;
            made.members.emplace_back(outcome, std::string(line));
        }
        from = to + 1;
    }
    made.warnings.resize(made.members.size());
    return made;
}

/// The people behind some addresses, at one place, in one transaction.
class Inviting {
public:
    Inviting(House& house, sql::Transaction& transaction, const Caller& caller, const InviteWish& wanted,
             std::string_view base_url, Instant now)
        : house_(house),
          transaction_(transaction),
          caller_(caller),
          wanted_(wanted),
          base_url_(base_url),
          now_(now),
          writing_(transaction, caller, wanted.place.library, now) {}

    Result<Made> run() {
        const auto& place = wanted_.place;
        EXEAT_TRY(writing_.go_to(place.folder, place.asset, ""));
        EXEAT_TAKE(const auto before, done_before(transaction_, caller_.once));
        if (before) return made_before(*before);
        EXEAT_TRY(writing_.takes_role(wanted_.role, "/role"));
        if (wanted_.ends_at && *wanted_.ends_at <= now_) {
            return wrong_member("wrong-members", "/ends_at", "This end is over: they would be members of nothing.");
        }
        EXEAT_TAKE(const auto addresses, addresses_of(wanted_.emails));
        EXEAT_TAKE(me_, standing_of(writing_.places(), caller_));
        EXEAT_TAKE(gives_, what_is_given(transaction_, caller_, *me_, wanted_.account));
        EXEAT_TAKE(library_, writing_.places().library(place.library));
        EXEAT_TAKE(what_, place_words(transaction_, place));
        for (const auto& address : addresses) {
            auto done = take(address);
            if (!done) EXEAT_TRY(leave(address, std::move(done.error())));
        }
        if (made_.members.empty()) return fail(std::move(*made_.first_refusal));
        EXEAT_TRY(store::raise_members_version(transaction_, place.library, std::nullopt));
        EXEAT_TRY(note_done(transaction_, caller_.once, text_of(made_), now_));
        const bool made_any =
            std::ranges::any_of(made_.members, [](const auto& one) { return one.first == InviteOutcome::invited; });
        if (made_any) made_.about_new = warnings_for(gives_.level, gives_.flags());
        return std::move(made_);
    }

private:
    Done take(const std::string& address) {
        EXEAT_TAKE(const auto found, find_address(transaction_, address));
        switch (found.of) {
            case AddressOf::somebody:
                return add(found.person->id);
            case AddressOf::invited:
                // Who waits by another invitation gets a letter of this one, too.
                return gives_.may_invite() ? invite(address, found) : add(found.person->id);
            case AddressOf::suspended:
                if (gives_.may_invite() || me_->level == policy::Level::administrator) return is_closed();
                return must_invite(gives_);
            case AddressOf::nobody:
            case AddressOf::withdrawn:
                return gives_.may_invite() ? invite(address, found) : must_invite(gives_);
        }
        return {};
    }

    /// One that is about this address alone leaves it out.
    Done leave(const std::string& address, Error error) {
        const bool is_alone = error.kind == ErrorKind::conflict || error.kind == ErrorKind::forbidden ||
                              error.code == "too-many-invitations";
        if (!is_alone || error.code == "site-held") return fail(std::move(error));
        made_.left.push_back({address, error.code, error.text});
        if (!made_.first_refusal) made_.first_refusal = std::move(error);
        return {};
    }

    Done is_closed() const {
        if (me_->level == policy::Level::administrator) {
            return fail(ErrorKind::conflict, "account-suspended",
                        "The account of this address is suspended. Let it in again on its page first.");
        }
        return fail(ErrorKind::conflict, "not-invited",
                    "This address cannot be invited from here. Ask an administrator.");
    }

    [[nodiscard]] WantedMember member_for(PersonId person) const {
        return {person, std::nullopt, wanted_.role, wanted_.ends_at};
    }

    [[nodiscard]] std::vector<domain::Warning> warnings_for(policy::Level level, policy::Flags flags) const {
        return domain::warnings_about(
            {level, flags, wanted_.role, wanted_.ends_at.has_value(), library_->policy->settings().visibility});
    }

    Done must_be_new(const WantedMember& member) const {
        if (!writing_.has(member)) return {};
        return fail(ErrorKind::conflict, "member-already", "They are a member here already.");
    }

    Done add(PersonId person) {
        const auto member = member_for(person);
        EXEAT_TRY(must_be_new(member));
        EXEAT_TAKE(auto id, writing_.put(member, ""));
        std::vector<domain::Warning> warnings;
        // The level and the roles of somebody are for administrators to know.
        if (me_->level == policy::Level::administrator) {
            EXEAT_TAKE(const auto standing, store::read_standing(transaction_, person));
            if (standing) warnings = warnings_for(standing->level, standing->flags);
        }
        made_.members.emplace_back(InviteOutcome::added, std::move(id));
        made_.warnings.push_back(std::move(warnings));
        return {};
    }

    Done invite(const std::string& address, const AddressFound& found) {
        if (found.person) EXEAT_TRY(must_be_new(member_for(found.person->id)));
        // An inviter may read what comes to an address: through it they must not come to more than they have.
        EXEAT_TAKE(const bool holds, writing_.holds_as_much(wanted_.role, wanted_.ends_at));
        if (!holds) {
            return fail(ErrorKind::forbidden, "own-rights",
                        "Nobody is invited to more than you have here, or for longer. Choose an earlier end, or ask "
                        "an administrator.");
        }
        EXEAT_TRY(count_invitation(transaction_, *me_, address, now_));
        const bool is_waiting = found.of == AddressOf::invited;
        store::Invitation invitation;
        if (is_waiting) {
            invitation.person = found.person->id;
        } else {
            EXEAT_TAKE(const auto made, make_invited_account(transaction_, caller_, address, found, gives_, now_));
            invitation.person = made.person;
            invitation.made_version = made.version;
        }
        const auto person = invitation.person;
        EXEAT_TAKE(auto member, writing_.put(member_for(person), ""));
        invitation.id = to_text(new_id_bits(now_));
        invitation.library = wanted_.place.library;
        invitation.member = member;
        invitation.invited_by = caller_.person;
        invitation.created_at = now_;
        invitation.sent_at = now_;
        EXEAT_TRY(store::insert_invitation(transaction_, invitation));
        EXEAT_TAKE(auto letter,
                   write_invitation(house_, transaction_, person,
                                    {caller_.person ? me_->name : std::string_view{}, what_}, base_url_, now_));
        EXEAT_TRY(record(transaction_, caller_, now_,
                         {.kind = "invitation_sent",
                          .library = wanted_.place.library,
                          .folder = wanted_.place.folder,
                          .asset = wanted_.place.asset,
                          .person = person,
                          .about = invitation.id,
                          .body = Particulars().text("role", policy::to_text(wanted_.role)).body()}));
        made_.letters.push_back(std::move(letter));
        made_.members.emplace_back(InviteOutcome::invited, std::move(member));
        made_.warnings.emplace_back();
        return {};
    }

    House& house_;
    sql::Transaction& transaction_;
    const Caller& caller_;
    const InviteWish& wanted_;
    std::string_view base_url_;
    Instant now_;
    MemberWriting writing_;
    std::shared_ptr<const domain::Standing> me_;
    std::shared_ptr<const domain::Library> library_;
    InviteGives gives_;
    std::string what_;
    Made made_;
};

Result<InvitesMade> shown_of(sql::Session& session, LibraryId library, Made made, Instant now) {
    InvitesMade answer;
    EXEAT_TAKE(const auto list, all_members(session, library, now));
    for (std::size_t i = 0; i < made.members.size(); ++i) {
        const auto& [outcome, id] = made.members[i];
        const auto found = std::ranges::find(list.members, id, &MemberShown::id);
        if (found == list.members.end()) continue;  // made before, and taken away again
        answer.items.push_back({found->email.value_or(""), outcome, *found, std::move(made.warnings[i])});
    }
    answer.left = std::move(made.left);
    answer.warnings = std::move(made.about_new);
    return answer;
}

}  // namespace

Result<InvitesMade> invite_people(House& house, const Caller& caller, const InviteWish& wanted,
                                  std::string_view base_url) {
    EXEAT_TAKE(const auto now, house.database.now());
    std::vector<Letter> letters;
    EXEAT_TAKE(auto answer, change(house, [&](sql::Transaction& transaction) -> Result<InvitesMade> {
                   Inviting inviting(house, transaction, caller, wanted, base_url, now);
                   EXEAT_TAKE(auto made, inviting.run());
                   letters = std::move(made.letters);
                   return shown_of(transaction, wanted.place.library, std::move(made), now);
               }));
    for (const auto& letter : letters) EXEAT_TRY(write_letter_file(house, letter));
    return answer;
}

}  // namespace exeat::usecases
