#include "usecases/people/tokens.h"

#include <algorithm>

#include "service/identity/secret_text.h"
#include "state/store/ended_sign_ins.h"
#include "state/store/people_rows.h"
#include "usecases/particulars.h"
#include "usecases/people/account.h"
#include "usecases/people/person_rules.h"
#include "usecases/record.h"
#include "usecases/refused.h"

namespace exeat::usecases {
namespace {

constexpr std::size_t k_most_tokens = 100;

Done check(const NewToken& wanted, Instant now) {
    if (wanted.scopes.empty()) {
        return wrong_member("no-scopes", "/scopes", "Say what the token may be used for: at least one scope.");
    }
    for (std::size_t i = 0; i < wanted.scopes.size(); ++i) {
        if (policy::parse_word<TokenScope>(wanted.scopes[i])) continue;
        return wrong_member("no-such-scope", "/scopes/" + std::to_string(i),
                            "A scope is one of read, download, upload, edit and manage.");
    }
    if (wanted.expires_at && *wanted.expires_at <= now) {
        return wrong_member("ends-in-the-past", "/expires_at",
                            "The end of the token lies in the past. Choose a later time.");
    }
    return {};
}

Result<TokenMade> made_before(sql::Session& session, PersonId owner, const std::string& id) {
    EXEAT_TAKE(auto rows, store::tokens_of(session, owner));
    for (auto& row : rows) {
        if (row.id.text() == id) return TokenMade{std::move(row), std::nullopt};
    }
    return nothing_here();
}

Result<TokenMade> insert(sql::Transaction& transaction, const Caller& caller, TokenMade made, Instant now) {
    EXEAT_TAKE(const auto before, done_before(transaction, caller.once));
    if (before) return made_before(transaction, made.row.person, *before);
    EXEAT_TAKE(const auto owner, store::read_person(transaction, made.row.person));
    if (!owner) return nothing_here();
    if (!owner->active || owner->level == policy::Level::no_access) {
        return fail(ErrorKind::conflict, "account-suspended", "A suspended account has no API tokens.");
    }
    EXEAT_TAKE(const auto others, store::tokens_of(transaction, made.row.person));
    if (others.size() >= k_most_tokens) {
        return fail(ErrorKind::conflict, "too-many-tokens",
                    "A person has at most 100 API tokens. End those that are not used any more.");
    }
    EXEAT_TRY(store::insert_token(transaction, made.row));
    EXEAT_TRY(note_done(transaction, caller.once, made.row.id.text(), now));
    EXEAT_TRY(record(transaction, caller, now,
                     {.kind = "token_created",
                      .person = made.row.person,
                      .about = made.row.id.text(),
                      .body = Particulars().text("name", made.row.name).list("scopes", made.row.scopes).body()}));
    return made;
}

}  // namespace

Result<TokenMade> create_token(House& house, const Caller& caller, PersonId owner, const NewToken& wanted) {
    if (!caller.is_operator()) {
        EXEAT_TAKE(const auto person, person_with_session(caller));
        if (person != owner) return nothing_here();
    }
    EXEAT_TAKE(const auto now, house.database.now());
    EXEAT_TAKE(auto name, accept_name(wanted.name, "/name"));
    EXEAT_TRY(check(wanted, now));
    TokenMade made;
    made.secret = std::string(k_token_start) + identity::new_token();
    made.row.id = TokenId::make(now);
    made.row.token = identity::stored_form(*made.secret);
    made.row.person = owner;
    made.row.name = std::move(name);
    made.row.scopes = wanted.scopes;
    std::ranges::sort(made.row.scopes);
    const auto again = std::ranges::unique(made.row.scopes);
    made.row.scopes.erase(again.begin(), again.end());
    made.row.created_at = now;
    made.row.expires_at = wanted.expires_at;
    return house.database.write([&](sql::Transaction& transaction) { return insert(transaction, caller, made, now); });
}

Result<std::vector<store::TokenRow>> my_tokens(House& house, const Caller& caller) {
    EXEAT_TAKE(const auto person, person_with_session(caller));
    return house.database.read([&](sql::Session& session) { return store::tokens_of(session, person); });
}

Done end_token(House& house, const Caller& caller, TokenId id) {
    EXEAT_TAKE(const auto person, person_with_session(caller));
    EXEAT_TAKE(const auto now, house.database.now());
    return change(house, [&](sql::Transaction& transaction) -> Done {
        EXEAT_TRY(record(transaction, caller, now, {.kind = "token_ended", .person = person, .about = id.text()}));
        EXEAT_TRY(store::note_token_ended(transaction, person, id, now));
        EXEAT_TAKE(const auto ended, store::delete_token(transaction, person, id));
        return ended == 1 ? Done{} : Done(nothing_here());
    });
}

}  // namespace exeat::usecases
