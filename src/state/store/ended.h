// Rows whose time is over, removed by the site's own jobs.
#pragma once

#include "core/vocabulary/digest.h"
#include "platform/sql/database.h"

namespace exeat::store {

/// Sessions that ended before `now`.
Done forget_sessions(sql::Transaction& transaction, Instant now);
/// Password links that ended before `now`.
Done forget_resets(sql::Transaction& transaction, Instant now);
/// Windows of failures that began more than a day before `now`.
Done forget_throttles(sql::Transaction& transaction, Instant now);
/// Idempotency keys from before `before`.
Done forget_idempotency(sql::Transaction& transaction, Instant before);
/// All change rows but the newest `kept`.
Done forget_changes(sql::Transaction& transaction, std::int64_t kept);
/// The row of a blob that is gone, unless something points at it.
Done forget_blob(sql::Transaction& transaction, const Digest& digest);

}  // namespace exeat::store
