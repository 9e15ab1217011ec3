// Mails about a request that no server will take any more, found by the notices that they were to say. Called by
// usecases/requests and usecases/mail. Refuses to know who may read of them.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/domain/request.h"
#include "platform/sql/database.h"
#include "state/store/outbox_work.h"

namespace exeat::store {

struct UnsentMail {
    std::string id;
    std::string kind;                      // of the notice
    PersonId person;                       // whom it was for
    std::string name;                      // of that person
    MailState state = MailState::refused;  // or given_up
    std::string reply;                     // what the server said, or what stood in the way
    Instant at;
};
/// About what came of that request: when it was made with others by one form, and when it was decided with others.
[[nodiscard]] Result<std::vector<UnsentMail>> unsent_mails_of(sql::Session& session, const domain::Request& request);

/// Whether somebody has an unread notice of that kind that was made after then.
[[nodiscard]] Result<bool> was_told_since(sql::Session& session, PersonId person, std::string_view kind, Instant since);

}  // namespace exeat::store
