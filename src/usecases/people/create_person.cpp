#include "service/identity/email_address.h"
#include "service/identity/password_rules.h"
#include "state/store/credentials.h"
#include "state/store/places.h"
#include "usecases/particulars.h"
#include "usecases/people/account.h"
#include "usecases/people/passwords.h"
#include "usecases/people/people.h"
#include "usecases/people/person_rules.h"
#include "usecases/permit.h"
#include "usecases/record.h"

namespace exeat::usecases {
namespace {

/// Checked and hashed: what the transaction writes.
struct Ready {
    store::PersonRow row;
    std::optional<std::string> password_hash;
};

struct Written {
    PersonMade made;
    std::optional<Letter> letter;
};

Result<Ready> prepare(House& house, const Caller& caller, const NewPerson& wanted) {
    Ready ready;
    EXEAT_TAKE(ready.row.email, identity::accept_email(wanted.email));
    ready.row.email_key = identity::email_key(ready.row.email);
    EXEAT_TAKE(ready.row.name, accept_name(wanted.name, "/name"));
    EXEAT_TAKE(ready.row.level, accept_level(wanted.level));
    EXEAT_TRY(accept_quota(wanted.quota_limit));
    ready.row.quota_limit = wanted.quota_limit;
    if (caller.token && ready.row.level == policy::Level::administrator) {
        return fail(ErrorKind::forbidden, "not-with-a-token",
                    "An API token makes no administrators: it would come to more than it has. Sign in to do this.");
    }
    if (!wanted.password) return ready;
    if (caller.token) {
        return fail(ErrorKind::forbidden, "not-with-a-token",
                    "An API token does not set passwords. Leave it out: the person gets a link to set their own.");
    }
    // Somebody who may not add people does not keep the server busy with hashes.
    EXEAT_TRY(must_be(house.authority, caller, policy::Level::administrator));
    EXEAT_TRY(identity::accept_password(*wanted.password, {ready.row.email, ready.row.name}));
    EXEAT_TAKE(ready.password_hash, house.passwords.hash(*wanted.password));
    return ready;
}

Result<Written> made_before(sql::Session& session, const std::string& id) {
    const auto person = PersonId::parse(id);
    if (!person) return fail(ErrorKind::internal, "internal", "", "idempotency row without a person: " + id);
    Written written;
    EXEAT_TAKE(written.made.person, full_person(session, *person));
    return written;
}

Result<Written> write(House& house, sql::Transaction& transaction, const Caller& caller, Ready ready,
                      const NewPerson& wanted, std::string_view base_url, Instant now) {
    store::StoredPlaces places(transaction, now);
    EXEAT_TRY(must_be(places, caller, policy::Level::administrator));
    EXEAT_TAKE(const auto before, done_before(transaction, caller.once));
    if (before) return made_before(transaction, *before);
    auto& row = ready.row;
    row.id = PersonId::make(now);
    row.created_at = now;
    EXEAT_TRY(store::insert_person(transaction, row));
    EXEAT_TRY(store::write_roles_of(transaction, row.id, wanted.roles));
    EXEAT_TRY(store::write_groups_of(transaction, row.id, wanted.groups));
    Written written;
    if (ready.password_hash) {
        EXEAT_TRY(store::write_password(transaction, row.id, *ready.password_hash));
    } else {
        EXEAT_TAKE(auto link, make_password_link(house, transaction, row.id, base_url, k_sent_link_lives_ms, now));
        written.letter = std::move(link.letter);
        // A link is a way to sign in: an API token must not come to one.
        if (!caller.token) written.made.link = std::move(link.link);
    }
    EXEAT_TRY(note_done(transaction, caller.once, row.id.text(), now));
    EXEAT_TRY(record(transaction, caller, now,
                     {.kind = "person_created",
                      .person = row.id,
                      .body = Particulars()
                                  .text("email", row.email)
                                  .text("name", row.name)
                                  .number("level", static_cast<int>(row.level))
                                  .body()}));
    EXEAT_TAKE(written.made.person, full_person(transaction, row.id));
    return written;
}

}  // namespace

Result<PersonMade> create_person(House& house, const Caller& caller, const NewPerson& wanted,
                                 std::string_view base_url) {
    EXEAT_TAKE(const auto ready, prepare(house, caller, wanted));
    EXEAT_TAKE(const auto now, house.database.now());
    EXEAT_TAKE(auto written, change(house, [&](sql::Transaction& transaction) {
                   return write(house, transaction, caller, ready, wanted, base_url, now);
               }));
    if (written.letter) EXEAT_TRY(write_letter_file(house, *written.letter));
    return std::move(written.made);
}

}  // namespace exeat::usecases
