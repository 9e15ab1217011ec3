#include "usecases/terms/terms.h"

#include "core/domain/names.h"
#include "state/store/places.h"
#include "usecases/once.h"
#include "usecases/particulars.h"
#include "usecases/permit.h"
#include "usecases/record.h"
#include "usecases/refused.h"

namespace exeat::usecases {
namespace {

constexpr std::size_t k_longest_text = 200'000;

Done check(const NewTerms& wanted) {
    EXEAT_TRY(domain::check_title(wanted.title, "/title"));
    if (wanted.body.find_first_not_of(" \t\r\n") == std::string::npos) {
        return wrong_member("wrong-text", "/body", "Write the text that is to be accepted.");
    }
    if (wanted.body.size() > k_longest_text) {
        return wrong_member("wrong-text", "/body", "A text has at most 200,000 bytes.");
    }
    if (!domain::is_text(wanted.body)) return wrong_member("wrong-text", "/body", "A text is UTF-8 without NUL.");
    return {};
}

Result<store::TermsText> put(sql::Transaction& transaction, const Caller& caller, Instant now, store::TermsText terms) {
    EXEAT_TRY(store::insert_terms(transaction, terms));
    EXEAT_TRY(record(
        transaction, caller, now,
        {.kind = terms.number == 1 ? "terms_created" : "terms_changed",
         .about = terms.id.text(),
         .body =
             Particulars().number("number", terms.number).text("title", terms.title).text("body", terms.body).body()}));
    EXEAT_TRY(note_done(transaction, caller.once, terms.id.text() + ":" + std::to_string(terms.number), now));
    return terms;
}

/// What an earlier call with the same key made.
Result<std::optional<store::TermsText>> made_before(sql::Transaction& transaction, const Caller& caller) {
    EXEAT_TAKE(const auto before, done_before(transaction, caller.once));
    if (!before) return std::optional<store::TermsText>{};
    const auto colon = before->find(':');
    const auto id = TermsId::parse(std::string_view(*before).substr(0, colon));
    if (!id || colon == std::string::npos) return std::optional<store::TermsText>{};
    return store::read_terms(transaction, *id, std::stoll(before->substr(colon + 1)));
}

}  // namespace

Result<std::vector<store::TermsText>> list_terms(House& house, const Caller& caller) {
    EXEAT_TRY(must_be(house.authority, caller, policy::Level::browser));
    return house.database.read([](sql::Session& session) { return store::read_all_terms(session); });
}

Result<std::vector<store::TermsText>> read_terms_history(House& house, const Caller& caller, TermsId id) {
    EXEAT_TRY(must_be(house.authority, caller, policy::Level::browser));
    EXEAT_TAKE(auto texts,
               house.database.read([id](sql::Session& session) { return store::read_terms_history(session, id); }));
    if (texts.empty()) return nothing_here();
    return texts;
}

Result<store::TermsText> create_terms(House& house, const Caller& caller, const NewTerms& wanted) {
    EXEAT_TAKE(const auto now, house.database.now());
    return change(house, [&](sql::Transaction& transaction) -> Result<store::TermsText> {
        store::StoredPlaces places(transaction, now);
        EXEAT_TRY(must_be(places, caller, policy::Level::director));
        EXEAT_TAKE(auto before, made_before(transaction, caller));
        if (before) return std::move(*before);
        EXEAT_TRY(check(wanted));
        return put(transaction, caller, now, {TermsId::make(now), 1, wanted.title, wanted.body, now});
    });
}

Result<store::TermsText> create_terms_version(House& house, const Caller& caller, TermsId id, std::int64_t number,
                                              const NewTerms& wanted) {
    EXEAT_TAKE(const auto now, house.database.now());
    return change(house, [&](sql::Transaction& transaction) -> Result<store::TermsText> {
        store::StoredPlaces places(transaction, now);
        EXEAT_TRY(must_be(places, caller, policy::Level::director));
        EXEAT_TAKE(auto before, made_before(transaction, caller));
        if (before) return std::move(*before);
        EXEAT_TAKE(const auto newest, store::read_terms(transaction, id));
        if (!newest) return nothing_here();
        if (newest->number != number) return is_stale();
        EXEAT_TRY(check(wanted));
        return put(transaction, caller, now, {id, number + 1, wanted.title, wanted.body, now});
    });
}

}  // namespace exeat::usecases
