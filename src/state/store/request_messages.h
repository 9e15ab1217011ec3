// Rows of the conversation about a request: what reviewers ask before they decide, and what its requester answers.
// Written in the transaction that says it. Called by usecases/requests. Refuses to know who may read them.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/domain/request.h"
#include "core/domain/waiting.h"
#include "platform/sql/database.h"

namespace exeat::store {

struct MessageRow {
    std::string id;
    RequestId request;
    domain::Talk kind = domain::Talk::question;  // or an answer
    PersonId person;
    std::string name;  // the person's, where it is read
    std::string text;
    Instant said_at;
};

/// The request says from then on where the conversation stands; its version is raised. Errors: conflict "stale" where
/// there is no such request.
Done insert_message(sql::Transaction& transaction, const MessageRow& message);
/// In the order in which they were said.
[[nodiscard]] Result<std::vector<MessageRow>> messages_of(sql::Session& session, RequestId request);

}  // namespace exeat::store
