#include "state/store/terms.h"

#include "state/store/changes.h"
#include "state/store/rows.h"

namespace exeat::store {
namespace {

constexpr std::string_view k_terms = "select t.id, t.number, t.title, t.body, t.created_at from terms t";

TermsText terms_of(const sql::Row& row) {
    TermsText terms;
    terms.id = row.get<TermsId>(0);
    terms.number = row.get<std::int64_t>(1);
    terms.title = row.get<std::string>(2);
    terms.body = row.get<std::string>(3);
    terms.created_at = row.get<Instant>(4);
    return terms;
}

std::vector<TermsText> all_of(const sql::Rows& rows) {
    std::vector<TermsText> all;
    all.reserve(rows.size());
    for (const auto& row : rows) all.push_back(terms_of(row));
    return all;
}

}  // namespace

Result<std::optional<TermsText>> read_terms(sql::Session& session, TermsId id, std::optional<std::int64_t> number) {
    auto read = number ? session.one(std::string(k_terms) + " where t.id = $1 and t.number = $2", {id, *number})
                       : session.one(std::string(k_terms) + " where t.id = $1 order by t.number desc limit 1", {id});
    EXEAT_TAKE(const auto row, std::move(read));
    if (!row) return std::optional<TermsText>{};
    return std::optional(terms_of(*row));
}

Result<std::vector<TermsText>> read_all_terms(sql::Session& session) {
    EXEAT_TAKE(const auto rows, session.query(std::string(k_terms) +
                                              " where t.number = (select max(n.number) from terms n where n.id = t.id) "
                                              "order by t.title, t.id"));
    return all_of(rows);
}

Result<std::vector<TermsText>> read_terms_history(sql::Session& session, TermsId id) {
    EXEAT_TAKE(const auto rows, session.query(std::string(k_terms) + " where t.id = $1 order by t.number desc", {id}));
    return all_of(rows);
}

Done insert_terms(sql::Transaction& transaction, const TermsText& terms) {
    auto inserted = transaction.change(
        "insert into terms (id, number, title, body, created_at) values ($1, $2, $3, $4, $5) "
        "on conflict (id, number) do nothing",
        {terms.id, terms.number, terms.title, terms.body, terms.created_at});
    EXEAT_TRY(one_changed(std::move(inserted)));
    return note_change(transaction, ChangeKind::terms, terms.id.text());
}

}  // namespace exeat::store
