// Sessions and tokens that somebody took away, by their ids, so that what was begun with one ends with it. One that is
// left (signing out) or runs out by itself is none of them. Noted by usecases/sessions and usecases/people, asked by
// usecases/deliveries. Refuses to know what was begun.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/vocabulary/id.h"
#include "platform/sql/database.h"

namespace exeat::store {

/// Each before the rows go. Ids that are not that person's are left alone.
Done note_session_ended(sql::Transaction& transaction, PersonId person, SessionId session, Instant now);
Done note_sessions_ended(sql::Transaction& transaction, PersonId person, const std::optional<SessionId>& except,
                         Instant now);
Done note_token_ended(sql::Transaction& transaction, PersonId person, TokenId token, Instant now);
Done note_tokens_ended(sql::Transaction& transaction, PersonId person, Instant now);

[[nodiscard]] Result<bool> has_ended(sql::Session& session, std::string_view sign_in);
/// Those of them that did, in no order.
[[nodiscard]] Result<std::vector<std::string>> ended_among(sql::Session& session,
                                                           std::span<const std::string> sign_ins);
/// No ticket of theirs lives any more.
Done forget_ended_sign_ins(sql::Transaction& transaction, Instant before);

}  // namespace exeat::store
