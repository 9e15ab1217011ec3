#include "state/store/ended_sign_ins.h"

#include <algorithm>

#include "state/store/rows.h"

namespace exeat::store {
namespace {

/// `which` says of whom, from the table: $2 on are its parameters.
Done note_ended(sql::Transaction& transaction, std::string_view which, std::vector<sql::Parameter> parameters) {
    EXEAT_TRY(transaction.change("insert into ended_sign_ins (id, ended_at) select id, cast($1 as bigint) from " +
                                     std::string(which) + " on conflict (id) do nothing",
                                 parameters));
    return {};
}

}  // namespace

Done note_session_ended(sql::Transaction& transaction, PersonId person, SessionId session, Instant now) {
    return note_ended(transaction, "sessions where person = $2 and id = $3", {now, person, session});
}

Done note_sessions_ended(sql::Transaction& transaction, PersonId person, const std::optional<SessionId>& except,
                         Instant now) {
    return note_ended(transaction, "sessions where person = $2 and id <> $3",
                      {now, person, except ? except->text() : std::string()});
}

Done note_token_ended(sql::Transaction& transaction, PersonId person, TokenId token, Instant now) {
    return note_ended(transaction, "tokens where person = $2 and id = $3", {now, person, token});
}

Done note_tokens_ended(sql::Transaction& transaction, PersonId person, Instant now) {
    return note_ended(transaction, "tokens where person = $2", {now, person});
}

Result<bool> has_ended(sql::Session& session, std::string_view sign_in) {
    EXEAT_TAKE(const auto row, session.one("select 1 from ended_sign_ins where id = $1", {sign_in}));
    return row.has_value();
}

Result<std::vector<std::string>> ended_among(sql::Session& session, std::span<const std::string> sign_ins) {
    std::vector<std::string> ended;
    for (std::size_t from = 0; from < sign_ins.size(); from += k_longest_list) {
        const auto some = sign_ins.subspan(from, std::min(k_longest_list, sign_ins.size() - from));
        std::vector<sql::Parameter> parameters;
        for (std::size_t i = 0; i < list_length(some.size()); ++i) {
            parameters.emplace_back(some[std::min(i, some.size() - 1)]);
        }
        EXEAT_TAKE(const auto rows, session.query("select id from ended_sign_ins where id in (" +
                                                      parameter_list(1, parameters.size()) + ")",
                                                  parameters));
        for (const auto& row : rows) ended.push_back(row.get<std::string>(0));
    }
    return ended;
}

Done forget_ended_sign_ins(sql::Transaction& transaction, Instant before) {
    EXEAT_TRY(transaction.change("delete from ended_sign_ins where ended_at < $1", {before}));
    return {};
}

}  // namespace exeat::store
