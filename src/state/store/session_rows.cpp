#include "state/store/session_rows.h"

#include "state/store/changes.h"
#include "state/store/rows.h"

namespace exeat::store {
namespace {

constexpr std::string_view k_session =
    "select id, token_hash, person, stage, created_at, last_seen_at, expires_at, address, agent from sessions";
constexpr std::string_view k_token =
    "select id, token_hash, person, name, scopes, created_at, last_used_at, expires_at from tokens";

SessionRow session_of(const sql::Row& row) {
    SessionRow session;
    session.id = row.get<SessionId>(0);
    session.token = row.get<Digest>(1);
    session.person = row.get<PersonId>(2);
    session.stage = word_at<SessionStage>(row, 3);
    session.created_at = row.get<Instant>(4);
    session.last_seen_at = row.get<Instant>(5);
    session.expires_at = row.get<Instant>(6);
    session.address = row.get<std::string>(7);
    session.agent = row.get<std::string>(8);
    return session;
}

TokenRow token_of(const sql::Row& row) {
    TokenRow token;
    token.id = row.get<TokenId>(0);
    token.token = row.get<Digest>(1);
    token.person = row.get<PersonId>(2);
    token.name = row.get<std::string>(3);
    token.scopes = list_at(row, 4);
    token.created_at = row.get<Instant>(5);
    token.last_used_at = row.get<std::optional<Instant>>(6);
    token.expires_at = row.get<std::optional<Instant>>(7);
    return token;
}

/// Whoever keeps sessions and tokens of the person in memory has to look again.
Result<std::int64_t> noted(sql::Transaction& transaction, PersonId person, Result<std::int64_t> ended) {
    if (!ended || *ended == 0) return ended;
    EXEAT_TRY(note_change(transaction, ChangeKind::person, person.text()));
    return ended;
}

}  // namespace

Done insert_session(sql::Transaction& transaction, const SessionRow& session) {
    EXEAT_TRY(transaction.change(
        "insert into sessions (id, token_hash, person, stage, created_at, last_seen_at, expires_at, address, agent) "
        "values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        {session.id, session.token, session.person, policy::to_text(session.stage), session.created_at,
         session.last_seen_at, session.expires_at, session.address, session.agent}));
    return {};
}

Result<std::optional<SessionRow>> find_session(sql::Session& session, const Digest& token) {
    EXEAT_TAKE(const auto row, session.one(std::string(k_session) + " where token_hash = $1", {token}));
    return row ? std::optional(session_of(*row)) : std::nullopt;
}

Result<std::optional<SessionRow>> read_session(sql::Session& session, SessionId id) {
    EXEAT_TAKE(const auto row, session.one(std::string(k_session) + " where id = $1", {id}));
    return row ? std::optional(session_of(*row)) : std::nullopt;
}

Result<std::vector<SessionRow>> sessions_of(sql::Session& session, PersonId person) {
    EXEAT_TAKE(const auto rows, session.query(std::string(k_session) + " where person = $1 "
                                                                       "order by last_seen_at desc, id desc",
                                              {person}));
    std::vector<SessionRow> sessions;
    for (const auto& row : rows) sessions.push_back(session_of(row));
    return sessions;
}

Result<std::int64_t> delete_session(sql::Transaction& transaction, PersonId person, SessionId id) {
    return noted(transaction, person,
                 transaction.change("delete from sessions where person = $1 and id = $2", {person, id}));
}

Result<std::int64_t> delete_sessions(sql::Transaction& transaction, PersonId person,
                                     const std::optional<SessionId>& except) {
    return noted(transaction, person,
                 transaction.change("delete from sessions where person = $1 and id <> $2",
                                    {person, except ? except->text() : std::string()}));
}

Done note_session_seen(sql::Transaction& transaction, SessionId id, Instant at, Instant expires_at) {
    EXEAT_TRY(
        transaction.change("update sessions set last_seen_at = $1, expires_at = $2 where id = $3 and last_seen_at < $1",
                           {at, expires_at, id}));
    return {};
}

Done insert_token(sql::Transaction& transaction, const TokenRow& token) {
    EXEAT_TRY(transaction.change(
        "insert into tokens (id, token_hash, person, name, scopes, created_at, last_used_at, expires_at) "
        "values ($1, $2, $3, $4, $5, $6, $7, $8)",
        {token.id, token.token, token.person, token.name, list_text(token.scopes), token.created_at, token.last_used_at,
         token.expires_at}));
    return {};
}

Result<std::optional<TokenRow>> find_token(sql::Session& session, const Digest& token) {
    EXEAT_TAKE(const auto row, session.one(std::string(k_token) + " where token_hash = $1", {token}));
    return row ? std::optional(token_of(*row)) : std::nullopt;
}

Result<std::optional<TokenRow>> read_token(sql::Session& session, TokenId id) {
    EXEAT_TAKE(const auto row, session.one(std::string(k_token) + " where id = $1", {id}));
    return row ? std::optional(token_of(*row)) : std::nullopt;
}

Result<std::vector<TokenRow>> tokens_of(sql::Session& session, PersonId person) {
    EXEAT_TAKE(const auto rows, session.query(std::string(k_token) + " where person = $1 order by id desc", {person}));
    std::vector<TokenRow> tokens;
    for (const auto& row : rows) tokens.push_back(token_of(row));
    return tokens;
}

Result<std::int64_t> delete_token(sql::Transaction& transaction, PersonId person, TokenId id) {
    return noted(transaction, person,
                 transaction.change("delete from tokens where person = $1 and id = $2", {person, id}));
}

Result<std::int64_t> delete_tokens(sql::Transaction& transaction, PersonId person) {
    return noted(transaction, person, transaction.change("delete from tokens where person = $1", {person}));
}

Done note_token_used(sql::Transaction& transaction, TokenId id, Instant at) {
    EXEAT_TRY(transaction.change(
        "update tokens set last_used_at = $1 where id = $2 and (last_used_at is null or last_used_at < $1)", {at, id}));
    return {};
}

}  // namespace exeat::store
