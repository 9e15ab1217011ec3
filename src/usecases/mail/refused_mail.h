// The end of a mail that was not sent. Where a server will never take it, or none took it in time, it is in the ledger,
// administrators find a notice, and open pages with the request are told to look again. Only for the use cases of this
// folder. Refuses to write a mail about that: it would fare no better.
#pragma once

#include <string_view>

#include "platform/sql/database.h"
#include "state/store/outbox_work.h"

namespace exeat::usecases {

/// Last in a transaction.
Done end_and_tell(sql::Transaction& transaction, const store::MailRow& row, store::MailState state,
                  std::string_view reply, Instant now);

}  // namespace exeat::usecases
