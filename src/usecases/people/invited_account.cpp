#include "usecases/people/invited_account.h"

#include <algorithm>
#include <utility>

#include "core/domain/names.h"
#include "service/identity/email_address.h"
#include "service/identity/secret_text.h"
#include "service/identity/throttle.h"
#include "state/store/site.h"
#include "state/store/throttle_rows.h"
#include "usecases/maintenance/restored.h"
#include "usecases/particulars.h"
#include "usecases/people/password.h"
#include "usecases/people/person_rules.h"
#include "usecases/record.h"
#include "usecases/refused.h"

namespace exeat::usecases {
namespace {

std::vector<RoleId> ids_of(const std::vector<store::RoleRow>& roles) {
    std::vector<RoleId> ids;
    for (const auto& role : roles) ids.push_back(role.id);
    return ids;
}

/// Those of the site's settings that are there still; whoever may give everything gives them all.
Result<std::vector<store::RoleRow>> usual_roles(sql::Session& session, const domain::InviteSettings& settings,
                                                const domain::Standing& inviter) {
    std::vector<store::RoleRow> roles;
    for (const auto& id : settings.roles) {
        EXEAT_TAKE(auto role, store::read_role(session, id));
        if (!role) continue;
        const bool may_give = inviter.level == policy::Level::administrator || inviter.flags.has_all(role->flags);
        if (may_give) roles.push_back(std::move(*role));
    }
    return roles;
}

Result<std::vector<store::RoleRow>> wanted_roles(sql::Session& session, const std::vector<RoleId>& ids) {
    std::vector<store::RoleRow> roles;
    for (std::size_t i = 0; i < ids.size(); ++i) {
        EXEAT_TAKE(auto role, store::read_role(session, ids[i]));
        if (!role) return wrong_member("no-such-role", "/roles/" + std::to_string(i), "There is no such role.");
        roles.push_back(std::move(*role));
    }
    return roles;
}

Result<std::int64_t> seconds_to_wait(sql::Session& session, const std::string& what, std::int64_t limit, Instant now) {
    EXEAT_TAKE(const auto rows, store::read_throttle(session, what, Instant{now.ms - identity::k_throttle_window_ms}));
    std::vector<identity::Failures> counted;
    counted.reserve(rows.size());
    for (const auto& row : rows) counted.push_back({row.failed_at, row.failures});
    return identity::seconds_to_wait(counted, limit, now);
}

std::unexpected<Error> too_many(std::string text, std::int64_t seconds) {
    const auto minutes = (seconds + 59) / 60;
    Error error;
    error.kind = ErrorKind::busy;
    error.code = "too-many-invitations";
    error.text = std::move(text) + " Go on in " + std::to_string(minutes) + (minutes == 1 ? " minute." : " minutes.");
    error.retry_after_seconds = seconds;
    return fail(std::move(error));
}

std::string body_of(const store::PersonRow& row, const InviteGives& gives) {
    Particulars particulars;
    particulars.text("email", row.email).text("name", row.name).number("level", static_cast<int>(row.level));
    if (row.quota_limit) particulars.number("quota_limit", *row.quota_limit);
    return particulars.list("roles", id_texts(ids_of(gives.roles))).text("by", "invitation").body();
}

/// An inviter may read what comes to an address: through it they must not leave behind what binds themselves.
Result<Hindrance> hindrance_of(sql::Session& session, const Caller& caller, const domain::Standing& inviter,
                               const domain::InviteSettings& settings) {
    if (inviter.level == policy::Level::administrator) return Hindrance::none;
    if (!settings.owners_invite) return Hindrance::site;
    if (caller.token) return Hindrance::token;
    EXEAT_TAKE(const auto site, store::read_site(session));
    return domain::triggers_may_name(site.settings, inviter.groups) ? Hindrance::groups : Hindrance::none;
}

Result<AccountMade> make_new(sql::Transaction& transaction, const Caller& caller, const std::string& email,
                             const InviteGives& gives, Instant now) {
    store::PersonRow row;
    row.id = PersonId::make(now);
    row.email = email;
    row.email_key = identity::email_key(email);
    // They choose a name of their own once they are in.
    row.name = email.substr(0, email.find('@'));
    row.level = gives.level;
    row.quota_limit = gives.quota_limit;
    row.created_at = now;
    EXEAT_TRY(store::insert_person(transaction, row));
    EXEAT_TRY(store::write_roles_of(transaction, row.id, ids_of(gives.roles)));
    EXEAT_TRY(
        record(transaction, caller, now, {.kind = "person_created", .person = row.id, .body = body_of(row, gives)}));
    return AccountMade{row.id, row.version};
}

/// Nothing of what somebody else gave them once comes back.
Result<AccountMade> revive(sql::Transaction& transaction, const Caller& caller, store::PersonRow row,
                           const InviteGives& gives, Instant now) {
    row.level = gives.level;
    row.active = true;
    row.quota_limit = gives.quota_limit;
    EXEAT_TRY(store::update_person(transaction, row));
    EXEAT_TRY(store::write_roles_of(transaction, row.id, ids_of(gives.roles)));
    EXEAT_TRY(store::write_groups_of(transaction, row.id, {}));
    EXEAT_TRY(
        record(transaction, caller, now, {.kind = "person_updated", .person = row.id, .body = body_of(row, gives)}));
    return AccountMade{row.id, row.version + 1};
}

}  // namespace

policy::Flags InviteGives::flags() const {
    policy::Flags flags;
    for (const auto& role : roles) flags.add_all(role.flags);
    return flags;
}

Result<InviteGives> what_is_given(sql::Session& session, const Caller& caller, const domain::Standing& inviter,
                                  const InviteWants& wants) {
    EXEAT_TAKE(const auto kept, store::read_invite_settings(session));
    const auto& settings = kept.settings;
    const bool sets_all = inviter.level == policy::Level::administrator;
    if (!sets_all && (wants.level || wants.roles)) {
        return fail(ErrorKind::forbidden, "level-too-low",
                    "Only administrators set the level and the roles of people. Leave both out.");
    }
    InviteGives gives;
    EXEAT_TAKE(gives.hindrance, hindrance_of(session, caller, inviter, settings));
    if (!sets_all) gives.quota_limit = inviter.quota_limit;
    EXEAT_TAKE(const auto level, accept_level(wants.level.value_or(settings.level)));
    gives.level = sets_all ? level : std::min(level, inviter.level);
    if (caller.token && gives.level == policy::Level::administrator) {
        return fail(ErrorKind::forbidden, "not-with-a-token",
                    "An API token makes no administrators: it would come to more than it has. Sign in to do this.");
    }
    if (wants.roles) {
        EXEAT_TAKE(gives.roles, wanted_roles(session, *wants.roles));
    } else {
        EXEAT_TAKE(gives.roles, usual_roles(session, settings, inviter));
    }
    return gives;
}

Done must_invite(const InviteGives& gives) {
    switch (gives.hindrance) {
        case Hindrance::none:
            return {};
        case Hindrance::site:
            return fail(ErrorKind::forbidden, "not-invited",
                        "Nobody signs in with this address, and on this site only administrators invite people who "
                        "have no account. Ask one of them.");
        case Hindrance::token:
            return fail(ErrorKind::forbidden, "not-with-a-token",
                        "An API token makes no accounts: it would come to more than it has. Sign in to do this.");
        case Hindrance::groups:
            return fail(ErrorKind::forbidden, "not-invited",
                        "The rules of this site for downloads may name a group that you are in, and whom you invite "
                        "would not be bound by them. Ask an administrator to invite people who have no account.");
    }
    return {};
}

Result<AddressFound> find_address(sql::Session& session, std::string_view email) {
    EXEAT_TAKE(auto row, store::find_person(session, identity::email_key(email)));
    if (!row) return AddressFound{};
    if (row->active) {
        const auto of = row->has_password ? AddressOf::somebody : AddressOf::invited;
        return AddressFound{of, std::move(row)};
    }
    EXEAT_TAKE(const auto marks, store::account_marks(session, row->id));
    const bool ended_with_it = !row->has_password && marks.ended_version == row->version;
    const auto of = ended_with_it ? AddressOf::withdrawn : AddressOf::suspended;
    return AddressFound{of, std::move(row)};
}

Result<AccountMade> make_invited_account(sql::Transaction& transaction, const Caller& caller, const std::string& email,
                                         const AddressFound& found, const InviteGives& gives, Instant now) {
    if (found.of == AddressOf::withdrawn) return revive(transaction, caller, *found.person, gives, now);
    return make_new(transaction, caller, email, gives, now);
}

Done count_invitation(sql::Transaction& transaction, const domain::Standing& inviter, std::string_view email,
                      Instant now) {
    const auto to = "invitations to " + to_text(identity::stored_form(identity::email_key(email)));
    const auto by = "invitations by " + inviter.id.text();
    const bool counts_inviter = inviter.level < policy::Level::administrator;
    EXEAT_TAKE(const auto wait_to, seconds_to_wait(transaction, to, k_most_letters_an_hour, now));
    if (wait_to > 0) {
        return too_many(
            "This address was written to " + std::to_string(k_most_letters_an_hour) + " times within an hour.",
            wait_to);
    }
    if (counts_inviter) {
        EXEAT_TAKE(const auto wait_by, seconds_to_wait(transaction, by, k_most_invitations_an_hour, now));
        if (wait_by > 0) {
            return too_many(
                "That is more than " + std::to_string(k_most_invitations_an_hour) + " invitations within an hour.",
                wait_by);
        }
        EXEAT_TRY(store::add_failure(transaction, by, identity::counted_at(now, k_most_invitations_an_hour)));
    }
    return store::add_failure(transaction, to, identity::counted_at(now, k_most_letters_an_hour));
}

Result<Letter> write_invitation(House& house, sql::Transaction& transaction, PersonId person, const InviteWords& words,
                                std::string_view base_url, Instant now) {
    EXEAT_TRY(must_not_be_held(transaction));
    const auto whose =
        words.inviter.empty() ? std::string("you are invited") : domain::on_one_line(words.inviter) + " invites you";
    const LinkWords said{"You are invited to Exeat",
                         whose + " to " + std::string(words.what) + ".\nTo come in, set your password on this page",
                         "If you expect no invitation, do nothing: without a password nobody uses this account."};
    EXEAT_TAKE(auto made, make_password_link(house, transaction, person, base_url, k_sent_link_lives_ms, now, said));
    if (!made.letter) return fail(ErrorKind::internal, "internal", "", "an invitation without a letter");
    return std::move(*made.letter);
}

}  // namespace exeat::usecases
