// Links to set a password: asked for by whoever forgot theirs, sent by an administrator.
#include "service/identity/email_address.h"
#include "service/identity/secret_text.h"
#include "state/store/credentials.h"
#include "state/store/outbox_rows.h"
#include "state/store/places.h"
#include "state/store/restored.h"
#include "usecases/maintenance/restored.h"
#include "usecases/people/attempts.h"
#include "usecases/people/password.h"
#include "usecases/permit.h"
#include "usecases/record.h"
#include "usecases/refused.h"

namespace exeat::usecases {
namespace {

constexpr std::int64_t k_forgotten_lives_ms = 3'600'000;

std::string life_in_words(std::int64_t lives_ms) {
    const auto hours = lives_ms / 3'600'000;
    if (hours < 48) return hours == 1 ? "one hour" : std::to_string(hours) + " hours";
    return std::to_string(hours / 24) + " days";
}

Letter letter_with(const store::Credentials& person, const std::string& url, std::int64_t lives_ms, Instant now,
                   const LinkWords& words = {}) {
    Letter letter;
    letter.id = to_text(new_id_bits(now));
    letter.kind = "set_password";
    letter.recipient = person.email;
    letter.subject = words.subject;
    letter.text = "Hello " + person.name + ",\n\n" + words.request + ", within " + life_in_words(lives_ms) + ":\n\n" +
                  url + "\n\n" + words.closing + "\n";
    letter.written_at = now;
    return letter;
}

/// Somebody with as long an address and a name as most people have.
store::Credentials nobody_at(std::string_view email) {
    store::Credentials nobody;
    nobody.email = email;
    nobody.name = "Somebody Unknown";
    return nobody;
}

bool may_sign_in(const std::optional<store::Credentials>& person) {
    return person && person->active && person->level > 0;
}

struct Asked {
    Letter letter;
    bool for_somebody = false;
};

Result<Asked> note_forgotten(House& house, sql::Transaction& transaction, const Caller& caller,
                             const std::string& email, std::string_view base_url, Instant now) {
    EXEAT_TAKE(const auto person, store::find_credentials(transaction, identity::email_key(email)));
    Asked asked;
    Happening happening{.kind = "password_link_asked"};
    if (may_sign_in(person)) happening.person = person->person;
    EXEAT_TAKE(const auto held, store::held_since(transaction));
    if (may_sign_in(person) && !held) {
        EXEAT_TAKE(auto made,
                   make_password_link(house, transaction, person->person, base_url, k_forgotten_lives_ms, now));
        asked = {std::move(*made.letter), true};
    } else {
        const auto url = std::string(base_url) + "/reset/" + identity::new_token();
        asked.letter = letter_with(nobody_at(email), url, k_forgotten_lives_ms, now);
        EXEAT_TRY(keep_letter(house, transaction, asked.letter));
        EXEAT_TRY(store::delete_outbox(transaction, asked.letter.id));
    }
    EXEAT_TRY(record(transaction, caller, now, happening));
    return asked;
}

}  // namespace

Result<LinkMade> make_password_link(House& house, sql::Transaction& transaction, PersonId person,
                                    std::string_view base_url, std::int64_t lives_ms, Instant now,
                                    const LinkWords& words) {
    EXEAT_TAKE(const auto row, store::read_credentials(transaction, person));
    if (!row) return nothing_here();
    const auto token = identity::new_token();
    LinkMade made;
    made.link.url = std::string(base_url) + "/reset/" + token;
    made.link.expires_at = Instant{now.ms + lives_ms};
    EXEAT_TRY(store::insert_reset(transaction, identity::stored_form(token), person, now, made.link.expires_at));
    EXEAT_TAKE(const auto held, store::held_since(transaction));
    if (held) return made;
    made.letter = letter_with(*row, made.link.url, lives_ms, now, words);
    EXEAT_TRY(keep_letter(house, transaction, *made.letter));
    return made;
}

Done forgot_password(House& house, const Caller& caller, std::string_view email, std::string_view base_url) {
    const auto address = identity::accept_email(email).value_or("");  // what is no address is nobody's
    EXEAT_TRY(count_guess(house, {Guessed::letter, {}, caller.address}));
    const auto counted = count_guess(house, {Guessed::letter, identity::email_key(address), {}});
    if (!counted) {
        // Nobody learns that somebody else asks for this account, too.
        if (counted.error().code == "too-many-attempts") return {};
        return counted;
    }
    EXEAT_TAKE(const auto now, house.database.now());
    EXEAT_TAKE(const auto asked, house.database.write([&](sql::Transaction& transaction) {
        return note_forgotten(house, transaction, caller, address, base_url, now);
    }));
    return asked.for_somebody ? write_letter_file(house, asked.letter) : write_no_letter_file(house, asked.letter);
}

Result<std::optional<PasswordLink>> send_password_link(House& house, const Caller& caller, PersonId person,
                                                       std::string_view base_url) {
    EXEAT_TAKE(const auto now, house.database.now());
    EXEAT_TAKE(const auto made, house.database.write([&](sql::Transaction& transaction) -> Result<LinkMade> {
        store::StoredPlaces places(transaction, now);
        EXEAT_TRY(must_be(places, caller, policy::Level::administrator));
        EXEAT_TAKE(auto link, make_password_link(house, transaction, person, base_url, k_sent_link_lives_ms, now));
        // A link that an API token asked for is only sent.
        if (!link.letter && caller.token) EXEAT_TRY(must_not_be_held(transaction));
        EXEAT_TRY(record(transaction, caller, now, {.kind = "password_link_sent", .person = person}));
        return link;
    }));
    if (made.letter) EXEAT_TRY(write_letter_file(house, *made.letter));
    // A link is a way to sign in: an API token must not come to one.
    if (caller.token) return std::optional<PasswordLink>{};
    return std::optional(made.link);
}

}  // namespace exeat::usecases
