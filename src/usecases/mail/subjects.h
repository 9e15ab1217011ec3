// How the site words the subjects of mails about requests. Called by src/api/settings_routes.cpp, by the properties of
// usecases/settings, and by whoever composes a mail. Refuses to word what the mails say: the same for every site.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "core/domain/records.h"
#include "usecases/caller.h"
#include "usecases/house.h"
#include "usecases/inbox/inbox.h"

namespace exeat::usecases {

/// Each may name {asset} and {requester}, that of an approval {until} as well. Empty: the usual one.
struct MailSubjects {
    std::string request;
    std::string approved;
    std::string rejected;
};
struct MailSubjectsShown {
    MailSubjects subjects;
    MailSubjects usual;  // what stands where one is empty
    std::int64_t version = 1;
};

/// For directors and administrators.
[[nodiscard]] Result<MailSubjectsShown> read_mail_subjects(House& house, const Caller& caller);
/// For administrators; all of them, over `version` (none: over whatever is there). Errors: invalid "wrong-subject" with
/// every wrong place; conflict "stale".
[[nodiscard]] Result<MailSubjectsShown> write_mail_subjects(House& house, const Caller& caller,
                                                            std::optional<std::int64_t> version,
                                                            const MailSubjects& subjects);

/// What the mail that says this notice has as its subject, for that reader; nullopt where it is the notice's own. Not
/// inside a transaction.
[[nodiscard]] Result<std::optional<std::string>> worded_subject(House& house, const domain::Standing& reader,
                                                                const NoticeShown& shown);

}  // namespace exeat::usecases
