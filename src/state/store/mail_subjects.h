// The row of subjects of mails. Called by usecases/mail. Refuses to know what stands in for what is empty.
#pragma once

#include <cstdint>
#include <string>

#include "platform/sql/database.h"

namespace exeat::store {

struct MailSubjects {
    std::string request;
    std::string approved;
    std::string rejected;
    std::int64_t version = 1;
};

[[nodiscard]] Result<MailSubjects> read_mail_subjects(sql::Session& session);
/// Over the version that it has. Errors: conflict "stale".
Done update_mail_subjects(sql::Transaction& transaction, const MailSubjects& subjects);

}  // namespace exeat::store
