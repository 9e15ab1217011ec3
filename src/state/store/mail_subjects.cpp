#include "state/store/mail_subjects.h"

#include "state/store/rows.h"

namespace exeat::store {

Result<MailSubjects> read_mail_subjects(sql::Session& session) {
    EXEAT_TAKE(const auto row, session.one("select request, approved, rejected, version from mail_subjects"));
    if (!row) return MailSubjects{};
    return MailSubjects{row->get<std::string>(0), row->get<std::string>(1), row->get<std::string>(2),
                        row->get<std::int64_t>(3)};
}

Done update_mail_subjects(sql::Transaction& transaction, const MailSubjects& subjects) {
    return one_changed(
        transaction.change("update mail_subjects set request = $1, approved = $2, rejected = $3, version = version + 1 "
                           "where version = $4",
                           {subjects.request, subjects.approved, subjects.rejected, subjects.version}));
}

}  // namespace exeat::store
