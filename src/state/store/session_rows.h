// Rows of sessions and API tokens. The secrets are stored as digests only. Called by usecases/sessions and
// usecases/people. Refuses to know cookies and how long a session lasts.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/policy/words.h"
#include "platform/sql/database.h"

namespace exeat::store {

/// `code`: the password was right, the code of the second factor is still to come.
enum class SessionStage : std::uint8_t { code, full };

struct SessionRow {
    SessionId id;
    Digest token;
    PersonId person;
    SessionStage stage = SessionStage::full;
    Instant created_at;
    Instant last_seen_at;
    Instant expires_at;
    std::string address;
    std::string agent;
};

Done insert_session(sql::Transaction& transaction, const SessionRow& session);
[[nodiscard]] Result<std::optional<SessionRow>> find_session(sql::Session& session, const Digest& token);
[[nodiscard]] Result<std::optional<SessionRow>> read_session(sql::Session& session, SessionId id);
/// The newest use first.
[[nodiscard]] Result<std::vector<SessionRow>> sessions_of(sql::Session& session, PersonId person);
/// How many ended. Each notes a change of the person when one did.
[[nodiscard]] Result<std::int64_t> delete_session(sql::Transaction& transaction, PersonId person, SessionId id);
[[nodiscard]] Result<std::int64_t> delete_sessions(sql::Transaction& transaction, PersonId person,
                                                   const std::optional<SessionId>& except);
/// Seen at that time, and so ending then; never earlier than what is stored.
Done note_session_seen(sql::Transaction& transaction, SessionId id, Instant at, Instant expires_at);

struct TokenRow {
    TokenId id;
    Digest token;
    PersonId person;
    std::string name;
    std::vector<std::string> scopes;
    Instant created_at;
    std::optional<Instant> last_used_at;
    std::optional<Instant> expires_at;
};

Done insert_token(sql::Transaction& transaction, const TokenRow& token);
[[nodiscard]] Result<std::optional<TokenRow>> find_token(sql::Session& session, const Digest& token);
[[nodiscard]] Result<std::optional<TokenRow>> read_token(sql::Session& session, TokenId id);
/// The newest first.
[[nodiscard]] Result<std::vector<TokenRow>> tokens_of(sql::Session& session, PersonId person);
/// How many ended. Each notes a change of the person when one did.
[[nodiscard]] Result<std::int64_t> delete_token(sql::Transaction& transaction, PersonId person, TokenId id);
[[nodiscard]] Result<std::int64_t> delete_tokens(sql::Transaction& transaction, PersonId person);
Done note_token_used(sql::Transaction& transaction, TokenId id, Instant at);

}  // namespace exeat::store

namespace exeat::policy {
template <>
inline constexpr std::array<std::string_view, 2> k_words<store::SessionStage>{"code", "full"};
}  // namespace exeat::policy
